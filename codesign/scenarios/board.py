"""The journey board, put together once: picture and Markdown say the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from codesign import drawing
from codesign.accounts import Actor, Permission
from codesign.i18n import _, day, number
from codesign.personas import STATE_LABELS, State, escaped
from codesign.privacy import today
from codesign.scenarios import reads
from codesign.scenarios.model import LANE_LABELS, Lane
from codesign.scenarios.reads import StepView
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class Board:
    """All the words of a board, in the reader's language."""

    title: str
    summary: str
    personas: str
    barriers: str
    lanes: tuple[tuple[Lane, tuple[StepView, ...]], ...]
    hypothesis: str
    indicator: str
    footer: str
    watermark: str


def signed(feeling: int) -> str:
    """Return a feeling as it is written: +2, 0, −1."""
    return number(feeling) if feeling == 0 else ("+" if feeling > 0 else "−") + number(abs(feeling))


def board(db: Database, actor: Actor, *, scenario_id: str, demo: bool, on: date | None = None) -> Board:
    """Put the board together; `demo` marks invented data, `on` is the date that it bears (today)."""
    actor.require(Permission.EXPORT_TEAM)
    view = reads.scenario(db, actor, scenario_id=scenario_id)
    draft = view.scenario.draft
    drafted = "" if view.state is State.PUBLISHED else _(STATE_LABELS[view.state]) + " · "
    target = _("target: %(target)s", target=draft.target) if draft.target else ""
    return Board(
        title=draft.title,
        summary=draft.summary,
        personas=", ".join(f"{each.letter} · {each.title}" for each in view.personas),
        barriers=", ".join(view.barriers),
        lanes=((Lane.TODAY, view.today), (Lane.TOMORROW, view.tomorrow)),
        hypothesis=draft.hypothesis,
        indicator=" · ".join(each for each in (draft.indicator, target) if each),
        footer=drafted + _("Scenario of %(day)s · for the team and its partners", day=day(on or today())),
        watermark=_("fictitious data") if demo else "",
    )


def png(db: Database, actor: Actor, *, scenario_id: str, demo: bool, on: date | None = None) -> bytes:
    """Return the journey as a picture, tabloid format at 300 dpi."""
    content = board(db, actor, scenario_id=scenario_id, demo=demo, on=on)
    lanes = {lane: tuple(_board_step(i, step) for i, step in enumerate(steps, 1)) for lane, steps in content.lanes}
    return drawing.journey_board(
        drawing.JourneyBoard(
            title=content.title,
            subtitle=content.summary,
            personas=content.personas,
            today=lanes[Lane.TODAY],
            tomorrow=lanes[Lane.TOMORROW],
            hypothesis=content.hypothesis,
            indicator=content.indicator,
            words=_words(),
            footer=content.footer,
            watermark=content.watermark,
        )
    )


def markdown(db: Database, actor: Actor, *, scenario_id: str, demo: bool, on: date | None = None) -> str:
    """Return the journey as Markdown, each lane a table: the equivalent of the picture."""
    content = board(db, actor, scenario_id=scenario_id, demo=demo, on=on)
    parts = [f"# {escaped(content.title)}"]
    parts += [f"**{content.watermark}**"] if content.watermark else []
    parts += [escaped(content.summary)] if content.summary else []
    facts = (
        (_("Personas"), content.personas),
        (_("Barriers it answers"), content.barriers),
        (_("We believe that"), content.hypothesis),
        (_("We will know by"), content.indicator),
    )
    parts += ["\n".join(f"- **{name}** — {escaped(value)}" for name, value in facts if value)]
    for lane, steps in content.lanes:
        parts += [f"## {_(LANE_LABELS[lane])}", _table(steps) if steps else _("No step yet.")]
    return "\n\n".join(part for part in [*parts, "---", content.footer] if part) + "\n"


def _table(steps: tuple[StepView, ...]) -> str:
    heads = ("", _("What the person does"), _("Feeling"), _("Touchpoint"), _("Barrier"), _("Partner service"))
    rows = [
        (str(i), step.step.draft.doing, signed(step.step.draft.feeling), step.touchpoint, step.barrier, step.service)
        for i, step in enumerate(steps, 1)
    ]
    lines = [heads, ("---",) * len(heads), *(tuple(escaped(cell) for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _words() -> drawing.BoardWords:
    return drawing.BoardWords(
        today=_(LANE_LABELS[Lane.TODAY]),
        tomorrow=_(LANE_LABELS[Lane.TOMORROW]),
        touchpoint=_("Touchpoint"),
        barrier=_("Barrier"),
        service=_("Partner service"),
        hypothesis=_("We believe that"),
        indicator=_("We will know by"),
        empty=_("No step yet."),
    )


def _board_step(place: int, step: StepView) -> drawing.BoardStep:
    draft = step.step.draft
    return drawing.BoardStep(
        label=str(place),
        doing=draft.doing,
        feeling=draft.feeling,
        touchpoint=step.touchpoint,
        barrier=step.barrier,
        service=step.service,
    )
