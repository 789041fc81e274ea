// Loads the page again when the preview has something newer to show than what the page was made from.
(function () {
  "use strict";
  const { view: shown, events } = document.currentScript.dataset;
  let source = null;

  function listen() {
    source = new EventSource(events);
    source.onmessage = function (event) {
      if (event.data === shown) return;
      source.close();
      location.reload();
    };
  }

  // a page that nobody sees leaves its connection to the others: a browser has six for all its tabs
  function follow() {
    if (!document.hidden && !source) listen();
    if (document.hidden && source) {
      source.close();
      source = null;
    }
  }

  document.addEventListener("visibilitychange", follow);
  follow();
})();
