"""What people see of personas: the team its work, everybody else what was published, small counts hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from codesign.accounts import Actor, Permission
from codesign.errors import NotFound
from codesign.i18n import N_
from codesign.personas import relecture_store, store
from codesign.personas.figures import Frequencies, exact_frequencies, masked_frequencies
from codesign.personas.model import (
    Evidence,
    Line,
    LineKind,
    Material,
    Method,
    Persona,
    Section,
    State,
    judged,
    shown_state,
)
from codesign.personas.relecture import Answer, Relecture, Standing, digest, standing, tally
from codesign.personas.sight import may_read
from codesign.personas.sizes import told_size
from codesign.privacy import Masked, kept_back, masked_count, rounded
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as one reader may see it.

    `passages` are those of notes that the reader may open. `people` and `sentences` count all that the line rests on;
    where counts are masked, `people` is rounded and `sentences` is None. `outside` counts passages of people whom the
    persona is not made from, for those who build it. `answers` count what relectures said of these words; `vetoed` when
    people concerned asked to remove them: the line is on no sheet, only where it is written anew.
    """

    id: str
    version: str
    section: Section
    text: str
    kind: LineKind
    passages: tuple[Evidence, ...]
    sentences: int | None
    people: Masked
    lost: int
    gone: bool
    to_review: bool
    outside: int = 0
    answers: tuple[tuple[Answer, int], ...] = ()
    vetoed: bool = False


@dataclass(frozen=True, slots=True)
class PersonaView:
    """A persona as one reader may see it.

    `exact` says that counts are the true ones, for those who build personas; for everybody else they are masked and
    rounded. `seal` is the print of what the sheet says, for whoever publishes it; `unsealed` says that it is no longer
    what was published.
    """

    id: str
    version: str
    title: str
    letter: str
    tagline: str
    method: Method
    state: State
    people: Masked
    lines: tuple[LineView, ...]
    exact: bool
    participant_ids: tuple[str, ...] = ()
    note_ids: tuple[str, ...] = ()
    people_version: str = ""
    standing: Standing = Standing.MISSING
    seal: str = ""
    unsealed: bool = False

    @property
    def removed(self) -> int:
        """How many lines are off the sheet because people concerned asked for it, for those who build."""
        return sum(line.vetoed for line in self.lines)

    def section(self, section: Section) -> tuple[LineView, ...]:
        """Return the lines of one part."""
        return tuple(line for line in self.lines if line.section is section)


def personas(db: Database, actor: Actor) -> tuple[PersonaView, ...]:
    """Return the personas that the reader may see, by letter: all for those who build, else the published ones."""
    actor.require(Permission.DASHBOARD_SEE)
    exact = actor.may(Permission.PERSONA_EDIT)
    found = [_view(db, actor, store.persona(db, each), exact=exact) for each in store.persona_ids(db)]
    return tuple(view for view in found if view.exact or view.state is State.PUBLISHED)


def persona(db: Database, actor: Actor, *, persona_id: str) -> PersonaView:
    """Return one persona.

    Raises:
        NotFound: no such persona, or not for this reader to see.
    """
    actor.require(Permission.DASHBOARD_SEE)
    view = _view(db, actor, store.persona(db, persona_id), exact=actor.may(Permission.PERSONA_EDIT))
    published = view.state is State.PUBLISHED and not store.is_binned(db, store.PERSONA, persona_id)
    if not view.exact and not published:
        raise NotFound(N_("This persona no longer exists. Go back to the list."))
    return view


def published(db: Database, actor: Actor, *, persona_id: str, rounding: bool = True) -> PersonaView:
    """Return a persona as it may leave, whoever asks: counts masked, no passage of a note.

    `rounding` to base 5 is for those outside the team; without it counts are true, small ones hidden still.
    """
    persona(db, actor, persona_id=persona_id)  # refused where this reader may not see it
    view = _view(db, actor, store.persona(db, persona_id), exact=False, rounding=rounding)
    return replace(view, lines=tuple(replace(line, passages=()) for line in view.lines if not line.gone))


def outside_view(db: Database, actor: Actor, persona_id: str) -> PersonaView:
    """Return a persona as those outside the team may see it, published or not; the caller has asked for the role."""
    view = _view(db, actor, store.persona(db, persona_id), exact=False)
    return replace(view, lines=tuple(replace(line, passages=()) for line in view.lines if not line.gone))


def binned_personas(db: Database, actor: Actor) -> tuple[PersonaView, ...]:
    """Return the personas in the bin."""
    actor.require(Permission.PERSONA_EDIT)
    return tuple(_view(db, actor, store.persona(db, each), exact=True) for each in store.persona_ids(db, binned=True))


def frequencies(
    db: Database, actor: Actor, *, participant_ids: Iterable[str], note_ids: Iterable[str] = ()
) -> Frequencies:
    """Return what the people of a choice live, exact, for those who build personas."""
    actor.require(Permission.PERSONA_EDIT)
    chosen = (tuple(participant_ids), tuple(note_ids))
    return exact_frequencies(*store.people(db, *chosen), store.code_counts(db, store.tellings(db), *chosen))


def persona_frequencies(db: Database, actor: Actor, *, persona_id: str, exact: bool = True) -> Frequencies:
    """Return what the people of a persona live: exact for those who build it (unless not wanted), else masked."""
    return _frequencies(db, persona(db, actor, persona_id=persona_id), store.tellings(db), exact=exact)


