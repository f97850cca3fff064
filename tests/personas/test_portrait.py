"""What the data say of a persona's people: the team's true counts, what others may see, a day, two readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from builders import ANALYST, FEAR, WORKER, a_note, a_participant, a_tag, participant_of, passage
from hypothesis import given, settings
from hypothesis import strategies as some

from codesign import bootstrap, fieldnotes, personas, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.codebook import load_codebook
from codesign.errors import NotFound
from codesign.fieldnotes import OccasionDraft, name_of
from codesign.personas import LineDraft, Outcome, PersonaDraft, Section, search
from codesign.personas.describe import VOICES, spread, voices
from codesign.personas.lenses import lenses
from codesign.personas.portrait import Portrait, portrait_as
from codesign.personas.portrait_store import Behind
from codesign.personas.sight import Sight
from codesign.personas.stability import Solidity
from codesign.privacy import ConsentDraft, K
from codesign.storage import Database

OUTSIDE = (Sight.MASKED, Sight.ROUNDED)


def a_walk(
    db: Database, person: str, *moments: Mapping[str, object], purposes: tuple[str, ...] = ("note", "persona")
) -> str:
    """Record an accompaniment of somebody, told by moments; return the note's id."""
    rows = [(storage.uuid7(), {"activity": "Va.", **each}) for each in moments]
    answers = {name_of(moment_id, part): value for moment_id, row in rows for part, value in row.items()}
    consent = ConsentDraft(participant_id=person, purposes=frozenset(purposes))
    return fieldnotes.record_note(
        db,
        WORKER,
        id=storage.uuid7(),
        kind="shadowing",
        occasion=OccasionDraft("accompagnement"),
        participant_id=person,
        answers=answers,
        consent=consent,
    )


def a_persona(db: Database, people: list[str]) -> str:
    """Make a draft by hand from these people."""
    return personas.create_persona(db, MACHINE, draft=PersonaDraft("Celles qui n’osent plus"), participant_ids=people)


@pytest.fixture(scope="module")
def written(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str]]:
    """A file with twenty-four invented people, twelve of them told apart: (its bytes, the twelve)."""
    path = tmp_path_factory.mktemp("portrait") / "codesign.db"
    path.write_bytes(migrated.read_bytes())
    with storage.open_database(path) as db:
        people = _people(db)
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes(), people


@pytest.fixture
def db_path(written: tuple[bytes, list[str]], tmp_path: Path) -> Path:
    """A copy for each test."""
    path = tmp_path / "codesign.db"
    path.write_bytes(written[0])
    return path


@pytest.fixture
def people(written: tuple[bytes, list[str]]) -> list[str]:
    """The twelve."""
    return list(written[1])


def _people(db: Database) -> list[str]:
    """Nine women of twelve; six are of 65 and over; all are afraid, seven pay too much; twelve others lack a bus."""
    found = []
    for n in range(12):
        age = "65_plus" if n < 6 else "25_34" if n < 8 else ""
        person = a_participant(db, gender="f" if n < 9 else "m", **({"age_group": age} if age else {}))
        note_id = a_note(db, f"{FEAR} Récit {n}.", participant_id=person)
        a_tag(db, note_id, "confiance")
        if n < 7:
            a_tag(db, note_id, "cout")
        found.append(person)
    for n in range(12):
        note_id = a_note(db, "Le bus ne passe plus le soir.")
        a_tag(db, note_id, "transport")
        if n < 6:
            a_tag(db, note_id, "cout")
    return found


@pytest.fixture
def made(db: Database, people: list[str]) -> str:
    """A persona of the twelve."""
    return a_persona(db, people)


def told(db: Database, persona_id: str, sight: Sight) -> Portrait:
    """The portrait as it is told to somebody."""
    return portrait_as(db, ANALYST, persona_id, sight)


def numbers(of: Portrait) -> list[int]:
    """Every count of people in a portrait."""
    masked = [
        of.people,
        of.day.people,
        *(row.count for row in of.counts.rows),
        *(row.count for lens in of.lenses for row in lens.rows),
        *(part.count for each in (of.voices, *of.attributes) for part in each.parts),
        *(stop.people for stop in of.day.stops),
        *(feeling.people for stop in of.day.stops for feeling in stop.feelings),
    ]
    return [each.value for each in masked if each.value is not None]


