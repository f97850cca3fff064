"""Persona sheets in every format: the same words, all their letters, nothing from outside, the same bytes."""

from __future__ import annotations

import io
import re

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image
from pypdf import PdfReader

from codesign import drawing
from codesign.drawing import CardLine, CardSection, Poster, PosterBars, PosterPanel

FRENCH = "Être né à Montréal-Nord — œuvre, Ÿ, 1 000 $"
LONG = "Un mot après l’autre, sans jamais rien laisser tomber. " * 28
SVG = "{http://www.w3.org/2000/svg}"


def a_poster(letter: str = "A", **changes: object) -> Poster:
    """An invented sheet with every kind of line."""
    said = CardLine("On m’a dit « revenez lundi ».", "paroles exactes", "quote")
    sections = (
        CardSection("Ce qu’elles vivent", (CardLine(FRENCH, "15 personnes"), CardLine("<b>Deux & trois</b>", ""))),
        CardSection("Elles disent", (said, CardLine("Ça m’épuise.", "paroles exactes", "quote"))),
        CardSection("Elles pensent", (CardLine("Ce n’est pas pour nous.", "", "interpretation"),)),
    )
    bars = (PosterBars("Freins", (("Langue", "15 sur 25 (60 %)", 0.6), ("Transport", "10 sur 25 (40 %)", 0.4))),)
    words: dict[str, object] = {
        "letter": letter, "title": "Celles qu’on renvoie", "tagline": "D’un guichet à l’autre",
        "overline": f"Persona {letter}", "facts": ("D’après 25 personnes",), "hero": said.text,
        "hero_detail": "Paroles exactes", "bars_heading": "Combien le vivent", "bars": bars, "sections": sections,
        "interpretation_mark": "Interprétation de l’équipe", "notes": ("Nombres arrondis.",), "watermark": "fictif",
        "seed": "graine", "shape_name": "Forme abstraite",
    }  # fmt: skip
    return Poster(**{**words, **changes})  # type: ignore[arg-type]


def words_of(content: Poster) -> list[str]:
    """Every text that a sheet must say."""
    lines = [line.text for part in content.sections for line in part.lines]
    heads = [part.heading for part in content.sections]
    bars = [text for family in content.bars for label, count, _share in family.bars for text in (label, count)]
    return [content.title, content.tagline, *content.facts, *heads, *lines, *bars, *content.notes, content.watermark]


def plain(text: str) -> str:
    """The text with every run of spaces, line ends and spaces that do not break as one space."""
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("kind", ["letter", "tabloid", "a4", "slide"])
def test_the_vectors_say_every_word_as_text_and_point_nowhere(kind: str) -> None:
    """A designer edits words, not outlines; a file opened elsewhere asks nobody for anything."""
    content = a_poster()
    scene = drawing.poster(content, kind)
    pages = [drawing.svg(scene, n) for n in range(len(scene.pages))]
    assert pages == [drawing.svg(drawing.poster(content, kind), n) for n in range(len(pages))]
    roots = [fromstring(each) for each in pages]
    texts = ["".join(each.itertext()) for root in roots for each in root.iter(f"{SVG}text")]
    for said in words_of(content):
        assert any(said in each for each in texts), said
    everything = " ".join(pages).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"href|url\(|https?:|<image|<script|<style|@import", everything)
    assert {each.get("font-family") for root in roots for each in root.iter(f"{SVG}text")} <= {"Inter", "Noto Serif"}
    assert all(root.get("lang") == "fr-CA" for root in roots)


def test_the_pdf_is_tagged_titled_french_and_reads_back_as_the_sheet() -> None:
    """A PDF without a single letter would compile too: its words are read by another library."""
    content = a_poster()
    data = drawing.pdf(drawing.poster(content, "letter"))
    assert data == drawing.pdf(drawing.poster(content, "letter"))
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-CA"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "A · Celles qu’on renvoie"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert [float(each) for each in reader.pages[0].mediabox[2:]] == [612, 792]
    text = plain(" ".join(page.extract_text() for page in reader.pages))
    for said in words_of(content):
        assert plain(said) in text, said
    kinds = tags(root["/StructTreeRoot"])
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 4
    assert "Forme abstraite" in alternatives(root["/StructTreeRoot"])
    assert all("/FontFile3" in str(font) or "/FontFile2" in str(font) for font in embedded(reader))


def tags(node: object) -> list[str]:
    """The kinds of structure of a PDF, in reading order."""
    return [str(each["/S"]) for each in elements(node)]


