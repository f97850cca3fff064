"""The screen of partners, opened by each role as the browser would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from codesign import partners
from codesign.accounts import Actor
from codesign.i18n import _
from codesign.partners import PartnerDraft, ServiceDraft
from codesign.storage import Database

Screen = Callable[..., AppTest]


def button(app: AppTest, label: str) -> Any:
    """The first button of that name."""
    return next(each for each in app.button if each.label == label)


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer."""
    return actor("design")


@pytest.fixture
def clinic(db: Database, designer: Actor) -> str:
    """An invented organisation with a service."""
    made = partners.add_partner(db, designer, draft=PartnerDraft("Clinique *inventée*", link="https://exemple.test"))
    draft = ServiceDraft(made, "Accueil", "Le soir", "ouest", barriers=("langue",), needs=("logement",))
    partners.add_service(db, designer, draft=draft)
    return made


@pytest.mark.parametrize("role", ["analyse", "design", "coordination"])
def test_the_list_opens(screen: Screen, clinic: str, role: str) -> None:
    """With what each organisation offers; a name is never read as Markdown."""
    app = screen("partners_services", role)
    assert not app.exception
    assert app.title[0].value == _("Partners and services")
    assert "Clinique \\*inventée\\*" in [each.value for each in app.header]


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_the_list_is_kept_by_those_who_design(screen: Screen, clinic: str, role: str) -> None:
    """It is not in the menu of the others."""
    with pytest.raises(ValueError, match="page"):
        screen("partners_services", role)


def test_an_organisation_and_a_service_are_added_by_clicking(screen: Screen, db: Database, designer: Actor) -> None:
    """From an empty list to a service; a refused form keeps what was typed."""
    app = screen("partners_services", "design")
    assert len(app.info) == 1
    app.text_input[0].input("Clinique du parc")
    app.text_input[1].input("pas une adresse")
    button(app, _("Add the organisation")).click()
    app.run()
    assert len(app.error) == 1
    assert app.text_input[0].value == "Clinique du parc"
    app.text_input[1].input("")
    button(app, _("Add the organisation")).click()
    app.run()
    (made,) = partners.partners(db, designer)
    app = screen("partners_services", "design", ids={"partner": made.id})
    next(each for each in app.text_input if each.label == _("Name of the service")).input("Accueil")
    button(app, _("Add the service")).click()
    app.run()
    assert not app.exception
    assert [each.name for each in partners.services(db, designer)] == ["Accueil"]


def test_the_search_narrows(screen: Screen, db: Database, designer: Actor, clinic: str) -> None:
    """By name, or by what a service offers; an empty result says what to do."""
    partners.add_partner(db, designer, draft=PartnerDraft("Autre"))
    app = screen("partners_services", "design")
    for words, left in (("le soir", 1), ("", 2), ("rien du tout", 0)):
        next(each for each in app.text_input if each.label == _("Search")).input(words)
        app.run()
        assert len(app.header) == left
    assert len(app.info) == 1


def test_a_removed_service_is_taken_back(screen: Screen, db: Database, designer: Actor, clinic: str) -> None:
    """One button removes, the next one undoes; so for the organisation."""
    app = screen("partners_services", "design", ids={"partner": clinic})
    button(app, _("Put in the bin")).click()
    app.run()
    assert partners.services(db, designer) == ()
    button(app, _("Undo")).click()
    app.run()
    assert len(partners.services(db, designer)) == 1
    button(app, _("Yes, go on")).click()
    app.run()
    assert partners.partners(db, designer) == ()
    button(app, _("Undo")).click()
    app.run()
    assert not app.exception
    assert len(partners.partners(db, designer)) == 1


def test_two_people_who_edit_a_service_are_shown_both(
    screen: Screen, db: Database, designer: Actor, clinic: str
) -> None:
    """Their version and one's own, side by side, in words."""
    app = screen("partners_services", "design", ids={"partner": clinic})
    (service,) = partners.services(db, designer)
    theirs = replace(service.draft, name="Leur nom", needs=("alimentation",))
    partners.edit_service(db, designer, service_id=service.id, draft=theirs, base=service.version)
    next(each for each in app.text_input if each.label == _("Name of the service")).input("Mon nom")
    button(app, _("Save the service")).click()
    app.run()
    told = "\n".join(each.proto.body for each in app.get("html"))
    assert "Mon nom" in told
    assert "Leur nom" in told
    assert "alimentation" not in told
    button(app, _("Keep theirs")).click()
    app.run()
    assert not app.exception
    assert partners.services(db, designer)[0].name == "Leur nom"
