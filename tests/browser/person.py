"""Somebody in front of the app: finds things by their visible names, in French, and waits for what they see."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from live import PASSWORD, LiveApp
from playwright.sync_api import Browser, Download, Locator, Page, WebSocket, expect
from playwright.sync_api import TimeoutError as Late
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from codesign.i18n import _

SCREENS = Path(__file__).parent / "screens"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
ENDS = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FIT = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const bottom = document.querySelector('[data-testid=stBottom]');
  return main ? main.scrollHeight + (bottom ? bottom.offsetHeight : 0) : document.documentElement.scrollHeight;
}"""


def pattern(text: str) -> str:
    """Return a pattern of a visible text, whose spaces a browser may have made plain."""
    return r"\s+".join(re.escape(word) for word in text.split())


def _ends_a_run(frame: str | bytes) -> bool:
    if isinstance(frame, str):
        return False
    message = ForwardMsg.FromString(frame)
    return message.WhichOneof("type") == "script_finished" and message.script_finished in ENDS


class Person:
    """One browser of their own: cookies, a tab, and everything that it asked for (`asked`)."""

    def __init__(self, browser: Browser, app: LiveApp, *, viewport: dict[str, int] | None = None) -> None:
        self.app = app
        self.url = app.url  # or that of a link in between
        self.context = browser.new_context(
            viewport=viewport or WIDE,  # type: ignore[arg-type]
            locale="fr-CA",
            timezone_id="America/Toronto",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)  # as the gestures: the machine that tests may be busy with something else
        self.asked: set[str] = set()
        self.context.on("request", lambda request: self.asked.add(request.url))
        self.page: Page = self.context.new_page()
        self.page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        self.asked.add(socket.url)
        self.socket = socket

    @property
    def elsewhere(self) -> list[str]:
        """What the browser asked of any other address than the app's."""
        own = (f"http://127.0.0.1:{self.app.port}/", f"ws://127.0.0.1:{self.app.port}/", "data:", "blob:")
        return sorted(url for url in self.asked if not url.startswith(own))

    # --- going about -------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until the server has nothing more to say."""
        self.page.wait_for_selector(IDLE)

    @contextmanager
    def run(self, *, asked: bool = True) -> Iterator[None]:
        """Wait for the end of the run of the script that the gesture inside asks for."""
        if not asked:
            yield
            return
        with self.socket.expect_event("framereceived", _ends_a_run):
            yield
        self.settle()

    def go(self, path: str = "") -> None:
        """Type an address."""
        self.page.goto(f"{self.url}/{path}")
        self.settle()

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Come in by the front door."""
        self.page.goto(f"{self.url}/auth/login")
        self.page.get_by_label(_("Sign-in name")).fill(login)
        self.page.get_by_label(_("Password")).fill(password)
        self.page.get_by_role("button", name=_("Sign in")).click()
        self.settle()

    def title(self, text: str) -> None:
        """See the title of a screen."""
        expect(self.page.get_by_role("heading", level=1, name=text, exact=True)).to_be_visible()
        self.settle()

    def menu(self, name: str) -> None:
        """Choose a screen in the menu."""
        place = self.page.get_by_test_id("stSidebar")
        folded = self.page.get_by_test_id("stExpandSidebarButton").filter(visible=True)
        if folded.count():
            folded.click()
        with self.run():
            place.get_by_role("link", name=name, exact=True).click()
        self.title(name)

    # --- finding, pressing, typing -----------------------------------------------------------------------------------

    def button(self, name: str, within: Locator | None = None) -> Locator:
        """A button by its whole name (icons aside)."""
        whole = re.compile(rf"(^|\s){pattern(name)}$")
        return (within or self.page).get_by_role("button", name=whole).filter(visible=True)

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        found = self.button(name, within).first
        with self.run():
            found.click()

    def open_up(self, name: str) -> None:
        """Press a button that only opens something on the screen."""
        self.button(name).first.click()

    def press_and_leave(self, name: str) -> None:
        """Press a button after which one is no longer in."""
        self.button(name).first.click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow a link of the screen itself."""
        place = within or self.page.get_by_test_id("stMain")
        with self.run():
            place.get_by_role("link", name=name).filter(visible=True).first.click()

    def unfold(self, name: str) -> None:
        """Open what is folded; what is open already stays so."""
        place = self.page.locator("summary").filter(has_text=name).first
        if not place.evaluate("each => each.parentElement.open"):
            place.click()

    def write(self, label: str, text: str, *, within: Locator | None = None, last: bool = False) -> None:
        """Fill in a line or a text."""
        named = re.compile(rf"^{pattern(label)}$")
        found = (within or self.page).get_by_role("textbox", name=named).filter(visible=True)
        place = found.last if last else found.first
        with self.run(asked=text != place.input_value() and self._asks(place)):
            place.fill(text)
            place.press("Tab")

    @staticmethod
    def _asks(place: Locator) -> bool:
        """Whether a change of this field runs the script at once: it does, outside forms."""
        return bool(place.evaluate("each => !each.closest('[data-testid=stForm]')"))

    def choose(self, label: str, option: str, *, last: bool = False) -> None:
        """Choose from a list by typing what is looked for."""
        found = self.page.get_by_role("combobox", name=re.compile(pattern(label))).filter(visible=True)
        place = found.last if last else found.first
        listed = self.page.get_by_role("option", name=option).first
        with self.run(asked=self._asks(place)):
            for _again in range(4):
                place.click()
                place.fill(option)
                with suppress(Late):  # a run that ended meanwhile closes the list: people open it again
                    listed.click(timeout=4000)
                    break
                self.page.keyboard.press("Escape")
            else:
                raise AssertionError(f"« {option} » is not offered for « {label} »")

    def tick(self, label: str) -> None:
        """Tick a box, or take one of a few choices."""
        place = self.page.get_by_text(label, exact=True).filter(visible=True).first
        with self.run(asked=self._asks(place)):
            place.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """See a text somewhere on the screen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def sees_not(self, text: str | re.Pattern[str]) -> None:
        """The screen is still, and a text is nowhere on it."""
        self.settle()
        expect(self.page.get_by_text(text)).to_have_count(0)

    def fetch(self, name: str) -> Download:
        """Press a button that hands over a file."""
        with self.page.expect_download() as waiting:
            self.button(name).first.click()
        return waiting.value

    # --- looking -----------------------------------------------------------------------------------------------------

    def shot(self, name: str) -> None:
        """Keep what is on the screen, wide and narrow, whole."""
        if os.environ.get("CODESIGN_SHOTS") == "no":
            return
        SCREENS.mkdir(exist_ok=True)
        before = self.page.viewport_size
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.still()
            height = min(max(int(self.page.evaluate(FIT)), size["height"]), 6000)
            self.page.set_viewport_size({"width": size["width"], "height": height})
            self.still()
            self.page.screenshot(path=SCREENS / f"{name}-{size['width']}.png")
        self.page.set_viewport_size(before or WIDE)  # type: ignore[arg-type,typeddict-item]

    def look(self, name: str) -> None:
        """Keep what is in the window now."""
        SCREENS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png")

    def still(self) -> None:
        """Wait until nothing moves: two frames with the same layout."""
        self.page.evaluate(
            """async () => {
              await document.fonts.ready;
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              let before = '';
              for (let n = 0; n < 40; n++) {
                await frame(); await frame(); await frame();
                const boxes = [...document.querySelectorAll('[data-testid=stMain] *')].slice(0, 400);
                const now = boxes.map((each) => JSON.stringify(each.getBoundingClientRect())).join();
                if (now === before) return;
                before = now;
              }
            }"""
        )

    def faults(self) -> list[tuple[str, list[str]]]:
        """What axe finds against WCAG 2.2 A and AA: the rule, and where."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [(each["id"], [str(node["target"]) for node in each["nodes"]]) for each in found]

    def close(self) -> None:
        """Go away."""
        self.context.close()