def test_the_team_reads_counts_against_everybody_with_lift_and_interval(db: Database, made: str) -> None:
    """12 of 12 against half of all: 1.5 times after borrowing; the interval is Wilson's; the words say it."""
    of = told(db, made, Sight.EXACT)
    trait = of.trait("barrier", "confiance")
    assert trait is not None
    assert str(trait.frequency).startswith("12 personnes sur 12 (100\xa0%), contre 50")
    assert trait.lift == pytest.approx((12 + 7.5) / 27 / 0.5)
    assert (trait.low, trait.high) == pytest.approx((0.7575, 1.0), abs=1e-3)
    assert of.share is not None
    assert of.share.startswith("50")
    assert of.last_note == privacy.today().isoformat()[:7]
    assert of.solidity is None
    assert of.exact


def test_outside_lift_and_interval_come_from_what_is_shown_alone(db: Database, made: str) -> None:
    """7 of 12 leaves 5: shown as 5 of 10; nobody finds 7 in the numbers set beside it."""
    of = told(db, made, Sight.ROUNDED)
    trait = of.trait("barrier", "cout")
    assert trait is not None
    assert trait.frequency.reference is not None
    assert (trait.frequency.count.value, trait.frequency.people.value) == (5, 10)
    assert trait.lift == pytest.approx((5 + 15 * trait.frequency.reference) / 25 / trait.frequency.reference)
    assert trait.low == pytest.approx(personas.wilson(5, 10)[0])


def test_attributes_hide_small_numbers_from_the_team_too(db: Database, made: str) -> None:
    """Nine women and three men: the three would follow from the twelve, so neither is shown; six and six others are."""
    for sight in Sight:
        found = {each.name: each for each in told(db, made, sight).attributes}
        assert found["gender"].parts == ()
        assert found["gender"].hidden
        (part,) = found["age_group"].parts
        assert (part.value, part.count.value) == ("65_plus", 5 if sight is Sight.ROUNDED else 6)
    panel = personas.panels(told(db, made, Sight.ROUNDED))[-1]
    assert "genre" in panel.note
    assert [row.n for row in panel.rows if row.group.startswith("Groupe")] == [5]
    assert "Autres réponses, non montrées\u202f: groupe d’âge" in panel.note  # said once, not under each of them


def test_attributes_make_no_group(db: Database, people: list[str]) -> None:
    """What a search compares is the same whatever people are; what they live changes it."""
    before = search.table(db).hash()
    for person in people:
        privacy.edit_participant(db, MACHINE, participant_id=person, age_group="18_24", gender="other")
    assert search.table(db).hash() == before
    a_tag(db, a_note(db, FEAR, participant_id=people[0]), "langue")
    assert search.table(db).hash() != before


@given(counts=some.lists(some.integers(0, 30), min_size=2, max_size=6), sight=some.sampled_from(OUTSIDE))
@settings(max_examples=80)
def test_no_part_under_the_threshold_is_told_nor_follows_from_the_others(counts: list[int], sight: Sight) -> None:
    """What is left when all that is shown is taken from the people is nobody, or enough people."""
    found = spread("voice", {str(n): count for n, count in enumerate(counts)}, Sight.MASKED)
    assert all((each.count.value or 0) >= K for each in found.parts)
    rest = sum(counts) - sum(each.count.value or 0 for each in found.parts)
    assert rest == 0 or rest >= K or not found.parts
    rounded = spread("voice", {str(n): count for n, count in enumerate(counts)}, sight)
    assert [each.value for each in rounded.parts] == [each.value for each in found.parts]


def test_who_speaks_once_is_no_longer_heard_by_proxy() -> None:
    """Six of each way; one of those who told it themselves was heard through a neighbour too."""
    notes = [Behind(f"n{n}", f"p{n}", None, "2026-03", VOICES[n % 4]) for n in range(24)]
    notes.append(Behind("again", "p0", None, "2026-04", "relative"))
    found = voices(notes, Sight.EXACT)
    assert [(each.value, each.count.value) for each in found.parts] == [(voice, 6) for voice in VOICES]
    assert [each.count.value for each in voices(notes, Sight.ROUNDED).parts] == [5, 5, 5, 5]
    assert len(voices(notes[:12], Sight.ROUNDED).parts) == 0
    alone = [each for each in notes if each.voice == "self"]
    assert [(each.value, each.fraction) for each in voices(alone, Sight.ROUNDED).parts] == [("self", 1.0)]
    assert voices(alone[:4], Sight.ROUNDED).parts == ()


