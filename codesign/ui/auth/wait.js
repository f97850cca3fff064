// Says that a long form was heard, and keeps it from being sent twice. Without this script the form works the same.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.wait;
    setTimeout(() => { button.disabled = true; });
  });
}
// Back from the browser's memory: the button is as it was.
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
