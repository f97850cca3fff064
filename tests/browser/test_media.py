"""Photos and sounds in a real browser: rectangles by finger and by numbers, and what is kept of them on the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.person import NARROW, WIDE, Person
from builders import a_wav
from live import LiveApp
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, expect

from codesign.i18n import _

pytestmark = pytest.mark.browser
PHOTOS = "Photos (lieux et objets)"
SOUND = "Enregistrement sonore"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The app with one worker."""
    live = LiveApp(tmp_path_factory.mktemp("media"))
    live.command("init")
    live.add_member("nadia", "terrain")
    with live:
        yield live


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented photo, whose left third is a face to be hidden and whose right third is a paper, and a sound."""
    folder = tmp_path_factory.mktemp("files")
    picture = Image.new("RGB", (1200, 900), "#d8c8a8")
    pen = ImageDraw.Draw(picture)
    for n in range(0, 400, 10):
        pen.rectangle((n, 0, n + 5, 900), fill=("black", "white")[n // 10 % 2])
        pen.rectangle((800 + n, 0, 805 + n, 900), fill=("black", "white")[n // 10 % 2])
    picture.save(folder / "photo.jpg", quality=92)
    (folder / "son.wav").write_bytes(a_wav(2.0, about=b"NOM-INVENTE"))
    return folder


@pytest.fixture(scope="module")
def me(app: LiveApp, chromium: Browser) -> Iterator[Person]:
    """Nadia, on a new note whose consent allows photos and sounds."""
    person = Person(chromium, app)
    person.sign_in("nadia")
    person.go("fieldnotes_new")
    person.title(_("New note"))
    person.choose(_("Who is this note about?"), _("Someone, without a pseudonym"))
    person.tick(_("Oral"))
    person.tick(_("Take notes"))
    person.tick(PHOTOS)
    person.tick(SOUND)
    person.unfold(_("Photos and sounds"))
    yield person
    person.close()


def choose_file(me: Person, group: str, path: Path) -> None:
    """Say that a file is chosen, and choose it."""
    with me.run():
        me.page.get_by_role("radiogroup", name=group).get_by_text(_("Choose a file")).click()
    me.page.locator("input[type=file]").last.set_input_files(path)


def spread(picture: Image.Image) -> int:
    """How far the lightest and the darkest point of a picture are from one another."""
    shades = picture.convert("L").tobytes()
    return max(shades) - min(shades)


def test_01_what_is_hidden_by_hand_is_not_in_the_file(me: Person, app: LiveApp, files: Path) -> None:
    """One rectangle is drawn, one is set by numbers; the stripes under both are flat in the only file there is."""
    choose_file(me, _("Add a photo"), files / "photo.jpg")
    canvas = me.page.locator(".blur[data-ready] canvas")
    expect(canvas).to_be_visible()
    me.page.set_viewport_size({"width": 1280, "height": 1500})  # the whole photo above the bar that saves
    canvas.evaluate("each => each.scrollIntoView({ block: 'center' })")
    me.still()
    box = canvas.bounding_box()
    assert box is not None
    me.page.mouse.move(box["x"] + 10, box["y"] + 10)
    me.page.mouse.down()
    me.page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    me.page.mouse.move(box["x"] + 0.33 * box["width"], box["y"] + box["height"] - 1)
    me.page.mouse.up()
    me.sees("1 rectangle caché")
    me.page.get_by_role("button", name=_("Add a rectangle by numbers")).click()
    for name, value in ((_("From the left"), "67"), (_("From the top"), "0"), (_("Width"), "33"), (_("Height"), "100")):
        field = me.page.get_by_role("spinbutton", name=f"Rectangle 2, {name}")
        field.fill(value)
        field.press("Tab")
    me.sees("2 rectangles cachés")
    me.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    me.settle()
    me.shot("media-1-cacher")
    me.press(_("Keep the photo"))
    me.sees("Dites en quelques mots ce que montre la photo")  # nothing is kept without words for those who cannot see
    assert not (app.home / "media").exists()
    me.write(_("What the photo shows"), "Une table et des papiers")
    me.press(_("Keep the photo"))
    expect(me.page.get_by_role("img", name="Une table et des papiers")).to_be_visible()
    (kept,) = (app.home / "media").iterdir()
    with Image.open(kept) as opened:
        assert opened.size == (1200, 900)
        assert spread(opened.crop((24, 24, 380, 880))) < 120
        assert spread(opened.crop((824, 8, 1192, 892))) < 120
        assert opened.getpixel((600, 450))[0] > 200
    copies = [path for path in app.home.rglob("*") if path.is_file() and b"\xff\xd8\xff" in path.read_bytes()]
    assert copies == [kept]


def test_02_a_photo_that_waits_holds_the_note_back(me: Person, files: Path) -> None:
    """Saving the note must not lose a photo that was chosen and not kept."""
    with me.run():
        me.page.locator("input[type=file]").last.set_input_files(files / "photo.jpg")
    expect(me.page.locator(".blur[data-ready]")).to_be_visible()
    me.press(_("Save the note"))
    me.sees("une photo attend")
    me.press(_("Do not keep it"))


def test_03_a_sound_is_kept_at_once_and_can_be_heard(me: Person, app: LiveApp, files: Path) -> None:
    """Without the name that was written in it; the browser reads it through."""
    choose_file(me, _("Add a sound"), files / "son.wav")
    player = me.page.locator("audio")
    expect(player).to_be_visible()
    me.page.wait_for_function("() => document.querySelector('audio').readyState > 0")
    assert round(player.evaluate("each => each.duration")) == 2
    assert b"NOM-INVENTE" not in next((app.home / "media").glob("*.wav")).read_bytes()
    me.write(_("What is said in it"), "Elle dit qu’elle attend depuis mars.")
    me.press(_("Save these words"))


def test_04_the_note_carries_them(me: Person) -> None:
    """Saved, opened: the photo, the sound, and no fault for those who do not see or hear."""
    me.page.locator("textarea").first.fill("Elle remplit un formulaire.")
    me.page.get_by_text("Enregistré dans vos brouillons").first.wait_for()
    me.settle()
    me.press(_("Save the note"))
    me.follow("ouvrir")
    me.title(_("Note"))
    expect(me.page.get_by_role("img", name="Une table et des papiers")).to_be_visible()
    expect(me.page.locator("audio")).to_be_visible()
    me.sees("Elle dit qu’elle attend depuis mars.")
    assert me.faults() == []
    assert me.elsewhere == []
    me.shot("media-2-note")


CUT = """() => ['[data-testid=stMetricLabel]', '[data-testid=stMetricLabel] *', '[data-testid=stTable] td']
  .flatMap((each) => [...document.querySelectorAll(each)])
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline'
    && getComputedStyle(each).overflowX !== 'visible')
  .map((each) => each.textContent)"""


def test_05_nothing_is_cut_in_what_an_import_would_do(app: LiveApp, chromium: Browser, tmp_path: Path) -> None:
    """Four figures beside each other and a long reason: every word is on the screen, on a laptop and on a phone."""
    app.add_member("ana", "coordination")
    table = tmp_path / "carnet.csv"
    table.write_text(
        "id,texte,consentement\n1,Elle attend depuis un an au guichet.,oral\n2,Il n’a rien dit.,\n3,,oral\n",
        encoding="utf-8",
    )
    person = Person(chromium, app)
    person.sign_in("ana")
    person.go("exchange_transfers")
    person.page.get_by_role("tab", name=_("Notes"), exact=True).click()
    expect(person.page.get_by_role("button", name=_("Choose a file")).filter(visible=True)).to_have_count(1)
    assert not re.search(r"Upload|per file|Browse|Drag", person.page.get_by_test_id("stMain").inner_text())
    with person.run():
        person.page.locator("input[type=file]").first.set_input_files(table)
    expect(person.page.locator("[data-testid=stTable]").first).to_be_visible()
    for size in (WIDE, NARROW):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.settle()
        label = person.page.get_by_test_id("stMetricLabel").filter(has_text=_("Wait for a consent"))
        style = "each => [...each.querySelectorAll('*'), each].map((one) => getComputedStyle(one).whiteSpace)"
        assert set(label.evaluate(style)) == {"normal"}
        assert person.page.evaluate(CUT) == []
        if size is WIDE:
            heights = "() => [...document.querySelectorAll('[data-testid=stMetric]')].map((each) => each.offsetHeight)"
            assert len({*person.page.evaluate(heights)}) == 1
    person.close()