def test_both_readings_place_every_barrier_once() -> None:
    """A barrier that a reading forgets would not be counted in it."""
    barriers = [code.id for code in load_codebook().family("barrier").codes]
    lived = {code: frozenset({f"{code}{n}" for n in range(5)}) for code in barriers}
    for lens in lenses(lived, 5 * len(barriers), Sight.EXACT, barriers):
        assert lens.source
        assert sum(row.count.value or 0 for row in lens.rows) == 5 * len(barriers)


def test_a_reading_tells_no_small_number_beside_the_counts_of_the_barriers() -> None:
    """Twelve pay too much or lack papers; ten of them pay: two lack papers alone, so the twelve are not told."""
    ten, two = frozenset(map(str, range(10))), frozenset({"a", "b"})
    lived = {"cout": ten, "statut": ten | two}
    (path, _why) = lenses(lived, 30, Sight.MASKED, {"cout"})
    assert [row.id for row in path.rows] == []
    assert path.hidden
    (path, _why) = lenses({"cout": ten}, 30, Sight.MASKED, {"cout"})
    assert [(row.id, row.count.value) for row in path.rows] == [("affordability", 10)]
    assert path.hidden  # that nobody lives the other steps is not told either


def test_a_day_is_told_in_order_with_what_was_seen_for_those_who_may_read(db: Database, people: list[str]) -> None:
    """Six were accompanied from the street to the counter; what they did there is read by the team alone."""
    for n, person in enumerate(people[:6]):
        a_walk(
            db,
            person,
            {"minute": 40, "place_type": "clsc", "activity": f"Attend {n}.", "emotion": "-2", "emotion_basis": "said"},
            {"minute": 0, "place_type": "rue", "activity": "Marche."},
            *([{"minute": 90, "place_type": "pharmacie"}] if n < 2 else []),
        )
    made = a_persona(db, people)
    exact = told(db, made, Sight.EXACT).day
    assert [(each.place, each.people.value, each.minute) for each in exact.stops] == [
        ("rue", 6, 0), ("clsc", 6, 40), ("pharmacie", 2, 90),
    ]  # fmt: skip
    assert {act.text for act in exact.stops[1].acts} == {f"Attend {n}." for n in range(6)}
    for sight in OUTSIDE:
        day = told(db, made, sight).day
        assert [(each.place, each.acts) for each in day.stops] == [("rue", ()), ("clsc", ())]
        assert day.hidden
        assert day.people.hidden
        (felt,) = day.stops[1].feelings
        assert (felt.said, felt.level) == (True, -2)
    assert "Attend" not in str(personas.panels(told(db, made, Sight.MASKED)))


def test_a_day_that_nobody_accompanied_is_said_to_be_missing(db: Database, made: str) -> None:
    """None is made up; outside, it is not said whether nobody was accompanied or a few."""
    exact, outside = told(db, made, Sight.EXACT), told(db, made, Sight.ROUNDED)
    assert exact.day.missing
    assert not outside.day.missing
    assert not outside.day.stops
    notes = [personas.day_panel(each.day).note for each in (exact, outside)]
    assert all(notes)
    assert len(set(notes)) == 2


def test_somebody_who_withdraws_leaves_the_day_the_distributions_and_the_counts(
    db: Database, people: list[str], steward: Actor
) -> None:
    """At the next reading, without anybody having to remember; the persona waits to be reviewed."""
    for person in people[:6]:
        a_walk(db, person, {"minute": 0, "place_type": "rue"})
    made = a_persona(db, people)
    publish(db, made)
    assert told(db, made, Sight.EXACT).day.stops[0].people.value == 6
    bootstrap.withdraw(db, MACHINE, people[0])
    of = told(db, made, Sight.EXACT)
    assert (of.people.value, of.day.stops[0].people.value) == (11, 5)
    ages = next(each for each in of.attributes if each.name == "age_group")
    assert [(each.value, each.count.value) for each in ages.parts] == [("65_plus", 5)]
    assert personas.persona(db, steward, persona_id=made).state is personas.State.TO_REVIEW
    assert told(db, made, Sight.ROUNDED).counts.family("barrier")[0].count.value == 10


def test_a_consent_without_personas_gives_no_moment(db: Database, people: list[str]) -> None:
    """What somebody let be noted is not yet theirs to be shown in."""
    for person in people[:6]:
        a_walk(db, person, {"minute": 0, "place_type": "rue"}, purposes=("note",))
    assert told(db, a_persona(db, people), Sight.EXACT).day.missing


