// Search in the sections of the book. Words match from their beginning, so that tilsyn finds tilsynet, and
// æ, ø, å may be typed as ae, oe, aa. The index is written by sphinxext/search.py with the same folding.
(function () {
  "use strict";
  const summary = document.getElementById("search-summary");
  const list = document.getElementById("search-results");
  const query = new URLSearchParams(window.location.search).get("q") || "";
  const field = document.getElementById("site-search-field");
  document.getElementById("search-unavailable").remove();
  const SUFFIXES = /(ernes|enes|erne|ens|ene|ets|en|et|er|es|e|s)$/;

  function fold(text) {
    return text.toLowerCase().replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa");
  }
  function stem(word) {
    return word.length > 5 ? word.replace(SUFFIXES, "") : word;
  }
  function score(section, words) {
    let total = 0;
    for (const word of words) {
      const inTitle = (" " + section.foldedTitle).includes(" " + word);
      const isWhole = (" " + section.foldedTitle + " ").includes(" " + word + " ");
      const isFirst = (section.foldedTitle + " ").startsWith(word + " ");
      const inText = (" " + section.foldedText).includes(" " + word);
      if (!inTitle && !inText) return 0;
      total += isFirst ? 10 : isWhole ? 8 : inTitle ? 5 : 1;
    }
    return total;
  }
  function excerpt(section, word) {
    const words = section.text.split(" ");
    const at = Math.max(0, words.findIndex((one) => (" " + clean(one)).includes(" " + word)));
    const start = Math.max(0, at - 8);
    const shown = words.slice(start, start + 28).map((one) => one.slice(0, 60)).join(" ");
    return (start > 0 ? "… " : "") + shown + (start + 28 < words.length ? " …" : "");
  }
  function show(section, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = section.url;
    link.textContent = section.title;
    const where = document.createElement("p");
    where.className = "search-page";
    where.textContent = section.page;
    const text = document.createElement("p");
    text.textContent = excerpt(section, words[0]);
    item.append(link, where, text);
    list.append(item);
  }

  field.value = query;
  const words = fold(query).split(/[^a-z0-9.]+/).map((w) => w.replace(/^\.+|\.+$/g, "")).filter(Boolean).map(stem);
  if (words.length === 0) {
    summary.textContent = summary.dataset.empty;
    return;
  }
  const found = window.searchSections
    .map((section) => ({ ...section, foldedTitle: clean(section.title), foldedText: clean(section.text) }))
    .map((section) => ({ section, score: score(section, words) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score);
  function clean(text) { return fold(text).replace(/[^a-z0-9.]/g, " "); }
  for (const hit of found.slice(0, 50)) show(hit.section, words);
  const { none, one, more } = summary.dataset;
  const told = found.length === 0 ? none : found.length === 1 ? one : more.replace("{count}", found.length);
  summary.textContent = told.replace("{words}", () => query);
})();
