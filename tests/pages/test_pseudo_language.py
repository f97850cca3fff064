"""In the pseudo-language every message of the catalogue stands between ⟦ ⟧; what does not was never translated.

The people's texts of this database are in Greek letters, so that a bare word in Latin letters is one of the code's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_month_names
from builders import ANALYST, WORKER, a_note, a_tag, passage
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from codesign import codebook, fieldnotes, partners, personas, scenarios, storage, territory
from codesign.config import ROOT
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.scenarios import Lane, ScenarioDraft, StepDraft

FEAR = "Φοβάται να πάει εκεί."
# What a person sees or hears of an element, by the names of the fields of Streamlit's messages.
SEEN = {
    "label", "help", "placeholder", "body", "text", "value", "options", "alt", "caption", "captions", "title", "header",
    "formatted_options", "page_title", "popover", "url_label", "content",
}  # fmt: skip
FIGURE = {"text", "hovertext", "ticktext", "hovertemplate", "x", "y", "customdata", "name"}
# Data in Latin letters: names, file types and units, which are the same in every language.
DATA = (
    r"\b[PN]-[0-9A-Z]+\b", r"\b[A-E]\b", r"P-0001", r"\.(csv|txt|docx|odt|pdf|html?|md|xlsx|json)\b", r"\bh\b",
    r"[0-9a-f]{12,}", r"https://", r"\bcoordination\b",
    r"(?:Personne|Travailleuse) inventée", r"Chercheur inventé", r"\b(?:English|Español|Français|Kreyòl ayisyen)\b",
)  # fmt: skip
MARKUP = (
    r":material/\w+:",
    r":(?:small|gray|red|orange|green|blue)(?:-badge)?\[",
    r"<style.*?</style>",
    r'<section lang="[a-z]{2}".*?</section>',  # read aloud to a person, in that person's language
    r"<[^>]+>",
    r"&\w+;",
)
SHOWN = (
    ("fieldnotes_new", {}), ("fieldnotes_mine", {}), ("fieldnotes_note", {"note": "note"}), ("fieldnotes_note", {}),
    ("fieldnotes_quick", {}),
    ("privacy_participants", {}), ("privacy_participants", {"person": "person"}), ("barriers_review", {}),
    ("barriers_review", {"source": "note"}), ("codebook_grid", {}), ("fieldnotes_search", {}),
    ("fieldnotes_documents", {}), ("fieldnotes_documents", {"document": "document"}), ("personas_board", {}),
    ("personas_board", {"persona": "persona"}), ("personas_edit", {"persona": "persona"}),
    ("personas_edit", {"persona": "persona", "step": "people"}), ("scenarios_board", {}),
    ("scenarios_board", {"scenario": "scenario"}), ("scenarios_edit", {"scenario": "scenario"}),
    ("dashboard_overview", {}), ("partners_services", {}), ("partners_services", {"partner": "partner"}),
    ("accounts_members", {}), ("accounts_members", {"member": "member"}), ("exchange_transfers", {}),
    ("privacy_withdrawals", {}), ("system_status", {}), ("accounts_me", {}),
    ("personas_search", {}), ("personas_kit", {}), ("privacy_safeguards", {}), ("exchange_laptops", {}),
    ("territory_gaps", {}),
    ("territory_gaps", {"view": "visits"}), ("territory_gaps", {"view": "references"}),
    ("personas_relecture", {}), ("personas_relecture", {"persona": "persona"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def place(migrated: Path, tmp_path_factory: pytest.TempPathFactory, signing: Callable[..., Any]) -> dict[str, str]:
    """A project in Greek, with one thing of each kind; its folder, ids and somebody signed in."""
    home = tmp_path_factory.mktemp("pseudo")
    path = home / "codesign.db"
    path.write_bytes(migrated.read_bytes())
    with storage.open_database(path) as db:
        made = [a_note(db, FEAR) for _each in range(6)]
        for each in made:
            a_tag(db, each)
            a_tag(db, each, "clsc", family="touchpoint")
        person = fieldnotes.note(db, ANALYST, made[0]).participant_id or ""
        persona = personas.create_persona(db, ANALYST, draft=PersonaDraft("Φόβος", "Φοβούνται"))
        people = [fieldnotes.note(db, ANALYST, each).participant_id or "" for each in made]
        personas.choose_people(db, ANALYST, persona_id=persona, participant_ids=tuple(people), note_ids=())
        line = LineDraft(Section.LIVES, "Φοβούνται", (passage(made[0], FEAR),))
        personas.add_line(db, ANALYST, persona_id=persona, draft=line)
        personas.add_quote(db, ANALYST, persona_id=persona, evidence=passage(made[1], FEAR), section=Section.SAYS)
        scenario = scenarios.create_scenario(
            db, ANALYST, draft=ScenarioDraft("Μαζί", (persona,), ("confiance",), "Α", "Β", "Γ", "Δ")
        )
        partner = partners.add_partner(db, ANALYST, draft=partners.PartnerDraft("Σπίτι"))
        service = partners.add_service(db, ANALYST, draft=partners.ServiceDraft(partner, "Υποδοχή"))
        for lane, feeling in ((Lane.TODAY, -2), (Lane.TOMORROW, 2)):
            step = StepDraft(lane, "Πάει", feeling, "clsc", "confiance", service)
            scenarios.add_step(db, ANALYST, scenario_id=scenario, draft=step)
        document = fieldnotes.import_document(db, ANALYST, title="Έκθεση", text=FEAR)
        fieldnotes.edit_note(
            db, WORKER, note_id=made[0], answers={"how_is": FEAR + " Πολύ."},
            base=fieldnotes.note(db, WORKER, made[0]).version,
        )  # fmt: skip
        who = signing(db, "coordination")
    return {
        "home": str(home), "login": who.login, "sid": who.sid, "member": who.id, "note": made[0], "person": person,
        "persona": persona, "scenario": scenario, "partner": partner, "document": document,
    }  # fmt: skip


@pytest.fixture
def opened(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a screen in the pseudo-language as somebody of the coordination."""
    monkeypatch.setenv("CODESIGN_HOME", place["home"])
    monkeypatch.setenv("CODESIGN_LANGUAGE", "qps")

    def go(name: str, ids: dict[str, str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "codesign" / "ui" / "main.py"), default_timeout=60)
        app.user = {"login": place["login"], "sid": place["sid"]}
        app.run()
        app.query_params.clear()
        app.switch_page(f"../../pages/{name}.py")
        for key, value in ids.items():
            app.query_params[key] = place.get(value, value)
        return app.run()

    return go


