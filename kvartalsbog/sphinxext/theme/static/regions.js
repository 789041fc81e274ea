// A table or formula that scrolls can be reached by keyboard. One that shows all it has is no stop on the way. Without
// scripts every one is a stop, so that none is out of reach. Its edge tells while there is more to the right.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  // All are measured before any is changed: the browser would lay out the page anew for each.
  function fit(regions) {
    const found = Array.from(regions, function (region) {
      return [region, region.scrollWidth > region.clientWidth, region.scrollLeft + region.clientWidth < region.scrollWidth - 1];
    });
    found.forEach(function ([region, scrolls, more]) {
      if (scrolls) {
        region.setAttribute("tabindex", "0");
      } else if (region !== document.activeElement) {
        region.removeAttribute("tabindex");
      }
      region.toggleAttribute("data-more", more);
    });
  }
  // Tells of each as soon as it is laid out, and before it is painted.
  const watcher = new ResizeObserver(function (entries) {
    fit(new Set(entries.map(function (entry) { return entry.target.closest(".table-scroll, div.math"); })));
  });
  const all = document.querySelectorAll(".table-scroll, div.math");
  all.forEach(function (region) {
    ["blur", "scroll"].forEach(function (event) { region.addEventListener(event, function () { fit([region]); }); });
    watcher.observe(region);
    if (region.firstElementChild) { watcher.observe(region.firstElementChild); }
  });
  // A typeface that comes late makes words wider, and not the box that they stand in.
  document.fonts.addEventListener("loadingdone", function () { fit(all); });
});
