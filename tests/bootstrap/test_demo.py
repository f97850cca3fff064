"""The demo: made through the rooms, whole, and rich enough to show every screen."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from subtraction import audit

from codesign import bootstrap, dashboard, fieldnotes, partners, personas, privacy, scenarios, storage, territory
from codesign.accounts import MACHINE, Actor
from codesign.bootstrap import demo
from codesign.dashboard.store import tally as tally_of
from codesign.errors import InvalidInput
from codesign.exchange import kit_data, kit_texts
from codesign.storage import Database


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented project, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    bootstrap.prepare(path)
    began = time.monotonic()
    with storage.open_database(path) as db:
        bootstrap.load_demo(db)
    assert time.monotonic() - began < 60
    return path


@pytest.fixture
def loaded(made: Path) -> Iterator[Database]:
    """The invented project, opened."""
    with storage.open_database(made) as db:
        yield db


def test_it_is_whole(made: Path) -> None:
    """Rows, journal, search and references agree."""
    assert bootstrap.verify(made) == ()


def test_it_has_notes_of_the_three_occasions_and_people_of_four_sectors(loaded: Database) -> None:
    """Whoever explores finds what the team will find in its own project."""
    notes = fieldnotes.notes(loaded, MACHINE)
    assert len(notes) >= 200
    assert {each.kind for each in notes} == {"shadowing", "story", "listening_call"}
    assert len({each.sector for each in notes}) >= 4
    assert any(not each.cleared for each in notes), "the way to approve can be tried"
    assert len(privacy.participants(loaded, MACHINE)) >= 150


def test_the_dashboard_shows_at_least_eight_barriers(loaded: Database) -> None:
    """An empty dashboard convinces nobody; some notes are left to be read."""
    found = dashboard.overview(loaded, MACHINE)
    assert sum(not each.count.hidden for each in found.codes) >= 8
    assert (found.unread.value or 0) >= 20


def test_personas_and_scenario_rest_on_its_own_sentences(loaded: Database) -> None:
    """Published, with quotes that stand word for word in a note."""
    made = personas.personas(loaded, MACHINE)
    assert len(made) == 2
    assert all(sum(line.kind == "quote" for line in each.lines) == 2 for each in made)
    assert not [line.text for each in made for line in each.lines if line.outside], "a voice of another group"
    assert len(scenarios.scenarios(loaded, MACHINE)) == 1
    assert all(each.draft.status == "to_check" for each in partners.partners(loaded, MACHINE))


def test_each_line_of_a_sheet_is_found_in_notes_whose_consent_allows_it(loaded: Database) -> None:
    """A claim rests on a sentence at least, a quote on the very words; only an interpretation may rest on none."""
    lines = [line for each in personas.personas(loaded, MACHINE) for line in each.lines]
    assert {line.kind for line in lines} == {"evidence", "quote", "interpretation"}
    for line in lines:
        assert line.passages or line.kind == "interpretation"
        for each in line.passages:
            text = fieldnotes.source_text(loaded, MACHINE, each.source_id).text
            assert text[each.start : each.end] == each.quote
            consent = privacy.consent(
                loaded, MACHINE, fieldnotes.note(loaded, MACHINE, each.source_id).consent_id
            )  # fmt: skip
            assert {"persona", "quote"} - ({"quote"} if line.kind == "evidence" else set()) <= consent.purposes
        assert line.kind != "quote" or [each.quote for each in line.passages] == [line.text]


def test_a_persona_of_the_demo_has_a_day_and_another_says_that_it_has_too_little_of_one(loaded: Database) -> None:
    """Moments of several accompaniments make stops that come back; few are said to be few."""
    first, second = (
        personas.portrait(loaded, MACHINE, persona_id=each.id).day for each in personas.personas(loaded, MACHINE)
    )
    assert len(first.stops) >= 4
    assert any((stop.people.value or 0) >= 5 for stop in first.stops)
    assert all(stop.acts for stop in first.stops)
    assert not [stop for stop in second.stops if (stop.people.value or 0) >= 5]


def test_someone_of_the_demo_can_withdraw(made: Path, tmp_path: Path) -> None:
    """The receipt counts what the preview announced, and nothing of their words is left in the file."""
    path = tmp_path / "copy.db"
    path.write_bytes(made.read_bytes())
    with storage.open_database(path) as db:
        note = next(each for each in fieldnotes.notes(db, MACHINE) if each.participant_id and each.cleared)
        words = fieldnotes.source_text(db, MACHINE, note.id).text[:40]
        announced = bootstrap.preview_withdrawal(db, MACHINE, note.participant_id or "")
        receipt = bootstrap.withdraw(db, MACHINE, note.participant_id or "")
    assert receipt.erased == announced
    assert receipt.erased["Notes"] >= 1
    assert bootstrap.verify(path) == ()
    assert words.encode() not in path.read_bytes()


def test_it_goes_into_an_empty_database_only(made: Path, tmp_path: Path) -> None:
    """Invented notes must never mix with real ones."""
    path = tmp_path / "copy.db"
    path.write_bytes(made.read_bytes())
    with storage.open_database(path) as db, pytest.raises(InvalidInput):
        bootstrap.load_demo(db)


def test_a_clock_behind_the_invented_calendar_moves_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop whose clock is wrong still opens the demo: no date lies in the future."""
    monkeypatch.setattr(demo.privacy, "today", lambda: date(2026, 9, 1))
    shift = demo._shift(date(2026, 10, 30))  # noqa: SLF001 - the one rule of this file
    assert date(2026, 10, 30) - shift <= date(2026, 9, 1)
    assert shift.days % 7 == 0