@pytest.mark.parametrize(("name", "ids"), SHOWN)
def test_no_bare_word_stands_on_a_screen(opened: Callable[..., AppTest], name: str, ids: dict[str, str]) -> None:
    """Titles, labels, help, placeholders, options, badges, tables, figures and the words of the desk."""
    app = opened(name, ids)
    assert [each.value for each in app.exception] == []
    texts = list(visible(app))
    assert sum("⟦" in each for each in texts) > 20  # the menu alone has as many
    assert sorted({each for each in texts if bare(each)}) == []


def test_a_bare_word_is_seen() -> None:
    """The test of the tests: English or French in the code is caught, data are let through."""
    assert bare("Save")
    assert bare("⟦Save⟧ et puis")
    assert bare("<p>Titre</p>")
    assert not bare(f"⟦Save⟧ P-0012 · {FEAR} · mars 2026 :material/save:")


def visible(app: AppTest) -> Iterator[str]:
    """All that the elements of a page say."""
    for block in (app.main, app.sidebar, app._tree[2] if 2 in app._tree.children else ()):  # noqa: SLF001
        for node in block:
            proto = getattr(node, "proto", None)
            if isinstance(proto, Message):
                yield from said(proto)


def said(proto: Message) -> Iterator[str]:
    """The visible texts of one message of Streamlit, and of those within it."""
    for field, value in proto.ListFields():
        if field.name in {"spec", "json", "mixed"} and isinstance(value, str):
            yield from drawn(json.loads(value))
        elif isinstance(value, str):
            if field.name in SEEN:
                yield value
        elif isinstance(value, Message):
            yield from said(value)
        elif hasattr(value, "__iter__") and not isinstance(value, bytes | dict):
            for each in value:
                if isinstance(each, Message):
                    yield from said(each)
                elif isinstance(each, str) and field.name in SEEN:
                    yield each


def drawn(value: object, name: str = "") -> Iterator[str]:
    """The texts of a figure, or of the words that a component was given."""
    if isinstance(value, dict):
        inside = value.get("words")
        for key, each in value.items():
            yield from drawn(each, "text" if each is inside or name == "words" else str(key))
    elif isinstance(value, list):
        for each in value:
            yield from drawn(each, name)
    elif isinstance(value, str) and name in FIGURE:
        yield re.sub(r"%\{[^}]*\}|<extra>|</extra>", " ", value)


def bare(text: str) -> bool:
    """Say whether Latin words are left once messages, markup and known data are taken out."""
    left = text
    for mark in MARKUP:
        left = re.sub(mark, " ", left, flags=re.DOTALL)
    before = None
    while before != left:
        before, left = left, re.sub(r"⟦[^⟦⟧]*⟧", " ", left)
    left = left.replace("\\", "")
    for word in KNOWN:
        left = left.replace(word, " ")
    for each in DATA:
        left = re.sub(each, " ", left)
    return bool(re.search(r"[A-Za-zÀ-ÿ]{2,}", left))


def _known() -> list[str]:
    """The words of the reference data, the longest first: codes, dimensions, sectors, references, months."""
    book = codebook.load_codebook()
    found = {each.label for each in territory.sectors()} | set(get_month_names(locale="fr_CA").values())
    for family in book.families:
        found |= {family.fr, family.definition_fr}
        for code in family.codes:
            found |= {code.fr, code.definition_fr, code.not_fr, *code.typical, code.id}
    for dimension in book.dimensions:
        found |= {dimension.service_fr, dimension.person_fr}
    for form in codebook.load_non_take_up():
        found |= {form.fr, form.definition_fr, form.source}
    for reference in territory.published():
        found |= {reference.geography, reference.source, reference.url, reference.note}
        found |= {each.label for each in reference.groups}
    found |= {each.lower() for each in found}
    return sorted((each for each in found if each), key=len, reverse=True)


KNOWN = _known()
