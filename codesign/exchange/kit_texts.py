"""A set of personas as plain text: the words of the sheets for whoever does not see them, and what is in the kit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap

from codesign.i18n import _, day, ngettext
from codesign.personas import AUDIENCE_LABELS, FAMILY_LABELS, Handout, LineKind, counted_text, escaped, until_text

# name in the archive → what it is for
CONTENTS = (
    ("persona-…/…-lettre.svg, …-tabloide.svg, …-a4.svg, …-diapo.svg", "svg"),
    ("persona-…/…-lettre.pdf, …-tabloide.pdf, …-a4.pdf", "pdf"),
    ("persona-…/…-lettre.png, …-tabloide.png, …-a4.png, …-diapo.png", "png"),
    ("personas.pptx", "pptx"),
    ("personas.docx, personas.md", "text"),
    ("notes-adhesives.csv", "csv"),
    ("personas.json, persona-kit.schema.json", "json"),
    ("epreuve-en-gris.png", "proof"),
    ("polices/", "fonts"),
)
MAX_LINE = 88  # letters of LISEZ-MOI


def markdown(found: Sequence[Handout]) -> str:
    """Return the words of every sheet as Markdown, in the order in which they are read."""
    return "\n\n".join(part for each in found for part in _persona(each)) + "\n"


def _persona(of: Handout) -> Iterator[str]:
    sheet = of.sheet
    yield f"# {sheet.letter} · {escaped(sheet.title)}"
    if sheet.watermark:
        yield f"**{sheet.watermark}**"
    if sheet.tagline:
        yield f"*{escaped(sheet.tagline)}*"
    yield " · ".join(said_of(of))
    for family, rows in counted(of):
        yield f"## {_('How many live it')}{_(': ')}{family}"
        yield "\n".join(f"- {label}{_(': ')}{count}" for label, count in rows)
    for part in sheet.sections:
        yield f"## {part.heading}"
        yield "\n".join(
            f"> {escaped(line.text)}\n" if line.kind == LineKind.QUOTE else f"- {escaped(line.text)} — *{line.detail}*"
            for line in part.lines
        ).rstrip("\n")
    for panel in sheet.panels:
        yield f"## {panel.heading}"
        if panel.rows:
            yield "\n".join(f"- {row.title} — {row.words}" for row in panel.rows)
        if panel.note:
            yield f"*{panel.note}*"
    yield "---"
    yield f"{sheet.note} {sheet.footer}"


def said_of(of: Handout) -> tuple[str, ...]:
    """Return what is said of a persona under its title: how many people, how solid, how recent, read back or not."""
    sheet = of.sheet
    told = (sheet.people, *sheet.facts, sheet.method, until_text(of.until), sheet.relecture)
    return tuple(each for each in told if each)


def counted(of: Handout) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return what is counted under the name of its family: (what, how many in words)."""
    found = (
        (_(label), tuple((bar.label, counted_text(bar)) for bar in of.sheet.bars if bar.family == family))
        for family, label in FAMILY_LABELS.items()
    )
    return tuple((label, rows) for label, rows in found if rows)


def read_me(found: Sequence[Handout], on: date) -> str:
    """Return LISEZ-MOI: what this is, for whom, how it was made, how far it can be trusted, what each file is for."""
    first = found[0]
    parts = [
        _("PERSONA KIT").upper(),
        first.sheet.watermark.upper(),
        "\n".join(_facts(found, on)),
        _titled(_("How it was made"), _made()),
        _titled(_("What it does not say"), _limits(first)),
        _titled(_("Files"), "\n".join(f"  {names}\n      {_use(kind)}" for names, kind in CONTENTS)),
        _titled(_("Rights"), _rights(first)),
    ]
    lines = [short for part in parts if part for line in (*part.split("\n"), "") for short in _short(line)]
    return "\r\n".join(lines[:-1]) + "\r\n"


def _short(line: str) -> list[str]:
    """Return a line as plain editors show it whole: they neither cut nor indent by themselves."""
    inset = " " * (len(line) - len(line.lstrip(" ")))
    return wrap(line, MAX_LINE, subsequent_indent=inset, break_long_words=False, break_on_hyphens=False) or [""]


def _titled(title: str, text: str) -> str:
    return f"{title}\n{'-' * len(title)}\n{text}"


def _facts(found: Sequence[Handout], on: date) -> Iterator[str]:
    first = found[0]
    yield _("Made on %(day)s.", day=day(on))
    yield _("For") + _(": ") + _(AUDIENCE_LABELS[first.audience])
    yield ngettext("%(n)s persona", "%(n)s personas", len(found)) + _(": ")
    yield from (
        f"  {each.sheet.letter} · {each.sheet.title} ({each.sheet.people} · {each.sheet.relecture})" for each in found
    )
    if first.until:
        yield until_text(first.until)


def _made() -> str:
    return _(
        "Each persona stands for several real people, five at least, whose notes were coded by the team. Each line"
        " rests on sentences of these notes, is somebody’s exact words (with consent), or says that it is the team’s"
        " interpretation. The shapes are drawn by chance: they show nobody."
    )


def _limits(first: Handout) -> str:
    return "\n".join(
        (
            first.sheet.note,
            _("People whom nobody met are not in here. A persona opens a conversation; it decides nothing."),
            _("A person may withdraw: replace old copies when a newer kit comes."),
        )
    )


def _use(kind: str) -> str:
    return {
        "svg": _(
            "The originals, text and shapes to edit (Figma, Illustrator, Inkscape, Miro). Install the fonts first."
        ),
        "pdf": _("To print, and for screen readers: tagged, PDF/UA-1. Letter first."),
        "png": _("Pictures: 300 dots per inch, and 1920 × 1080 for the slide."),
        "pptx": _("Slides of 16:9; all the words can be edited."),
        "text": _("The same words without pictures, for screen readers and e-mail."),
        "csv": _(
            "One row per sticky note, commas between columns. Miro: paste the rows; FigJam: paste the column « texte »;"
            " Excel: Data, From text."
        ),
        "json": _("The same, for other tools, with what its fields mean."),
        "proof": _("What a black and white printer leaves: letter and shape still tell personas apart."),
        "fonts": _("Inter and Noto Serif with their licences (SIL Open Font License 1.1)."),
    }[kind]


def _rights(first: Handout) -> str:
    return "\n".join((first.sheet.footer, _("Quotes were given for this research: never change a word of them.")))
