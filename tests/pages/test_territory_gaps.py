"""Who was not heard yet, as each role finds it: figure, visits, shares of reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import a_note, a_participant
from streamlit.testing.v1 import AppTest

from codesign import territory
from codesign.accounts import Actor
from codesign.i18n import _
from codesign.storage import Database
from codesign.territory import VisitDraft, VisitState

Screen = Callable[..., AppTest]


@pytest.fixture
def heard(db: Database) -> None:
    """Thirty invented people born abroad, two born here, of whom three of five speak Spanish."""
    for n in range(32):
        attributes = {"age_group": "35_49", "mother_tongue": "espagnol" if n % 5 < 3 else "francais"}
        period = "2001_2010" if n < 30 else "born_here"
        a_note(db, participant_id=a_participant(db, immigration_period=period, **attributes), cleared=False)


def texts(app: AppTest) -> str:
    """All that the page says, as one text."""
    parts: list[Any] = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info]
    return "\n".join(str(each.value) for each in parts).replace("\\", "").replace("\N{NARROW NO-BREAK SPACE}", " ")


def field(of: Any, label: str) -> Any:
    """The first field of that name."""
    return next(each for each in of if each.label == label)


def button(app: AppTest, label: str) -> Any:
    """The first button of that name."""
    return next(each for each in app.button if each.label == label)


def test_the_team_reads_the_finding_and_goes_from_the_gap_to_a_visit(screen: Screen, heard: None) -> None:
    """How many, how many at equal shares, how many are missing; and one link further, the form."""
    app = screen("territory_gaps", "terrain")
    assert not app.exception
    assert "Née ou né au Canada : 2 personnes entendues ; à parts égales, 19. Il en manque environ 17." in texts(app)
    assert app.get("plotly_chart")
    links = [each.proto for each in app.get("page_link") if each.proto.label == _("Plan a visit")]
    assert links
    assert "aims=immigration_period%2Fborn_here" in links[0].query_string


def test_the_steering_group_reads_no_small_number_no_crossing_and_plans_nothing(screen: Screen, heard: None) -> None:
    """Two people born here: neither told nor to be worked out."""
    app = screen("territory_gaps", "comite", ids={"view": "visits"})
    assert not app.exception
    assert _("Crossings where nobody was heard") not in texts(app)
    assert "2 personnes entendues" not in texts(app)
    assert [each for each in app.get("page_link") if each.proto.label == _("Plan a visit")] == []
    (table,) = [each.value for each in app.dataframe]
    assert not any(cell.split()[0] == "2" for cell in table.iloc[:, 1])


def test_the_finding_is_said_once_and_its_visit_stands_under_the_figure(screen: Screen, heard: None) -> None:
    """A sentence that comes back in a box, three paragraphs below, reads as a second gap."""
    app = screen("territory_gaps", "terrain")
    assert texts(app).count("Née ou né au Canada : 2 personnes entendues") == 1
    drawn = [each.type for each in app.main if each.type in {"plotly_chart", "page_link", "caption"}]
    assert drawn.index("page_link") > drawn.index("plotly_chart")


def test_the_steering_group_is_told_whom_to_ask(screen: Screen, db: Database) -> None:
    """They plan nothing, and may well know the person who opens the door."""
    for n in range(40):
        period = "born_here" if n < 10 else "2001_2010"
        a_note(db, participant_id=a_participant(db, immigration_period=period), cleared=False)
    told = "Dites-le à la coordination"
    app = screen("territory_gaps", "comite")
    assert "Il en manque environ" in texts(app)
    assert told in texts(app)
    assert told not in texts(screen("territory_gaps", "terrain"))


def test_a_gap_says_that_its_visit_is_planned_already(
    screen: Screen, heard: None, db: Database, actor: Callable[..., Actor]
) -> None:
    """Two people reading the same gap do not plan the same afternoon; once it was done, the gap may be open again."""
    who = actor("terrain")
    assert _("A visit is planned already.") not in texts(screen("territory_gaps", "terrain"))
    draft = VisitDraft(("immigration_period/born_here",), "Équipe inventée", "ouest")
    made = territory.plan_visit(db, who, draft=draft)
    assert texts(screen("territory_gaps", "terrain")).count(_("A visit is planned already.")) == 1
    territory.settle_visit(db, who, visit_id=made, state=VisitState.DONE)
    assert _("A visit is planned already.") not in texts(screen("territory_gaps", "terrain"))


def test_a_crossing_that_names_a_sector_plans_its_visit_there(screen: Screen, db: Database) -> None:
    """Whom to hear already says where."""
    app = screen("territory_gaps", "terrain", ids={"view": "visits", "aims": "age_group/65_plus+sector/nord_est"})
    assert field(app.selectbox, _("Sector")).value == "nord_est"


def test_without_a_reference_no_tick_is_told_of_and_the_coordination_goes_to_give_one(
    screen: Screen, heard: None
) -> None:
    """The legend of something that is not drawn sends people looking for it."""
    for role, offered in (("coordination", True), ("terrain", False)):
        app = screen("territory_gaps", role)
        assert "Trait : part de référence" in texts(app)
        app.radio(key="gap_attribute").set_value("sector").run()
        assert not app.exception
        assert "Trait : part de référence" not in texts(app)
        links = [each.proto.label for each in app.get("page_link")]
        assert (_("Give the shares of reference") in links) == offered


def test_a_visit_is_planned_from_a_gap_then_done(screen: Screen, db: Database, actor: Callable[..., Actor]) -> None:
    """The form opens with whom to hear."""
    app = screen("territory_gaps", "terrain", ids={"view": "visits", "aims": "age_group/65_plus+sector/nord_est"})
    assert list(app.multiselect[0].value) == ["age_group/65_plus", "sector/nord_est"]
    next(each for each in app.text_input if each.label == _("Who goes")).input("Travailleuse de rue")
    button(app, _("Plan the visit")).click()
    app.run()
    assert not app.exception
    who = actor("terrain")
    (visit,) = territory.visits(db, who)
    assert visit.draft.who == "Travailleuse de rue"
    button(app, _("It was done")).click()
    app.run()
    assert not app.exception
    assert territory.visits(db, who)[0].state is VisitState.DONE


def test_a_name_in_a_visit_is_shown_before_it_is_kept(
    screen: Screen, db: Database, actor: Callable[..., Actor]
) -> None:
    """A plan goes from hand to hand: the press that saves shows the name first; a second one is a decision."""
    app = screen("territory_gaps", "terrain", ids={"view": "visits", "aims": "age_group/65_plus"})
    field(app.text_input, _("Who goes")).set_value("Travailleuse de rue")
    field(app.text_area, _("Note")).set_value("Demander Mme Rosalba Fictive au 514 555-0199.")
    button(app, _("Plan the visit")).click()
    app.run()
    assert "514 555-0199" in " ".join(each.proto.body for each in app.get("html"))
    assert territory.visits(db, actor("terrain")) == ()
    field(app.text_area, _("Note")).set_value("Demander Mme Rosalba Fictive à l’accueil, ou M. Untel.")
    button(app, _("Plan the visit")).click()
    app.run()
    assert territory.visits(db, actor("terrain")) == ()  # another name than those that were shown
    button(app, _("Plan the visit")).click()
    app.run()
    assert len(territory.visits(db, actor("terrain"))) == 1


def test_a_visit_that_a_colleague_changed_meanwhile_keeps_what_one_typed_and_set_aside(
    screen: Screen, db: Database, actor: Callable[..., Actor]
) -> None:
    """« Keep mine » saves it, with what was said to identify nobody."""
    who = actor("terrain")
    draft = VisitDraft(("age_group/65_plus",), "Équipe", "ouest")
    visit = territory.plan_visit(db, who, draft=draft)
    app = screen("territory_gaps", "terrain", ids={"view": "visits"})
    (base,) = [each.version for each in territory.visits(db, who)]
    territory.edit_visit(
        db, who, visit_id=visit, draft=VisitDraft(("age_group/65_plus",), "Autres", "ouest"), base=base
    )
    [_new, note] = [each for each in app.text_area if each.label == _("Note")]
    note.set_value("Passer par la salle Rosalba Fictive.")
    button(app, _("Save the visit")).click()
    app.run()
    button(app, _("Save the visit")).click()
    app.run()
    assert territory.visits(db, who)[0].draft.who == "Autres"
    button(app, _("Keep mine")).click()
    app.run()
    assert not app.exception
    assert not app.error
    assert territory.visits(db, who)[0].draft.note == "Passer par la salle Rosalba Fictive."


def test_a_third_version_is_shown_before_it_may_be_written_over(
    screen: Screen, db: Database, actor: Callable[..., Actor]
) -> None:
    """What is saved over is always what one has seen."""
    who, aims = actor("terrain"), ("age_group/65_plus",)
    visit = territory.plan_visit(db, who, draft=VisitDraft(aims, "Équipe", "ouest"))

    def colleague(words: str) -> None:
        (base,) = [each.version for each in territory.visits(db, who)]
        territory.edit_visit(db, who, visit_id=visit, draft=VisitDraft(aims, words, "ouest"), base=base)

    app = screen("territory_gaps", "terrain", ids={"view": "visits"})
    colleague("Deuxième")
    [_new, mine] = [each for each in app.text_input if each.label == _("Who goes")]
    mine.set_value("La mienne")
    button(app, _("Save the visit")).click()
    app.run()
    colleague("Troisième")
    button(app, _("Keep mine")).click()
    app.run()
    assert territory.visits(db, who)[0].draft.who == "Troisième"
    assert "Troisième" in " ".join(each.proto.body for each in app.get("html"))
    button(app, _("Keep mine")).click()
    app.run()
    assert not app.exception
    assert territory.visits(db, who)[0].draft.who == "La mienne"


def test_a_visit_without_anybody_to_go_is_refused_in_words(screen: Screen, db: Database) -> None:
    """And what was chosen stays."""
    app = screen("territory_gaps", "terrain", ids={"view": "visits", "aims": "age_group/65_plus"})
    button(app, _("Plan the visit")).click()
    app.run()
    assert [each.value for each in app.error] == [_("Say who goes: a role is enough.")]
    assert list(app.multiselect[0].value) == ["age_group/65_plus"]


def test_the_coordination_gives_shares_and_reads_their_history(
    screen: Screen, db: Database, actor: Callable[..., Actor]
) -> None:
    """Others read them only."""
    territory.plan_visit(db, actor("terrain"), draft=VisitDraft(("sector/ouest",), "Équipe", "ouest"))
    app = screen("territory_gaps", "coordination", ids={"view": "references"})
    for group, share in (("ouest", 30.0), ("centre", 25.0), ("centre_est", 20.0), ("nord_est", 25.0)):
        next(each for each in app.number_input if each.key == f"{group}_sector_").set_value(share)
    next(each for each in app.text_input if each.key == "source_sector_").input("Portrait inventé")
    form = next(each for each in app.button if each.label == _("Save the shares") and "sector" in each.proto.form_id)
    form.click()
    app.run()
    assert not app.exception
    assert not app.error
    found = next(each for each in territory.references(db) if each.id == "sector")
    assert found.complete
    assert any("Historique" in each.value for each in app.markdown)
    app = screen("territory_gaps", "analyse", ids={"view": "references"})
    assert not app.number_input