def alternatives(node: object) -> list[str]:
    """The texts that stand for pictures."""
    return [str(each["/Alt"]) for each in elements(node) if "/Alt" in each]


def elements(node: object) -> list[dict]:
    """The structure of a PDF, depth first."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for each in node for found in elements(each)]
    if not isinstance(node, dict):
        return []
    below = elements(node.get("/K")) if "/K" in node else []
    return [node, *below] if "/S" in node else below


def embedded(reader: PdfReader) -> list[dict]:
    """The font descriptors of the first page."""
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    return [each.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for each in fonts]


@pytest.mark.parametrize(("kind", "dpi", "size"), [("letter", 300, (2550, 3300)), ("slide", 144, (1920, 1080))])
def test_a_picture_knows_its_size_and_says_what_it_shows(kind: str, dpi: int, size: tuple[int, int]) -> None:
    """At true size on paper, sharp on a projector; its description travels with it."""
    (data, *_rest) = drawing.pngs(drawing.poster(a_poster(), kind), dpi=dpi)
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.size == size
        assert round(image.info["dpi"][0]) == dpi
        assert "Celles qu’on renvoie" in image.info["Description"]


def test_slides_can_be_edited_and_heard() -> None:
    """Real text in French, a title on each slide, an alternative for each picture, 16:9."""
    from pptx import Presentation  # noqa: PLC0415 - reopened here alone

    content = a_poster()
    scene = drawing.poster(content, "slide")
    data = drawing.pptx([scene], "Personas")
    assert data == drawing.pptx([scene], "Personas")
    deck = Presentation(io.BytesIO(data))
    assert deck.slide_width * 9 == deck.slide_height * 16
    assert deck.core_properties.language == "fr-CA"
    frames = [s.text_frame for slide in deck.slides for s in slide.shapes if s.has_text_frame and s.text_frame.text]
    assert all(any(said in each.text for each in frames) for said in words_of(content))
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    runs = [run._r for each in frames for p in each.paragraphs for run in p.runs]  # noqa: SLF001 - no public way
    assert {each.rPr.get("lang") for each in runs} == {"fr-CA"}
    groups = [s._element.nvGrpSpPr.cNvPr.get("descr") for s in deck.slides[0].shapes if s.shape_type == 6]  # noqa: SLF001
    assert groups == ["Forme abstraite"]


@pytest.mark.parametrize("kind", ["letter", "slide"])
def test_nothing_is_dropped_when_there_is_too_much(kind: str) -> None:
    """A long text takes several columns and pages; its words are all there, in order."""
    content = a_poster(sections=(CardSection("Récit", tuple(CardLine(f"{n}. {LONG}".strip()) for n in range(9))),))
    scene = drawing.poster(content, kind)
    assert len(scene.pages) > 1
    said = "".join(
        "".join(text.itertext()) + " "
        for n in range(len(scene.pages))
        for text in fromstring(drawing.svg(scene, n)).iter(f"{SVG}text")
    )
    for n in range(9):
        assert plain(f"{n}. {LONG}").strip() in plain(said)


def test_a_sign_that_no_font_has_becomes_a_square() -> None:
    """An emoji in somebody's words must not stop a file that refuses missing letters."""
    content = a_poster(tagline="Merci 🙏🏾 à 日本")
    data = drawing.pdf(drawing.poster(content, "letter"))
    assert "Merci □□ à □□" in plain(PdfReader(io.BytesIO(data)).pages[0].extract_text())


def test_no_line_begins_with_a_mark_that_belongs_to_the_one_before() -> None:
    """People type plain spaces before : and in «»: sheets never cut there, nor within a number."""
    content = a_poster(tagline=" ".join(["Elle dit : « oui » ! Et 1 000 $ ; quoi ?"] * 6))
    page = fromstring(drawing.svg(drawing.poster(content, "slide")))
    lines = ["".join(each.itertext()) for each in page.iter(f"{SVG}tspan")]
    assert not [each for each in lines if re.match(r"[»:;!?$]", each) or each.startswith("000")]
    assert not [each for each in lines if each.rstrip().endswith("«")]


