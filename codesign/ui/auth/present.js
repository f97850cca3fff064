// One slide at a time; the address keeps the place, so that a reload, or the way back, stays there.
"use strict";
(() => {
  const slides = [...document.querySelectorAll("section")];
  const [before, after, full, place] = ["previous", "next", "full", "place"].map((id) => document.getElementById(id));
  const wanted = () => Math.min(slides.length, Math.max(1, parseInt(location.hash.slice(2), 10) || 1));
  let at = wanted();

  const show = (n, focus) => {
    at = Math.min(slides.length, Math.max(1, n));
    slides.forEach((slide, i) => slide.classList.toggle("shown", i === at - 1));
    place.textContent = `${at} / ${slides.length}`;
    before.disabled = at === 1;
    after.disabled = at === slides.length;
    history.replaceState(null, "", `#s${at}`);
    if (focus) slides[at - 1].focus({ preventScroll: true });
  };
  const widen = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  const keys = {
    ArrowRight: () => at + 1, ArrowDown: () => at + 1, PageDown: () => at + 1, " ": () => at + 1,
    ArrowLeft: () => at - 1, ArrowUp: () => at - 1, PageUp: () => at - 1, Home: () => 1, End: () => slides.length,
  };

  document.documentElement.classList.add("one");
  before.addEventListener("click", () => show(at - 1));
  after.addEventListener("click", () => show(at + 1));
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", widen);
  window.addEventListener("hashchange", () => show(wanted(), true));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target.closest("button, a")) return; // a button answers to the space bar itself
    if (event.key in keys) {
      event.preventDefault();
      show(keys[event.key](), true);
    } else if (event.key.toLowerCase() === "f" && document.fullscreenEnabled) widen();
  });
  show(at);
})();