def test_nothing_small_is_told_outside_whatever_the_persona(db: Database, people: list[str]) -> None:
    """Each subset of the twelve, from the largest to the smallest."""
    for n, person in enumerate(people):
        a_walk(db, person, {"minute": n, "place_type": "rue" if n % 3 else "clsc", "emotion": "1"})
    for size in (12, 9, 8, 6, 5, 4, 1):
        made = a_persona(db, people[:size])
        for sight in OUTSIDE:
            found = numbers(told(db, made, sight))
            assert not [each for each in found if each < K], size
            assert sight is Sight.MASKED or not [each for each in found if each % 5]
            assert told(db, made, sight).last_note == ("" if size < K else privacy.today().isoformat()[:7])


@pytest.mark.parametrize(
    ("role", "exact"), [("design", True), ("analyse", True), ("comite", False), ("terrain", False)]
)
def test_each_role_reads_its_own_portrait(
    db: Database, actor: Callable[..., Actor], made: str, role: str, exact: bool
) -> None:
    """Those who build read true counts; the others a published persona's, rounded; a draft is not theirs."""
    if not exact:
        with pytest.raises(NotFound):
            personas.portrait(db, actor(role), persona_id=made)
    publish(db, made)
    of = personas.portrait(db, actor(role), persona_id=made)
    assert of.exact == exact
    assert of.people.value == (12 if exact else 10)


def test_a_found_persona_says_how_solid_its_group_is(db: Database, people: list[str]) -> None:
    """The word goes with the people of the group: chosen anew, it says so; made by hand, it says nothing."""
    from codesign.personas import run_store  # noqa: PLC0415 - a search of 30 people would be long here

    members = {("participant", each): 0 for each in people[:8]}
    run_id = storage.uuid7()
    with storage.transaction(db):
        run = run_store.Run(
            run_id, "x", "2026-03-03T00:00:00+00:00", "h", "c", '{"rounds": 1, "groups": null}', 1,
            str(Outcome.FOUND), 9.0, 1, "2026-03", (0.8,), members,
        )  # fmt: skip
        run_store.add(db, run)
    made = personas.create_from_group(db, MACHINE, run_id=run_id, number=0, draft=PersonaDraft("Trouvées"))
    of = told(db, made, Sight.ROUNDED)
    assert (of.solidity, of.reworked) == (Solidity.SOLID, False)
    assert any("solide" in each for each in personas.facts(of))
    kept = personas.persona(db, MACHINE, persona_id=made)
    personas.choose_people(db, MACHINE, persona_id=made, participant_ids=people, note_ids=(), base=kept.people_version)
    assert told(db, made, Sight.EXACT).reworked


def test_what_was_seen_in_moments_can_be_cited(db: Database, designer: Actor, people: list[str]) -> None:
    """What they do rests on acts that somebody saw; exact words only as far as their consent goes."""
    moment = {"minute": 5, "place_type": "rue", "activity": "Fait le tour du bloc.", "quote": "J’ose pas."}
    note_id = a_walk(db, people[0], moment, purposes=("note", "persona", "quote"))
    fieldnotes.clear_note(db, ANALYST, note_id=note_id)
    made = a_persona(db, people)
    found, words = personas.passages(db, designer, wanted=personas.PassageFilter(persona_id=made, moments=True))
    assert (found.evidence.quote, found.quotable) == ("Fait le tour du bloc.", False)
    assert (words.evidence.quote, words.quotable) == ("J’ose pas.", True)
    draft = LineDraft(Section.DOES, "Elles hésitent devant la porte", (found.evidence,))
    personas.add_line(db, designer, persona_id=made, draft=draft)
    (line,) = personas.persona(db, designer, persona_id=made).lines
    assert fieldnotes.source_text(db, designer, note_id).text[
        line.passages[0].start : line.passages[0].end
    ] == found.evidence.quote  # fmt: skip


def publish(db: Database, persona_id: str) -> None:
    """Publish a persona with one line on somebody's words."""
    people = personas.persona(db, MACHINE, persona_id=persona_id).participant_ids
    rows = [row for row in fieldnotes.notes(db, MACHINE) if FEAR in fieldnotes.source_text(db, MACHINE, row.id).text]
    notes = [row.id for row in rows if participant_of(db, row.id) in people]
    line = LineDraft(Section.LIVES, "La peur retient", tuple(map(passage, notes)))
    personas.add_line(db, MACHINE, persona_id=persona_id, draft=line)
    base = personas.persona(db, MACHINE, persona_id=persona_id).version
    personas.publish_persona(db, MACHINE, persona_id=persona_id, base=base)