def team_frequencies(db: Database, actor: Actor, *, persona_id: str) -> Frequencies:
    """Return true counts that may leave with the team: small ones hidden, the others not rounded.

    Raises:
        NotAllowed: the role does not build personas.
    """
    actor.require(Permission.PERSONA_EDIT)
    kept = store.persona(db, persona(db, actor, persona_id=persona_id).id)
    counts = store.code_counts(db, store.tellings(db), kept.participant_ids, kept.note_ids)
    return masked_frequencies(*store.people(db, kept.participant_ids, kept.note_ids), counts, rounding=False)


def behind(db: Database, persona_id: str) -> frozenset[str]:
    """Return the ids of the participants and notes that a persona is made from, or has a passage of; none unknown."""
    if persona_id not in {*store.persona_ids(db), *store.persona_ids(db, binned=True)}:
        return frozenset()
    kept = store.persona(db, persona_id)
    cited = {each.source_id for line in kept.lines for each in line.evidence}
    return frozenset({*kept.participant_ids, *kept.note_ids, *cited})


def data_until(db: Database, actor: Actor) -> str:
    """Return the month (`2026-03`) of the last note that personas may rest on; empty when there is none."""
    actor.require(Permission.DASHBOARD_SEE)
    return max((row.month for row in store.note_rows(db)), default="")


def board_frequencies(db: Database, actor: Actor) -> dict[str, Frequencies]:
    """Return the frequencies of each persona that the reader may see, by its id; the notes are gone through once."""
    told = store.tellings(db)
    return {view.id: _frequencies(db, view, told) for view in personas(db, actor)}


def _frequencies(
    db: Database, view: PersonaView, told: tuple[store.Telling, ...], *, exact: bool = True
) -> Frequencies:
    kept = store.persona(db, view.id)
    count, total = store.people(db, kept.participant_ids, kept.note_ids)
    counts = store.code_counts(db, told, kept.participant_ids, kept.note_ids)
    if exact and view.exact:
        return exact_frequencies(count, total, counts)
    size = told_size(db, view.id, count, total) if view.exact else view.people
    return masked_frequencies(count, total, counts, size=size)


def evidence(db: Database, actor: Actor, *, persona_id: str) -> dict[str, tuple[Evidence, ...]]:
    """Return line -> the passages that it rests on, of notes that the reader may open."""
    return {line.id: line.passages for line in persona(db, actor, persona_id=persona_id).lines}


def _view(db: Database, actor: Actor, kept: Persona, *, exact: bool, rounding: bool = True) -> PersonaView:
    count, total = store.people(db, kept.participant_ids, kept.note_ids)
    materials = store.materials(db, {each.source_id for line in kept.lines for each in line.evidence})
    lines = tuple(judged(line, materials) for line in kept.lines)
    state = shown_state(kept.state, lines, count, sealed=kept.sealed in {"", kept.seal})
    told = relecture_store.relectures(db, kept.id)
    chosen = {*kept.participant_ids, *kept.note_ids}
    people = Masked(count) if exact else masked_count(count)
    views = tuple(
        _line_view(actor, line, [materials[each.source_id] for each in line.evidence], chosen, None if exact else count)
        for line in lines
        if exact or not line.to_review
    )
    views = _answered(views, kept.id, told, exact=exact)
    if rounding and not exact:
        people = told_size(db, kept.id, count, total)
        views = tuple(replace(each, people=rounded(each.people)) for each in views)
    view = PersonaView(
        kept.id,
        kept.version,
        kept.title,
        kept.letter,
        kept.tagline,
        kept.method,
        state,
        people=people,
        lines=views,
        exact=exact,
        standing=standing(replace(kept, lines=lines), told),
    )  # fmt: skip - the first row reads as one
    if not exact:
        return view
    return replace(
        view,
        participant_ids=kept.participant_ids,
        note_ids=kept.note_ids,
        people_version=kept.people_version,
        seal=kept.seal,
        unsealed=kept.sealed not in {"", kept.seal},
    )


def _answered(
    views: Iterable[LineView], persona_id: str, told: Iterable[Relecture], *, exact: bool
) -> tuple[LineView, ...]:
    """Return the lines with what relectures said of their words, for those who build; else those nobody wants gone."""
    counted = tally(told)
    found = []
    for each in views:
        said: Mapping[Answer, int] = {} if each.gone else counted.get(digest(persona_id, each.text), {})
        gone = bool(said.get(Answer.REMOVE))
        if exact:
            answers = tuple((answer, said[answer]) for answer in Answer if said.get(answer))
            found.append(replace(each, answers=answers, vetoed=gone))
        elif not gone:
            found.append(each)
    return tuple(found)


def _line_view(actor: Actor, line: Line, sources: Sequence[Material], chosen: set[str], total: int | None) -> LineView:
    """Return a line of a persona made from `chosen`; masked against its `total` people, unless it is None."""
    exact = total is None
    inside = [each for each in sources if {each.participant_id, each.source_id} & chosen]
    behind, within = ({each.person_key for each in group} for group in (sources, inside))
    return LineView(
        id=line.id,
        version=line.version,
        section=line.section,
        text=line.text,
        kind=line.kind,
        passages=tuple(each for each, source in zip(line.evidence, sources, strict=True) if may_read(actor, source)),
        sentences=len(line.evidence) if exact else None,
        people=Masked(len(behind)) if total is None else _masked(len(behind), len(within), total),
        lost=line.lost,
        gone=line.gone,
        to_review=line.to_review,
        outside=len(sources) - len(inside) if exact else 0,
    )


def _masked(behind: int, within: int, total: int) -> Masked:
    """Return how many people a line rests on, for those outside the team.

    The sheet says how many people it is made from, so the rest of them counts too; `within` are those among them, fewer
    than `behind` where a line also rests on somebody else.
    """
    if any(masked_count(n, total=total).hidden for n in (behind, within)):
        return kept_back()
    return masked_count(behind, total=total)
