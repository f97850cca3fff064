// Says that a long form was heard, and keeps it from being sent twice. Without this script the form works the same.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.wait;
    setTimeout(() => { button.disabled = true; });
  });
}
// Signing out: the offline page of this device no longer opens as that member.
for (const form of document.querySelectorAll('form[action="/auth/logout"]')) {
  form.addEventListener("submit", () => { try { localStorage.removeItem("codesign-terrain-member"); } catch {} });
}
// Back from the browser's memory: the button is as it was.
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
