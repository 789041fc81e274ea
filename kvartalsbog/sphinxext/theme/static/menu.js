// The table of contents is open on a desk and folded on a phone; without scripts it is open everywhere.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const menu = document.getElementById("menu");
  const wide = window.matchMedia("(min-width: 60rem)");
  function fit() { menu.open = wide.matches; }
  fit();
  menu.dataset.fitted = "";  // until then the style sheet keeps it folded on a phone, so that nothing moves
  wide.addEventListener("change", fit);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && menu.open && !wide.matches && menu.contains(document.activeElement)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
});
