// Tells what has been published since this page: a newer version of it, or a newer quarter. A page of a local folder may
// not read the list of editions; it says so. Without scripts the link to all editions stands there alone.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const link = document.getElementById("editions");
  const news = document.getElementById("edition-news");
  const told = news.dataset;
  const root = link.getAttribute("href").replace(/index\.html$/, "");

  function planOf(quarter) {
    return quarter.slice(0, quarter.lastIndexOf("/") + 1);
  }

  function say(words, label, path) {
    const anchor = document.createElement("a");
    anchor.href = root + path;
    anchor.textContent = label;
    news.append(words + " ", anchor, ". ");
    news.hidden = false;
  }

  fetch(root + "editions.json").then(function (answer) {
    return answer.ok ? answer.json() : { editions: [] };
  }).then(function (site) {
    const own = site.editions.filter(function (edition) { return edition.quarter === link.dataset.quarter; });
    const latest = own[own.length - 1];
    if (latest && latest.version > Number(link.dataset.version)) {
      say(told.corrected.replace("{reason}", () => latest.correction), told.read.replace("{version}", latest.version), latest.html);
    }
    const newest = site.editions.filter(function (edition) { return planOf(edition.quarter) === planOf(link.dataset.quarter); }).pop();
    if (newest && newest.quarter > link.dataset.quarter) {
      say(told.newer, newest.label, newest.html);
    }
  }).catch(function () {
    if (location.protocol === "file:") {
      say(told.local, told.versions, link.dataset.quarter + "/index.html");
    }
  });
});
