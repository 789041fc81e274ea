// Loads the page again when the preview has made a new book.
(function () {
  "use strict";
  let first = null;
  new EventSource("/-/events").onmessage = function (event) {
    if (first === null) first = event.data;
    else if (event.data !== first) location.reload();
  };
})();