def test_a_persona_is_told_by_letter_shape_and_hue_and_words_stay_readable() -> None:
    """Neither colour nor a good printer is needed; ink reads on every tint, in grey too."""
    marks = [drawing.mark_of(letter) for letter in "ABCDEFGH"]
    assert len({each.corners for each in marks}) == 8
    assert len({(mark.hue, mark.corners) for mark in map(drawing.mark_of, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")}) == 26
    for mark in marks:
        for ink in ("#1D2730", "#55616B", "#A1421F"):
            assert drawing.contrast(ink, mark.tint) >= 4.5
    page = drawing.pngs(drawing.poster(a_poster("D"), "letter"), dpi=40)[0]
    with Image.open(io.BytesIO(drawing.grey_proof([page, page]))) as image:
        assert image.mode == "L"
        assert image.width > 2 * 340


def test_bars_share_one_scale() -> None:
    """Half is half on every line, however long the words beside it."""
    bars = (PosterBars("Freins", (("Un", "5 sur 10 (50 %)", 0.5), ("Deux", "10", 1.0))),)
    page = drawing.poster(a_poster(bars=bars), "letter").pages[0]
    wide = [item.width for group in page.groups if group.name == "barre" for item in group.items[2:3]]
    assert wide[0] * 2 == pytest.approx(wide[1])


def test_fonts_travel_with_their_licences() -> None:
    """Whoever edits the vectors installs them; the licence asks to be beside."""
    names = set(drawing.font_files())
    assert {
        "Inter-Regular.otf",
        "Inter-Bold.otf",
        "NotoSerif-Italic.ttf",
        "OFL-Inter.txt",
        "OFL-NotoSerif.txt",
    } <= names


@pytest.mark.parametrize("kind", ["letter", "slide"])
def test_panels_stand_on_every_sheet_with_all_their_words(kind: str) -> None:
    """A day along a line, bars with words under them, a row that has no bar, the note of each."""
    day = PosterPanel("Une journée", (("Rue, au départ", "6 personnes", "", None),), "D’après des moments.", line=True)
    rows = (("25 à 34 ans", "6 personnes", "", 0.4), ("Autres réponses", "non montré", "", None))
    who = PosterPanel("Qui elles sont", rows, "Rien sous 5.", groups=("Groupe d’âge", "Groupe d’âge"))
    more = (PosterBars("Freins", (("Langue", "15 sur 25", 0.6),), ("contre 22 % dans l’ensemble",)),)
    scene = drawing.poster(a_poster(panels=(day, who), bars=more), kind)
    texts = ["".join(each.itertext()) for n in range(len(scene.pages)) for each in drawn_words(scene, n)]
    for said in ("Une journée", "Rue, au départ", "6 personnes", "D’après des moments.", "25 à 34 ans", "Rien sous 5."):
        assert any(said in each for each in texts), said
    assert any("Autres réponses — non montré" in each for each in texts)
    assert any("contre 22 % dans l’ensemble" in each for each in texts)
    assert sum(each == "Groupe d’âge" for each in texts) == 1
    points = [item for page in scene.pages for group in page.groups if group.name == "arrêt" for item in group.items]
    assert sum(type(each).__name__ == "Round" for each in points) == 1


def drawn_words(scene: drawing.Scene, number: int) -> list:
    """The paragraphs of a page."""
    return list(fromstring(drawing.svg(scene, number)).iter(f"{SVG}text"))


def test_however_many_facts_stand_under_the_title_they_stay_within_their_place() -> None:
    """A sheet says how many, how solid, how recent, by whom, read back or not: none may run over what is under it."""
    content = a_poster(facts=tuple(f"Un fait assez long pour deux lignes, le numéro {n}" for n in range(8)))
    for kind, low in (("letter", None), ("slide", 540.0)):
        page = drawing.poster(content, kind).pages[0]
        (back,) = [group for group in page.groups if group.name == "fond"]
        (title,) = [group for group in page.groups if group.name == "titre"]
        last = title.items[-1]
        foot = last.y + last.ink.leading * (len(last.lines) - 1)
        assert foot < (low or back.items[0].height)


def lines_of(content: Poster, kind: str, name: str) -> list[list[str]]:
    """The lines of each paragraph of the first group of that name, on the first page."""
    group = next(each for each in drawing.poster(content, kind).pages[0].groups if each.name == name)
    return [[line.strip() for line in each.lines] for each in group.items if hasattr(each, "lines")]


@pytest.mark.parametrize("title", ["Un papier manque, et tout attend", "Les dimanches sont devenus longs"])
def test_a_title_has_even_lines(title: str) -> None:
    """One word alone under a long line is what an eye sees first on a wall."""
    (lines,) = [each for each in lines_of(a_poster(title=title), "letter", "titre") if " ".join(each) == title]
    assert len(lines) == 2
    assert min(map(len, lines)) > 0.7 * max(map(len, lines))


def test_the_large_quote_has_even_lines() -> None:
    """Its last word, and the mark that ends it, never stand alone."""
    said = "Le genou, les horaires, la vie : chacun est parti de son côté, et mes dimanches sont devenus longs."
    quote = lines_of(a_poster(hero=said), "slide", "paroles")[0]
    assert len(quote) == 3
    assert all(len(each.split()) > 3 for each in quote)


@pytest.mark.parametrize("words", range(4, 40))
def test_no_paragraph_ends_with_a_word_alone(words: int) -> None:
    """The line before gives it one of its own; the words are the same."""
    said = " ".join(["bonjour", "le", "monde", "entier"][n % 4] for n in range(words))
    section = CardSection("Ce qu’elles vivent", (CardLine(said),))
    (lines,) = lines_of(a_poster(sections=(section,)), "letter", "appui")
    assert " ".join(lines) == said
    assert len(lines) == 1 or len(lines[-1].split()) > 1


def test_no_fact_is_cut_between_two_lines() -> None:
    """How many people stands first, on a line of its own; the others go by two or three, each of them whole."""
    facts = ("D’après 25 personnes", "10 % des personnes entendues", "Dernières notes : depuis juillet 2026",
             "Toutes le disent elles-mêmes", "Construite à la main", "Données jusqu’à octobre 2026")  # fmt: skip
    for kind in ("letter", "a4", "tabloid", "slide"):
        lines = [line for each in lines_of(a_poster(facts=facts), kind, "titre")[3:] for line in each]
        assert lines[0] == facts[0]
        assert [fact for line in lines for fact in line.split(" · ")] == list(facts)


def test_a_head_in_two_lines_keeps_them_on_a_slide_that_is_edited() -> None:
    """Office cuts lines anew: the box of the title is no wider than they are."""
    from pptx import Presentation  # noqa: PLC0415 - reopened here alone

    scene = drawing.poster(a_poster(title="Un papier manque, et tout attend"), "slide")
    title = Presentation(io.BytesIO(drawing.pptx([scene], "Personas"))).slides[0].shapes.title
    assert title.text_frame.text == "Un papier manque, et tout attend"
    assert title.width < 240 * 12_700  # the room there is


@pytest.mark.parametrize("kind", ["letter", "a4", "tabloid", "slide"])
@pytest.mark.parametrize("before", range(0, 16, 2))
def test_a_short_panel_stands_whole_in_its_column(kind: str, before: int) -> None:
    """A note alone at the head of a column, a second bar without its heading: whose are they?"""
    rows = (("Non-connaissance", "10 personnes", "", 0.6), ("Non-demande", "15 personnes", "Isolement", 1.0))
    panel = PosterPanel("Pourquoi ce qui existe n’arrive pas", rows, "D’après Warin (2010), Odenore.")
    lines = tuple(CardLine(f"Ligne {n}, assez longue pour en prendre deux") for n in range(before))
    who = PosterPanel("Qui sont ces personnes", tuple((f"Réponse {n}", "5 personnes", "", 0.5) for n in range(6)))
    content = a_poster(panels=(panel, who), sections=(CardSection("Avant", lines),) if lines else ())
    for page in drawing.poster(content, kind).pages:
        said = {
            words.text: group.items[0].x
            for group in page.groups
            for words in group.items
            if group.name in {"rubrique", "barre", "remarque"} and hasattr(words, "lines")
        }
        places = {x for text, x in said.items() if text in {rows[0][0], rows[1][0], panel.note}}
        assert len(places) <= 1
        assert (panel.heading in said) == (panel.note in said)


@pytest.mark.parametrize("kind", ["letter", "a4", "tabloid", "slide"])
def test_notes_at_the_foot_stay_on_the_page(kind: str) -> None:
    """Three sentences on what was hidden take a line more beside the panel of a slide than across it."""
    notes = ("Nombres arrondis à 5 près ; les codes trop rares ne sont pas montrés. " * 3, "Ne pas diffuser.")
    for page in drawing.poster(a_poster(notes=notes), kind).pages:
        (foot,) = [group for group in page.groups if group.name == "notes"]
        last = [each for each in foot.items if hasattr(each, "lines")][1]
        assert last.text == "Ne pas diffuser."
        assert last.y + last.ink.leading * len(last.lines) < page.height - 10
