"""Personas as they leave for an audience: what may be said, put together once for every file of a kit.

The team takes its drafts out too, with true counts; partners and the public get what was published, counts rounded to
5. Small counts, and what would give them by subtraction, are hidden from all; quotes have their consent, or are gone.
Nothing in here depends on the day it is made: the same data give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from codesign import drawing
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_, _, month
from codesign.personas import reads
from codesign.personas.model import STATE_LABELS, Audience, LineKind, State
from codesign.personas.panels import DAY
from codesign.personas.portrait import portrait_as
from codesign.personas.sheet import FAMILY_LABELS, KEPT_BACK, Sheet, SheetLine, sheet_of
from codesign.personas.sight import Sight
from codesign.storage import Database

_CONDITIONS = {
    Audience.TEAM: N_("For the team of the project: do not pass on."),
    Audience.PARTNERS: N_("For the partners of the project: do not pass on to others."),
    Audience.PUBLIC: N_("May be passed on whole, with this notice."),
}


@dataclass(frozen=True, slots=True)
class Handout:
    """One persona for one audience. `name` is unique in its set, such as `persona-A`; `people` is None when hidden.

    `behind` are the ids of the people and notes that it rests on, for the register: in no file.
    """

    persona_id: str
    name: str
    audience: Audience
    state: State
    people: int | None
    until: str
    sheet: Sheet
    behind: frozenset[str]

    @property
    def shape_name(self) -> str:
        """What the avatar is, for those who do not see it."""
        return _("Abstract shape, persona %(letter)s", letter=self.sheet.letter)


def may_take_out(actor: Actor, audience: Audience) -> bool:
    """Say whether the person may make files for an audience."""
    return actor.may(Permission.EXPORT_TEAM if audience is Audience.TEAM else Permission.EXPORT_PUBLIC)


def handouts(
    db: Database, actor: Actor, *, audience: Audience, demo: bool, persona_ids: tuple[str, ...] = ()
) -> tuple[Handout, ...]:
    """Return the personas of a set by letter: those asked for, else all that may leave for the audience.

    Raises:
        NotAllowed: partners and the public are for the coordination to serve. NotFound: one asked for does not exist.
        InvalidInput: one asked for is not published, and the audience is not the team; or there is none at all.
    """
    actor.require(Permission.EXPORT_TEAM)
    audience = Audience(audience)
    if not may_take_out(actor, audience):
        actor.require(Permission.EXPORT_PUBLIC)
    views = [view for view in reads.personas(db, actor) if not persona_ids or view.id in persona_ids]
    if {*persona_ids} - {view.id for view in views}:
        raise NotFound(N_("This persona no longer exists. Go back to the list."))
    ready = [view for view in views if audience is Audience.TEAM or view.state is State.PUBLISHED]
    if not ready or (persona_ids and len(ready) < len(views)):
        raise InvalidInput(N_("Only published personas leave the team. Publish this one first, or choose the team."))
    names = _names([view.letter for view in ready])
    return tuple(
        _handout(db, actor, view, name, (audience, demo)) for view, name in zip(ready, names, strict=True)
    )  # fmt: skip


def presented(db: Database, actor: Actor, *, demo: bool, persona_id: str | None = None) -> tuple[Handout, ...]:
    """Return what a meeting may see on a wall, counts rounded: the published personas, or the one asked for.

    Raises:
        NotFound: the one asked for does not exist, or is not for this person to see.
    """
    actor.require(Permission.DASHBOARD_SEE)
    if persona_id is not None:
        shown = [reads.persona(db, actor, persona_id=persona_id)]
    else:
        shown = [view for view in reads.personas(db, actor) if view.state is State.PUBLISHED]
    names = _names([view.letter for view in shown])
    kind = (Audience.PARTNERS, demo)
    return tuple(_handout(db, actor, view, name, kind) for view, name in zip(shown, names, strict=True))


def _names(letters: list[str]) -> list[str]:
    """Return a name for each letter; the second persona of a letter says so."""
    names: list[str] = []
    for place, letter in enumerate(letters):
        again = letters[:place].count(letter)
        names.append(f"persona-{letter}" + (f"-{again + 1}" if again else ""))
    return names


def _handout(db: Database, actor: Actor, found: reads.PersonaView, name: str, kind: tuple[Audience, bool]) -> Handout:
    audience, demo = kind
    team = audience is Audience.TEAM
    view = reads.published(db, actor, persona_id=found.id, rounding=not team)
    told = portrait_as(db, actor, found.id, Sight.MASKED if team else Sight.ROUNDED)
    until = reads.data_until(db, actor)
    sheet = sheet_of(view, told, note=note(audience), footer=_(_CONDITIONS[audience]), demo=demo)
    return Handout(found.id, name, audience, view.state, view.people.value, until, sheet, reads.behind(db, found.id))


def note(audience: Audience) -> str:
    """Return what was done to the counts, in words."""
    if audience is Audience.TEAM:
        return _("Counts under 5, or that leave fewer than 5 people out, are not shown. One person may live several.")
    return _("Counts are rounded to 5; codes of too few people are not shown. One person may live several.")


def until_text(until: str) -> str:
    """Return how recent the data are, in words: “Data up to March 2026”."""
    return _("Data up to %(month)s", month=month(date.fromisoformat(f"{until}-01"))) if until else ""


def poster(of: Handout) -> drawing.Poster:
    """Return a handout as the drawing room wants it; its first quote is said large."""
    sheet = of.sheet
    quotes = [line.text for part in sheet.sections for line in part.lines if line.kind == LineKind.QUOTE]
    stage = "" if of.state is State.PUBLISHED else _(STATE_LABELS[of.state])
    return drawing.Poster(
        letter=sheet.letter,
        title=sheet.title,
        tagline=sheet.tagline,
        overline=" · ".join(each for each in (_("Persona %(letter)s", letter=sheet.letter), stage) if each),
        facts=tuple(
            each for each in (sheet.people, *sheet.facts, sheet.method, until_text(of.until), sheet.relecture) if each
        ),
        hero=min(quotes, key=_far_from_handy, default=""),
        hero_detail=_("Exact words, with consent"),
        bars_heading=_("How many live it"),
        bars=_bars(sheet),
        sections=tuple(
            drawing.CardSection(
                part.heading, tuple(drawing.CardLine(line.text, _beneath(line), line.kind) for line in part.lines)
            )
            for part in sheet.sections
        ),
        interpretation_mark=_("Interpretation of the team"),
        notes=(_noted(sheet), sheet.footer),
        watermark=sheet.watermark,
        seed=of.persona_id,
        shape_name=of.shape_name,
        panels=_panels(sheet),
    )


def _beneath(line: SheetLine) -> str:
    """Return what stands under a line; that its number is kept back is said once, at the foot."""
    return "" if line.detail == _(KEPT_BACK) else line.detail


def _noted(sheet: Sheet) -> str:
    kept = any(line.detail == _(KEPT_BACK) for part in sheet.sections for line in part.lines)
    return f"{sheet.note} {_('A line without a number: it is not shown, to protect people.')}" if kept else sheet.note


def _far_from_handy(quote: str) -> int:
    """How far a quote is from the length that is read at a glance; the first of those as far is taken."""
    return abs(len(quote) - 90)


def _bars(sheet: Sheet) -> tuple[drawing.PosterBars, ...]:
    found = ((label, [bar for bar in sheet.bars if bar.family == family]) for family, label in FAMILY_LABELS.items())
    return tuple(
        drawing.PosterBars(
            _(label), tuple((bar.label, bar.count, bar.fraction) for bar in bars), tuple(bar.more for bar in bars)
        )
        for label, bars in found
        if bars
    )


def _panels(sheet: Sheet) -> tuple[drawing.PosterPanel, ...]:
    return tuple(
        drawing.PosterPanel(
            each.heading,
            tuple((row.label, row.text, row.more, row.fraction) for row in each.rows),
            each.note,
            line=each.id == DAY,
            groups=tuple(row.group for row in each.rows),
        )
        for each in sheet.panels
    )
