"""The list of organisations and services that the team keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from codesign import partners, storage
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.partners import PartnerDraft, PartnerKind, ServiceDraft
from codesign.storage import Database

CLINIC = PartnerDraft("Clinique inventée", PartnerKind.PUBLIC, "https://exemple.test/clinique")


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer, who keeps the list."""
    return actor("design")


@pytest.fixture
def clinic(db: Database, designer: Actor) -> str:
    """An invented organisation."""
    return partners.add_partner(db, designer, draft=CLINIC)


def test_what_is_added_is_read_back(db: Database, designer: Actor, clinic: str) -> None:
    """Every field of the form comes back as it was written."""
    draft = ServiceDraft(
        clinic, "Accueil", "Sans rendez-vous", "ouest", partners.Cost.FREE, "Lundi soir",
        ("francais", "creole_haitien"), ("on_site",), ("sante_mentale",), ("langue", "disponibilite"),
    )  # fmt: skip
    service_id = partners.add_service(db, designer, draft=draft)
    (partner,) = partners.partners(db, designer)
    assert partner.draft == CLINIC
    assert partner.services == (partners.service(db, designer, service_id=service_id),)
    assert partner.services[0].draft == draft
    assert partner.services[0].partner_name == "Clinique inventée"


def test_a_new_organisation_is_to_be_checked(db: Database, designer: Actor, clinic: str) -> None:
    """Nobody takes an address for certain before somebody has confirmed it."""
    assert partners.partners(db, designer)[0].draft.status is partners.PartnerStatus.TO_CHECK


def test_a_double_click_adds_one(db: Database, designer: Actor) -> None:
    """The id comes from the form: sent twice, it names the same organisation and the same service."""
    key, other = storage.uuid7(), storage.uuid7()
    assert [partners.add_partner(db, designer, draft=CLINIC, id=key) for _ in range(2)] == [key, key]
    draft = ServiceDraft(key, "Accueil")
    assert [partners.add_service(db, designer, draft=draft, id=other) for _ in range(2)] == [other, other]
    assert len(partners.services(db, designer)) == 1


def test_the_second_of_two_edits_is_shown_the_first(db: Database, designer: Actor, clinic: str) -> None:
    """Nothing is overwritten: the conflict carries the saved version."""
    seen = partners.partners(db, designer)[0].version
    partners.edit_partner(db, designer, partner_id=clinic, draft=replace(CLINIC, name="Clinique du parc"), base=seen)
    with pytest.raises(Conflict) as conflict:
        partners.edit_partner(db, designer, partner_id=clinic, draft=replace(CLINIC, name="Autre"), base=seen)
    assert conflict.value.current["name"] == "Clinique du parc"
    assert partners.partners(db, designer)[0].name == "Clinique du parc"


def test_the_bin_gives_back(db: Database, designer: Actor, clinic: str) -> None:
    """An organisation takes its services along to the bin, and back."""
    service_id = partners.add_service(db, designer, draft=ServiceDraft(clinic, "Accueil"))
    partners.bin_partner(db, designer, partner_id=clinic)
    assert (partners.partners(db, designer), partners.services(db, designer)) == ((), ())
    assert [each.id for each in partners.binned_partners(db, designer)] == [clinic]
    partners.restore_partner(db, designer, partner_id=clinic)
    partners.bin_service(db, designer, service_id=service_id)
    assert [each.id for each in partners.binned_services(db, designer)] == [service_id]
    partners.restore_service(db, designer, service_id=service_id)
    assert [each.id for each in partners.services(db, designer)] == [service_id]


def test_the_public_view_names_what_is_offered(db: Database, designer: Actor, clinic: str) -> None:
    """Other rooms read `v_partners_service`; what is in the bin is not there."""
    service_id = partners.add_service(db, designer, draft=ServiceDraft(clinic, "Accueil", sector="ouest"))
    rows = db.execute("SELECT id, name, partner_id, partner_name, sector FROM v_partners_service").fetchall()
    assert rows == [(service_id, "Accueil", clinic, "Clinique inventée", "ouest")]
    partners.bin_partner(db, designer, partner_id=clinic)
    assert db.execute("SELECT count(*) FROM v_partners_service").fetchone() == (0,)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "exemple.test", "https://a b.test", "file:///etc/passwd"])
def test_a_link_is_a_web_address(db: Database, designer: Actor, link: str) -> None:
    """A link opens with one click: only web addresses are kept."""
    with pytest.raises(InvalidInput):
        partners.add_partner(db, designer, draft=replace(CLINIC, link=link))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "  "},
        {"partner_id": "personne"},
        {"sector": "lune"},
        {"languages": ("klingon",)},
        {"channels": ("pigeon",)},
        {"needs": ("langue",)},
        {"barriers": ("inconnu",)},
    ],
)
def test_a_service_that_makes_no_sense_is_refused(
    db: Database, designer: Actor, clinic: str, change: dict[str, object]
) -> None:
    """Codes, sectors and lists are those that exist, and an organisation stands behind it."""
    with pytest.raises(InvalidInput):
        partners.add_service(db, designer, draft=replace(ServiceDraft(clinic, "Accueil"), **change))
    assert partners.services(db, designer) == ()


def test_an_organisation_without_a_name_is_refused(db: Database, designer: Actor) -> None:
    """A row that nobody can call anything helps nobody."""
    with pytest.raises(InvalidInput):
        partners.add_partner(db, designer, draft=PartnerDraft(" \n "))


def test_a_service_that_is_not_there_says_so(db: Database, designer: Actor, clinic: str) -> None:
    """An old link, or an id typed by hand."""
    with pytest.raises(NotFound):
        partners.service(db, designer, service_id="rien")
    with pytest.raises(InvalidInput):
        partners.edit_service(db, designer, service_id="rien", draft=ServiceDraft("rien", "Accueil"), base="")


def version(db: Database, row_id: str) -> str:
    """The last version of a row, whichever table it is in; empty when it is not there."""
    rows = db.execute("SELECT id, version FROM partners_partner UNION SELECT id, version FROM partners_service")
    return dict(rows.fetchall()).get(row_id, "")


MAY_EDIT = {"terrain": False, "analyse": True, "design": True, "comite": False, "coordination": True}


@pytest.mark.parametrize(("role", "allowed"), MAY_EDIT.items())
def test_who_keeps_the_list(db: Database, actor: Callable[..., Actor], clinic: str, role: str, allowed: bool) -> None:
    """Those who edit scenarios keep the list; everybody who signs in may read it."""
    who = actor(role)
    service_id = storage.uuid7()
    verbs: list[Callable[[], object]] = [
        lambda: partners.add_partner(db, who, draft=CLINIC),
        lambda: partners.add_service(db, who, draft=ServiceDraft(clinic, "Accueil"), id=service_id),
        lambda: partners.edit_partner(db, who, partner_id=clinic, draft=CLINIC, base=version(db, clinic)),
        lambda: partners.edit_service(
            db, who, service_id=service_id, draft=ServiceDraft(clinic, "Soir"), base=version(db, service_id)
        ),
        lambda: partners.bin_service(db, who, service_id=service_id),
        lambda: partners.restore_service(db, who, service_id=service_id),
        lambda: partners.bin_partner(db, who, partner_id=clinic),
        lambda: partners.restore_partner(db, who, partner_id=clinic),
        lambda: partners.binned_partners(db, who),
        lambda: partners.binned_services(db, who),
    ]
    for verb in verbs:
        if allowed:
            verb()
        else:
            with pytest.raises(NotAllowed):
                verb()
    assert partners.partners(db, who)