def test_somebody_read_a_persona_back_and_a_visit_is_planned(loaded: Database) -> None:
    """One persona is recognised, the other says that nobody was asked yet."""
    found = {each.letter: each.standing for each in personas.personas(loaded, MACHINE)}
    assert found == {"A": personas.Standing.RECOGNISED, "B": personas.Standing.MISSING}
    assert len(territory.visits(loaded, MACHINE)) == 1


def test_its_dashboard_tells_no_small_number_of_people_apart(loaded: Database) -> None:
    """Whoever solves all the equations of all that the steering group reads is left with five possible numbers."""
    tally = tally_of(loaded)
    assert len(tally.people) > 50
    assert audit(tally) == []


@pytest.mark.parametrize("audience", [personas.Audience.PARTNERS, personas.Audience.PUBLIC])
def test_no_file_of_its_kit_tells_a_small_number_of_people(loaded: Database, audience: personas.Audience) -> None:
    """Every number of people in the data, the sticky notes and the texts: 5, 10, 15…, and what each leaves too."""
    found = personas.handouts(loaded, MACHINE, audience=audience, demo=True)
    content = json.loads(kit_data.as_json(found))
    texts = [kit_texts.markdown(found), kit_texts.read_me(found, date(2026, 3, 3)), kit_data.as_json(found)]
    texts.append(kit_data.sticky_notes(found).decode("utf-8-sig"))
    told = [int(n) for text in texts for n in re.findall(r"(?<![\d,×%] )\b(\d+)\s(?:personnes?|sur \d)", text)]
    assert len(content["personas"]) >= 2
    assert len(told) > 20
    assert {n % 5 for n in told} == {0}
    assert min(told) >= privacy.K
    for persona in content["personas"]:
        counted = [each["people"] for each in persona["counts"]]
        counted += [row["people"] for panel in persona["panels"] for row in panel["rows"] if row["people"] is not None]
        assert counted
        assert all(n == persona["people"] or 5 <= n <= persona["people"] for n in counted)


def test_the_steering_group_reads_no_small_number_of_its_personas(
    loaded: Database, actor: Callable[..., Actor]
) -> None:
    """What the screens are made from: personas, their lines, counts and portraits."""
    committee = actor("comite")
    for view in personas.personas(loaded, committee):
        portrait = personas.portrait(loaded, committee, persona_id=view.id)
        shown = [view.people, *(line.people for line in view.lines), *(row.count for row in portrait.counts.rows)]
        shown += [part.count for each in (*portrait.attributes, portrait.voices) for part in each.parts]
        shown += [row.count for lens in portrait.lenses for row in lens.rows]
        shown += [stop.people for stop in portrait.day.stops]
        numbers = [each.value for each in shown if each.value is not None]
        assert numbers
        assert all(n >= privacy.K and n % 5 == 0 for n in numbers)
