// On a phone the side covers the page and takes its taps: it folds by itself once a screen was chosen.

const WIDE = 768; // px: from here on, Streamlit puts the side beside the page

export default function ({ parentElement }) {
  const side = parentElement.closest("[data-testid=stSidebar]");
  if (!side) return;
  side.onclick = (event) => { // one listener, however often the side is drawn
    if (innerWidth >= WIDE || !event.target.closest("[data-testid=stPageLink] a")) return;
    setTimeout(() => side.querySelector("[data-testid=stSidebarCollapseButton] button")?.click());
  };
}
