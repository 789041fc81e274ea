// A table or formula that scrolls can be reached by keyboard. One that shows all it has is no stop on the way. Without
// scripts every one is a stop, so that none is out of reach. Its edge tells while there is more to the right.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  function fit(region) {
    if (region.scrollWidth > region.clientWidth) {
      region.setAttribute("tabindex", "0");
    } else if (region !== document.activeElement) {
      region.removeAttribute("tabindex");
    }
    region.toggleAttribute("data-more", region.scrollLeft + region.clientWidth < region.scrollWidth - 1);
  }
  const watcher = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) { fit(entry.target.closest(".table-scroll, div.math")); });
  });
  document.querySelectorAll(".table-scroll, div.math").forEach(function (region) {
    fit(region);
    ["blur", "scroll"].forEach(function (event) { region.addEventListener(event, function () { fit(region); }); });
    watcher.observe(region);
    if (region.firstElementChild) { watcher.observe(region.firstElementChild); }
  });
});
