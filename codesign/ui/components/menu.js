// On a phone the side covers the page and takes its taps: it folds by itself once a screen was chosen. Folded, none of
// it can be reached, by the keyboard either. What is printed bears the name of the platform and the day.

const WIDE = 768; // px: from here on, Streamlit puts the side beside the page

function settle(side, words) {
  side.inert = side.dataset.collapsed === "true";
  const name = (button, label) => button?.setAttribute("aria-label", label);
  name(side.querySelector("[data-testid=stSidebarCollapseButton] button"), words.fold);
  requestAnimationFrame(() => {
    const found = document.querySelector("[data-testid=stExpandSidebarButton]"); // drawn once the side is folded
    name(found?.querySelector("button") ?? found, words.unfold);
  });
}

export default function ({ parentElement, data }) {
  const side = parentElement.closest("[data-testid=stSidebar]");
  if (!side) return;
  document.documentElement.style.setProperty("--codesign-paper", JSON.stringify(data.paper));
  document.documentElement.style.setProperty("--codesign-choose", JSON.stringify(data.words.choose));
  side.onclick = (event) => { // one listener, however often the side is drawn
    if (innerWidth >= WIDE || !event.target.closest("[data-testid=stPageLink] a")) return;
    setTimeout(() => side.querySelector("[data-testid=stSidebarCollapseButton] button")?.click());
  };
  side.codesignFolds?.disconnect();
  side.codesignFolds = new MutationObserver(() => settle(side, data.words));
  side.codesignFolds.observe(side, { attributes: true, attributeFilter: ["data-collapsed"] });
  settle(side, data.words);
}
