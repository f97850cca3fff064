"""The persona sheet, put together once: picture, JSON and Markdown say the same words.

A sheet leaves the screen, so its counts are masked whoever asks, and nothing of a note but the quotes is on it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from codesign import codebook, drawing
from codesign.accounts import Actor, Permission
from codesign.i18n import N_, _, day, language, ngettext
from codesign.personas import reads
from codesign.personas.model import METHOD_LABELS, SECTION_LABELS, STATE_LABELS, LineKind, Section, State
from codesign.personas.panels import Panel, facts, panels, trait_text
from codesign.personas.portrait import Portrait, portrait_as
from codesign.personas.relecture import STANDING_LABELS
from codesign.personas.sight import Sight
from codesign.privacy import Masked, today
from codesign.storage import Database

SCHEMA = "codesign.persona/2"
MAX_BARS = {"barrier": 6, "need": 4, "strategy": 1, "aspiration": 1, "touchpoint": 4, "leader": 1}
FAMILY_LABELS = {
    "barrier": N_("Barriers"),
    "need": N_("Needs"),
    "strategy": N_("Ways of getting by"),
    "aspiration": N_("Hopes"),
    "touchpoint": N_("Touchpoints"),
    "leader": N_("Leaders"),
}
KEPT_BACK = N_("number of people not shown")
TOLD = frozenset({"strategy", "aspiration", "leader"})  # families of one code, whose words are free: counted, not named


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line as it is printed; `detail` says on how many people it rests, or that it is an interpretation."""

    text: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A part of the sheet that has lines."""

    id: str
    heading: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class SheetBar:
    """How many people of the persona live a code: in words, as part of a bar, and the number that the words say.

    `more` sets it beside everybody: overall share, lift, interval; empty where that may not be told.
    """

    family: str
    code: str
    label: str
    count: str
    fraction: float
    n: int = 0
    more: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All the words of a sheet, in the reader's language: `facts` under its title, `panels` of its people."""

    title: str
    letter: str
    tagline: str
    method: str
    people: str
    sections: tuple[SheetSection, ...]
    bars: tuple[SheetBar, ...]
    note: str
    footer: str
    watermark: str
    relecture: str = ""
    facts: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()


def people_text(people: Masked) -> str:
    """Return how many people a persona is made from, in words."""
    if people.hidden:
        few = _("Made from fewer than %(k)s people", k=people.k)
        return few if people.small else _("Number of people not shown")
    n = people.value or 0
    return ngettext("Made from %(n)s person", "Made from %(n)s people", n)


def sheet(db: Database, actor: Actor, *, persona_id: str, demo: bool, on: date | None = None) -> Sheet:
    """Put the sheet together; `demo` marks invented data, `on` is the date that it bears (today)."""
    actor.require(Permission.EXPORT_TEAM)
    view = reads.published(db, actor, persona_id=persona_id)
    told = portrait_as(db, actor, persona_id, Sight.ROUNDED)
    drafted = "" if view.state is State.PUBLISHED else _(STATE_LABELS[view.state]) + " · "
    note = _("Counts are rounded to 5; codes of too few people are not shown. One person may live several.")
    footer = drafted + _("Sheet of %(day)s · for the team and its partners", day=day(on or today()))
    return sheet_of(view, told, note=note, footer=footer, demo=demo)


def sheet_of(view: reads.PersonaView, told: Portrait, *, note: str, footer: str, demo: bool) -> Sheet:
    """Return the words of a persona with the counts of its portrait, for whoever `note` and `footer` speak to."""
    return Sheet(
        title=view.title,
        letter=view.letter,
        tagline=view.tagline,
        method=_(METHOD_LABELS[view.method]),
        people=people_text(view.people),
        sections=sections_of(view),
        bars=bars_of(told),
        note=note,
        footer=footer,
        watermark=_("fictitious data") if demo else "",
        relecture=_(STANDING_LABELS[view.standing]),
        facts=facts(told),
        panels=panels(told),
    )


def card(db: Database, actor: Actor, *, persona_id: str, demo: bool, on: date | None = None) -> drawing.PersonaCard:
    """Return the sheet as the drawing room wants it."""
    content = sheet(db, actor, persona_id=persona_id, demo=demo, on=on)
    return drawing.PersonaCard(
        title=content.title,
        letter=content.letter,
        tagline=content.tagline,
        made_by=content.method,
        n_text=" · ".join((content.people, *content.facts)),
        sections=tuple(
            drawing.CardSection(each.heading, tuple(_card_line(line) for line in each.lines))
            for each in content.sections
        ),
        bars=tuple((_bar_label(bar), bar.count, bar.fraction) for bar in content.bars),
        bars_heading=_("How many live it"),
        interpretation_mark=_("interpretation of the team"),
        footer=f"{content.relecture}. {content.note} {content.footer}",
        watermark=content.watermark,
        avatar_seed=persona_id,
        panels=tuple(drawing.CardSection(each.heading, _panel_lines(each)) for each in content.panels),
    )


