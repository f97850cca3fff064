"""The demo's partners, personas and scenario: words of `design.toml`, people and sentences of the demo's own notes."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign import partners, personas, privacy, scenarios, territory
from codesign.accounts import Actor
from codesign.partners import PartnerDraft, PartnerKind, ServiceDraft
from codesign.personas import (
    Answer,
    Evidence,
    LineDraft,
    Listener,
    Passage,
    PassageFilter,
    PersonaDraft,
    ReadingForm,
    RelectureDraft,
    Section,
)
from codesign.scenarios import Lane, ScenarioDraft, StepDraft
from codesign.storage import Database
from codesign.territory import VisitDraft

if TYPE_CHECKING:
    from codesign.bootstrap.demo import Team

_EVIDENCE_PER_LINE = 3


def design(db: Database, team: Team, folder: Path) -> None:
    """Add public organisations to be checked, two published personas, a scenario, a relecture and a planned visit."""
    content = tomllib.loads((folder / "design.toml").read_text(encoding="utf-8"))
    services = {
        key: service_id for each in content["partner"] for key, service_id in _partner(db, team.analysis, each).items()
    }
    made = {each["key"]: _persona(db, team, each) for each in content["persona"]}
    for each in content["scenario"]:
        _scenario(db, team, each, made, services)
    for each in content["relecture"]:
        _relecture(db, team, each, made)
    for each in content["visit"]:
        territory.plan_visit(db, team.field[0], draft=_visit(each))


def _relecture(db: Database, team: Team, row: dict[str, Any], made: dict[str, str]) -> None:
    draft = RelectureDraft(
        Listener(row["presented_to"]),
        ReadingForm(row["form"]),
        privacy.today() - timedelta(days=row["days_ago"]),
        Answer(row["answer"]),
        row["people"],
        remark=row["remark"],
    )
    persona_id = made[row["persona"]]
    relecture_id = personas.record_relecture(db, team.field[0], persona_id=persona_id, draft=draft)
    (kept,) = personas.relectures(db, team.field[0], persona_id=persona_id)
    personas.follow_up_relecture(db, team.analysis, relecture_id=relecture_id, text=row["follow_up"], base=kept.version)


def _visit(row: dict[str, Any]) -> VisitDraft:
    on = privacy.today() + timedelta(days=row["days_ahead"])
    return VisitDraft(tuple(row["aims"]), row["who"], row["sector"], planned_on=on, note=row["note"])


def _partner(db: Database, actor: Actor, row: dict[str, Any]) -> dict[str, str]:
    partner_id = partners.add_partner(db, actor, draft=PartnerDraft(row["name"], PartnerKind(row["kind"])))
    return {
        each["key"]: partners.add_service(
            db,
            actor,
            draft=ServiceDraft(
                partner_id,
                each["name"],
                description=each["description"],
                sector=each.get("sector"),
                channels=tuple(each.get("channels", ())),
                needs=tuple(each.get("needs", ())),
                barriers=tuple(each.get("barriers", ())),
            ),
        )
        for each in row.get("service", ())
    }


def _persona(db: Database, team: Team, row: dict[str, Any]) -> str:
    persona_id = personas.create_persona(
        db,
        team.analysis,
        draft=PersonaDraft(row["title"], row["tagline"]),
        participant_ids=_people(db, team.analysis, row),
    )
    for each in row["line"]:
        draft = LineDraft(Section(each["section"]), each["text"], _evidence(db, team.analysis, persona_id, each))
        personas.add_line(db, team.analysis, persona_id=persona_id, draft=draft)
    for each in row["quote"]:
        for found in _quotes(db, team.analysis, each["text"], persona_id):
            personas.add_quote(
                db, team.analysis, persona_id=persona_id, evidence=found.evidence, section=Section(each["section"])
            )
    version = personas.persona(db, team.coordination, persona_id=persona_id).version
    personas.publish_persona(db, team.coordination, persona_id=persona_id, base=version)
    return persona_id


def _people(db: Database, actor: Actor, row: dict[str, Any]) -> list[str]:
    """Return those who live the barriers: first who says the quotes, then the sectors named, up to the number wished.

    A quote of someone outside the group would be another group's voice.
    """
    wanted, speakers = set(row["codes"]), {_speaker(db, actor, each["text"]) for each in row["quote"]}
    living = [each for each in personas.candidates(db, actor) if each.kind == "participant" and wanted <= each.codes]
    sectors = set(row["sectors"])
    living.sort(key=lambda each: (each.pseudonym not in speakers, not sectors & set(each.sectors)))
    return [each.id for each in living[: row["people"]]]


def _evidence(db: Database, actor: Actor, persona_id: str, row: dict[str, Any]) -> tuple[Evidence, ...]:
    if "code" not in row:
        return ()
    found = personas.passages(db, actor, wanted=PassageFilter(code=row["code"], persona_id=persona_id))
    words = row.get("words", ())
    found = tuple(sorted(found, key=lambda each: not any(word in each.evidence.quote for word in words)))
    return tuple(each.evidence for each in found[:_EVIDENCE_PER_LINE])


def _quotes(db: Database, actor: Actor, text: str, persona_id: str = "") -> list[Passage]:
    """Return the one sentence that stands word for word in a note (of the persona's people)."""
    found = personas.passages(db, actor, wanted=PassageFilter(words=text, persona_id=persona_id, quotable=True))
    return [each for each in found if each.evidence.quote == text][:1]


def _speaker(db: Database, actor: Actor, text: str) -> str:
    return next((each.pseudonym for each in _quotes(db, actor, text)), "")


def _scenario(db: Database, team: Team, row: dict[str, Any], made: dict[str, str], services: dict[str, str]) -> None:
    draft = ScenarioDraft(
        title=row["title"],
        persona_ids=tuple(made[key] for key in row["personas"]),
        barriers=tuple(row["barriers"]),
        summary=row["summary"],
        hypothesis=row["hypothesis"],
        indicator=row["indicator"],
        target=row["target"],
    )
    scenario_id = scenarios.create_scenario(db, team.analysis, draft=draft)
    for each in row["step"]:
        step = StepDraft(
            lane=Lane(each["lane"]),
            doing=each["doing"],
            feeling=each["feeling"],
            touchpoint=each.get("touchpoint"),
            barrier=each.get("barrier"),
            service_id=services.get(each.get("service", "")),
        )
        scenarios.add_step(db, team.analysis, scenario_id=scenario_id, draft=step)
    version = scenarios.scenario(db, team.coordination, scenario_id=scenario_id).scenario.version
    scenarios.publish_scenario(db, team.coordination, scenario_id=scenario_id, base=version)
