// What the desk does better with a script, and does without one too: files can be dropped, their way is shown, and a
// page of work that is going on is looked at again by itself.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const drop = document.getElementById("drop");
  if (drop) {
    const field = drop.querySelector("input[type=file]");
    const bar = drop.querySelector("progress");
    const told = drop.querySelector("[role=status]");

    function send(files) {
      if (!files.length) return;
      const data = new FormData();
      Array.from(files).forEach(function (file) { data.append("filer", file); });
      const request = new XMLHttpRequest();
      bar.hidden = false;
      request.upload.addEventListener("progress", function (event) {
        if (!event.lengthComputable) return;
        bar.max = event.total;
        bar.value = event.loaded;
        told.textContent = Math.round(100 * event.loaded / event.total) + " % er modtaget";
      });
      request.addEventListener("load", function () {
        if (request.status < 400) { location.assign(request.responseURL); return; }
        bar.hidden = true;
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const words = page.querySelector(".problem-message, .kb-lead");
        told.textContent = words ? words.textContent : "Filerne kunne ikke modtages.";
      });
      request.addEventListener("error", function () {
        bar.hidden = true;
        told.textContent = "Filerne kunne ikke sendes. Er bordet lukket, så åbn det igen, og prøv én gang til.";
      });
      request.open("POST", drop.action);
      request.send(data);
    }

    ["dragenter", "dragover"].forEach(function (name) {
      drop.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      drop.addEventListener(name, function (event) { event.preventDefault(); drop.classList.remove("over"); });
    });
    drop.addEventListener("drop", function (event) { send(event.dataTransfer.files); });
    drop.addEventListener("submit", function (event) {
      if (!field.files.length) return;
      event.preventDefault();
      send(field.files);
    });
  }

  // a form is sent once, however often its button is pressed
  document.querySelectorAll("form[method=post]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      if (!event.defaultPrevented) form.dataset.sent = "ja";
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  const working = document.querySelector("[data-working]");
  if (working) setInterval(function () {
    fetch(location.href).then(function (answer) { return answer.text(); }).then(function (text) {
      const now = new DOMParser().parseFromString(text, "text/html");
      if (!now.querySelector("[data-working]")) { location.reload(); return; }
      working.textContent = now.querySelector("[data-working]").textContent;
    }).catch(function () { /* the desk is closed; the page stays as it is */ });
  }, 1500);
});
