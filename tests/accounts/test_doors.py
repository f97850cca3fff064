"""Every front door asks for the role itself: a sweep of all that takes a person, against the product's table."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from codesign.accounts import Actor
from codesign.errors import NotAllowed
from codesign.storage import Database

ROOMS = (
    "accounts", "barriers", "bootstrap", "codebook", "dashboard", "exchange", "fieldnotes", "finding", "jobs", "media",
    "partners", "personas", "privacy", "scenarios", "territory",
)  # fmt: skip
ROLES = ("terrain", "analyse", "design", "comite", "coordination")
# Who may call what, by the product's table of roles: typed here, never read from the code.
ALL = "terrain analyse design comite coordination"
TEAM = "terrain analyse design coordination"
DESIGNING = "analyse design coordination"
ANALYSING = "analyse coordination"
COORDINATION = "coordination"
DOORS = {
    ALL: """
        personas.data_until personas.presented
        dashboard.gaps dashboard.overview partners.partners partners.service partners.services
        personas.board_frequencies
        personas.evidence personas.persona personas.persona_frequencies personas.personas personas.portrait
        personas.published
        scenarios.scenario scenarios.scenarios""",
    TEAM: """
        barriers.evidence barriers.tags_of fieldnotes.bin_note fieldnotes.discard_draft fieldnotes.draft
        fieldnotes.drafts fieldnotes.drafts_over fieldnotes.typed_after fieldnotes.drop_other_text fieldnotes.edit_note
        fieldnotes.edit_occasion fieldnotes.keep_draft_choices fieldnotes.keep_draft_text fieldnotes.moments
        fieldnotes.months fieldnotes.turn_quick_note
        fieldnotes.notes fieldnotes.occasion fieldnotes.occasions fieldnotes.reattach_note
        finding.delete_search finding.find finding.neighbours finding.rename_search finding.restore_search
        finding.save_search finding.searches
        fieldnotes.record_note fieldnotes.restore_note fieldnotes.search media.describe media.discard_draft
        media.erase_media media.erase_unconsented media.hide_in_photo media.keep_photo media.keep_sound
        media.media_apart
        media.media_file media.media_item media.note_media privacy.add_participant privacy.all_codes
        privacy.collective_consents privacy.consent privacy.consent_history privacy.consents privacy.edit_consent
        privacy.edit_participant privacy.merged_codes privacy.participant privacy.people_of_slip
        privacy.participants privacy.person_of_slip privacy.record_consent privacy.restore_consent
        privacy.withdraw_consent privacy.engagements
        privacy.identity_of
        personas.bin_relecture personas.follow_up_relecture personas.record_relecture personas.relectures
        personas.restore_relecture personas.to_read_back
        territory.edit_visit territory.plan_visit territory.settle_visit territory.visits
        privacy.note_identity""",
    DESIGNING: """
        exchange.export_kit exchange.preview_kit personas.handouts personas.team_frequencies
        exchange.export_project exchange.export_sheet fieldnotes.document fieldnotes.documents partners.add_partner
        partners.add_service partners.bin_partner partners.bin_service partners.binned_partners
        partners.binned_services partners.edit_partner partners.edit_service partners.restore_partner
        partners.restore_service personas.add_evidence personas.add_line personas.add_quote
        personas.as_json personas.ask_search personas.create_from_group personas.findings personas.provenances
        personas.bin_line personas.bin_persona personas.binned_personas personas.candidates personas.card
        personas.choose_people personas.create_persona personas.edit_line personas.edit_persona personas.frequencies
        personas.markdown personas.move_line personas.passages personas.png personas.remove_evidence
        personas.restore_line personas.restore_persona personas.sheet personas.sheet_history
        personas.tell_story scenarios.add_step scenarios.bin_scenario
        scenarios.bin_step scenarios.binned_scenarios scenarios.board scenarios.copy_today scenarios.create_scenario
        scenarios.edit_scenario scenarios.edit_step scenarios.markdown scenarios.move_step scenarios.png
        scenarios.restore_scenario scenarios.restore_step""",
    ANALYSING: """
        barriers.add_wording barriers.ask_training barriers.choose_model barriers.learnable barriers.learning_state
        barriers.missed_words barriers.own_wordings barriers.reliability barriers.remove_wording
        barriers.restore_rule barriers.rule_records barriers.silence_rule barriers.wording_reach
        barriers.decide barriers.decide_together barriers.decisions_of barriers.free_codes barriers.nothing_in_rest
        barriers.queue barriers.review barriers.undo_decision fieldnotes.bin_document fieldnotes.clear_note
        fieldnotes.import_document fieldnotes.restore_document fieldnotes.unclear_note media.clear_media
        media.unclear_media""",
    COORDINATION: """
        bootstrap.inspect_bundle bootstrap.merge_bundle bootstrap.open_forks bootstrap.settle_fork
        accounts.keep_coordination accounts.settle_logins
        exchange.adopt_keys exchange.export_bundle fieldnotes.follow_merge media.kept_back media.take_files
        media.travelling personas.drop_sources privacy.adopt_token_salt privacy.settle_pseudonyms privacy.token_salt
        finding.erase_participant finding.forget_people
        personas.relectures_held territory.edit_reference territory.reference_history territory.reset_reference
        exchange.recalled
        fieldnotes.dismiss_everywhere fieldnotes.open_passages fieldnotes.replace_everywhere privacy.end_engagement
        privacy.record_engagement
        accounts.add_member accounts.carry_members accounts.deactivate_member accounts.edit_member
        accounts.invite_member accounts.known_members accounts.make_code accounts.member accounts.members
        accounts.reactivate_member accounts.sign_everyone_out barriers.codes_held barriers.erase_participant
        barriers.forget_sources exchange.ask_import exchange.imports exchange.look_into exchange.preview_undo
        exchange.undo_import fieldnotes.consents_needed fieldnotes.erase_notes fieldnotes.held_answers
        fieldnotes.note_versions
        privacy.erase_consents
        bootstrap.lost_by_restore bootstrap.preview_withdrawal bootstrap.withdraw exchange.admit
        exchange.carry_discards exchange.discard exchange.erase_participant exchange.export_participant
        exchange.exports exchange.import_document exchange.import_notes exchange.journal_size exchange.preview_notes
        exchange.waiting_notes fieldnotes.erase_participant fieldnotes.notes_held fieldnotes.rebuild_texts
        bootstrap.ask_pass bootstrap.last_pass fieldnotes.free_texts media.free_texts personas.free_texts
        media.check_replacing media.erase_arrivals media.erase_participant media.is_other media.keep_arrival
        media.kinds_allowed media.media_held media.media_waiting media.replace_arrival media.settle_waiting
        media.untouched
        personas.erase_participant personas.publish_persona personas.unpublish_persona privacy.carry_refusals
        privacy.erase_participant privacy.merge_participants privacy.refusals privacy.separate_participant
        privacy.settle_on_disk scenarios.erase_participant scenarios.publish_scenario scenarios.unpublish_scenario""",
}
ALLOWED = {name: frozenset(roles.split()) for roles, names in DOORS.items() for name in names.split()}
# No role opens or closes these: what they give is the person's own, or it is the same as nothing at all.
WITHOUT_ROLE = {
    "accounts.change_password": "one's own, with the old one",
    "accounts.open_sessions": "one's own",
    "accounts.sign_out_everywhere": "one's own; another's asks for the role (test_actions)",
    "fieldnotes.dismiss_identifier": "a note that one may not see is not there",
    "fieldnotes.replace_passage": "same",
    "fieldnotes.note": "same",
    "fieldnotes.note_history": "same",
    "fieldnotes.source_text": "same",
    "jobs.enqueue": "below accounts: the caller asks for the role",
    "jobs.jobs": "one's own",
    "jobs.request_cancel": "one's own; another's asks for the role where it is called (tests/ui/test_jobs_panel.py)",
    "privacy.may_correct": "answers yes or no",
}


def doors() -> dict[str, Callable[..., object]]:
    """Every function of a front door that acts or reads for a person."""
    found = {}
    for room in ROOMS:
        package = importlib.import_module(f"codesign.{room}")
        for name in package.__all__:
            member = getattr(package, name)
            if inspect.isfunction(member) and {"db", "actor"} <= set(inspect.signature(member).parameters):
                found[f"{room}.{name}"] = member
    return found


def knock(door: Callable[..., object], db: Database, person: Actor) -> bool:
    """Call with anything for whatever else is asked; say whether the role was enough to get further."""
    positional: list[object] = []
    named: dict[str, object] = {}
    for each in inspect.signature(door).parameters.values():
        known = {"db": db, "actor": person}.get(each.name)
        if known is None and (each.default is not each.empty or each.kind is each.VAR_KEYWORD):
            continue
        anything = "0192f0c0-0000-7000-8000-000000000000" if each.annotation == "str" else MagicMock()
        if each.kind is each.KEYWORD_ONLY:
            named[each.name] = anything if known is None else known
        else:
            positional.append(anything if known is None else known)
    try:
        door(*positional, **named)
    except NotAllowed:
        return False
    except Exception:  # noqa: BLE001 - past the door: what was asked for made no sense
        return True
    return True


@pytest.mark.parametrize("name", sorted(doors()))
def test_a_front_door_lets_in_the_roles_of_the_table_and_nobody_else(
    name: str, db: Database, actor: Callable[..., Actor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hiding a button protects nothing: the function itself refuses whoever lacks the role, before it looks."""
    monkeypatch.chdir(tmp_path)
    if name in WITHOUT_ROLE:
        return
    assert name in ALLOWED, f"{name} is new: write down who may call it, by the product's table"
    door = doors()[name]
    assert not knock(door, db, actor())
    assert {role for role in ROLES if knock(door, db, actor(role))} == ALLOWED[name]
