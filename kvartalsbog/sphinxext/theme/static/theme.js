// Light or dark: the reader's own choice if there is one, otherwise the system's. Runs before the page is painted.
(function () {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch (error) { /* a page from a local folder may not store */ }
  if (chosen !== "dark" && chosen !== "light") chosen = null;

  function show() {
    root.dataset.theme = chosen || (system.matches ? "dark" : "light");
    const button = document.getElementById("theme-button");
    if (!button) return;
    button.hidden = false;
    button.textContent = root.dataset.theme === "dark" ? button.dataset.light : button.dataset.dark;
  }

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", function () {
    show();
    document.getElementById("theme-button").addEventListener("click", function () {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      try { localStorage.setItem("theme", chosen); } catch (error) { /* the choice lasts for this page only */ }
      show();
    });
  });
})();