def _panel_lines(panel: Panel) -> tuple[drawing.CardLine, ...]:
    """Return the rows that have a number, one line each, and the note, quietly."""
    rows = tuple(drawing.CardLine(f"{row.title} — {row.words}") for row in panel.rows if row.n is not None)
    return (*rows, drawing.CardLine("", panel.note))


def _bar_label(bar: SheetBar) -> str:
    """Barriers come first and alone; what else is counted says what it is."""
    return bar.label if bar.family == "barrier" else f"{_(FAMILY_LABELS[bar.family])} · {bar.label}"


def _card_line(line: SheetLine) -> drawing.CardLine:
    """Interpretations bear a mark of their own on the card, quotes theirs: a second word would only be noise."""
    return drawing.CardLine(line.text, line.detail if line.kind == LineKind.EVIDENCE else "", line.kind)


def png(db: Database, actor: Actor, *, persona_id: str, demo: bool, on: date | None = None) -> tuple[bytes, ...]:
    """Return the pages of the card, letter format at 300 dpi."""
    return tuple(drawing.persona_card(card(db, actor, persona_id=persona_id, demo=demo, on=on)))


def as_json(
    db: Database,
    actor: Actor,
    *,
    persona_id: str,
    demo: bool,
    on: date | None = None,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> str:
    """Return the sheet as JSON in a stable order. The id is random at each export: ours would tell when it was made."""
    content = sheet(db, actor, persona_id=persona_id, demo=demo, on=on)
    return json.dumps({"schema": SCHEMA, "id": new_id(), **asdict(content)}, ensure_ascii=False, indent=2) + "\n"


def markdown(db: Database, actor: Actor, *, persona_id: str, demo: bool, on: date | None = None) -> str:
    """Return the sheet as Markdown: the equivalent of the picture for a screen reader or an e-mail."""
    content = sheet(db, actor, persona_id=persona_id, demo=demo, on=on)
    parts = [f"# {content.letter} · {escaped(content.title)}"]
    parts += [f"*{escaped(content.tagline)}*"] if content.tagline else []
    parts += [" · ".join((content.people, content.method, *content.facts, content.relecture))]
    parts += [f"**{content.watermark}**"] if content.watermark else []
    for section in content.sections:
        parts += [f"## {section.heading}", "\n".join(_line(line) for line in section.lines)]
    for family, bars in bars_by_family(content).items():
        parts += [f"## {family}", "\n".join(f"- {bar.label} — {counted_text(bar)}" for bar in bars)]
    for panel in content.panels:
        parts += [f"## {panel.heading}", "\n".join(f"- {row.title} — {row.words}" for row in panel.rows), panel.note]
    return "\n\n".join(part for part in [*parts, "---", content.note, content.footer] if part) + "\n"


def counted_text(bar: SheetBar) -> str:
    """Return a count with what sets it apart, in words."""
    return f"{bar.count} ({bar.more})" if bar.more else bar.count


def bars_by_family(content: Sheet) -> dict[str, tuple[SheetBar, ...]]:
    """Return the bars under the name of their family."""
    return {
        _(label): tuple(bar for bar in content.bars if bar.family == family)
        for family, label in FAMILY_LABELS.items()
        if any(bar.family == family for bar in content.bars)
    }


def escaped(text: str) -> str:
    """Return people's text so that Markdown reads it as text, on one line."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|!~" else each for each in " ".join(text.split()))


def _line(line: SheetLine) -> str:
    if line.kind == LineKind.QUOTE:
        return f"> {escaped(line.text)}\n"
    return f"- {escaped(line.text)} — *{line.detail}*"


def sections_of(view: reads.PersonaView) -> tuple[SheetSection, ...]:
    """Return the parts of a sheet that have lines, in reading order."""
    return tuple(
        SheetSection(
            str(each),
            _(SECTION_LABELS[each]),
            tuple(SheetLine(line.text, str(line.kind), detail(line)) for line in view.section(each)),
        )
        for each in Section
        if view.section(each)
    )


def detail(line: reads.LineView) -> str:
    """Return what a line rests on, in words."""
    if line.kind is LineKind.QUOTE:
        return _("exact words")
    if line.kind is LineKind.INTERPRETATION:
        return _("interpretation of the team")
    if line.people.hidden:
        return _(KEPT_BACK)
    people = ngettext("%(n)s person", "%(n)s people", line.people.value or 0)
    if line.sentences is None:
        return people
    return ngettext("%(n)s excerpt", "%(n)s excerpts", line.sentences) + ", " + people


def bars_of(told: Portrait) -> tuple[SheetBar, ...]:
    """Return the most frequent codes of each family, named."""
    return tuple(
        SheetBar(
            family,
            row.code,
            code_label(family, row.code),
            row.brief,
            row.fraction,
            row.count.value or 0,
            trait_text(told.trait(family, row.code)),
        )
        for family, limit in MAX_BARS.items()
        for row in told.counts.family(family, limit)
    )


def code_label(family: str, code: str) -> str:
    """Return what a code is called in a count; what people told in words of their own is not named by its family."""
    if family in TOLD:
        return _("Told at least once")
    names = {each.id: each.label(language()) for each in codebook.load_codebook().family(family).codes}
    return names.get(code, code)
