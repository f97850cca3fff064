"""The whole way, in French, in a real browser, from an empty folder to a withdrawal: each role does its part.

The steps are told in order and share one server; a step rests on those before it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.person import SCREENS, Person, pattern
from builders import ANALYST, WORKER, a_note, a_tag
from live import PASSWORD, LiveApp
from PIL import Image
from playwright.sync_api import Browser, expect

from codesign import partners, storage
from codesign.i18n import _
from codesign.ui.screens import ROLE_NAMES

pytestmark = pytest.mark.browser
GUARD = Path(__file__).parent / "guard"
OBSERVED = (
    "Elle ne parle pas français et ne comprend pas le formulaire de l’école. "
    "Elle ne connaît personne dans le quartier. Il fait froid ce matin."
)
STORY = "La conseillère lui a dit de revenir avec tous ses papiers. Elle a peur d’y retourner."
LOOK = """each => {
  const style = getComputedStyle(each);
  return { border: style.borderTopStyle, fill: style.backgroundColor };
}"""
TOLD = [
    "Elle a peur d’y aller, on l’a mal reçue.",
    "Il se méfie des bureaux depuis ce jour.",
    "Elle n’ose plus demander.",
    "Il craint qu’on lui pose des questions.",
    "Elle a honte d’y aller.",
    "Il dit que personne ne le croira.",
]
TEAM = {"terrain": "Nadia Inventée", "analyse": "Marc Inventé", "design": "Léa Inventée", "comite": "Paul Inventé"}


class Walk:
    """What the steps share: the server, the people and the ids that they came upon."""

    def __init__(self, app: LiveApp, browser: Browser) -> None:
        self.app, self.browser = app, browser
        self.people: dict[str, Person] = {}
        self.known: dict[str, str] = {}

    def person(self, role: str) -> Person:
        """Somebody of that role, in a browser of their own."""
        if role not in self.people:
            self.people[role] = Person(self.browser, self.app)
        return self.people[role]


@pytest.fixture(scope="module")
def walk(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """A server on an empty folder, whose sockets are guarded."""
    home = tmp_path_factory.mktemp("walk")
    path = os.pathsep.join([str(GUARD), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {"PYTHONPATH": path, "CODESIGN_GUARD_LOG": str(home / "outside.log")}
    with LiveApp(home, env=env) as app:
        made = Walk(app, chromium)
        yield made
        for person in made.people.values():
            person.close()


@pytest.fixture(autouse=True)
def last_look(walk: Walk, failed: Callable[[], bool], request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep what everybody saw when a step fails; the steps after it, which miss what it made, must not cover that."""
    yield
    if failed():
        for role, person in walk.people.items():
            person.look(f"echec-{request.node.name[5:7]}-{role}")


def test_01_first_start(walk: Walk) -> None:
    """Whoever sits at the machine makes the coordinator's account and begins a project."""
    me = walk.person("coordination")
    me.page.goto(walk.app.url)
    expect(me.page.get_by_role("heading", level=1)).to_have_text(_("Welcome"))
    me.shot("01-premier-depart")
    me.page.get_by_label(_("Your name")).fill("Amina Inventée")
    me.page.get_by_label(_("Sign-in name")).fill("amina")
    me.page.get_by_label(_("Password")).fill(PASSWORD)
    me.page.get_by_text("Commencer un projet").click()
    me.page.get_by_role("button", name=_("Begin")).click()
    me.title("Tableau de bord")
    me.shot("01-tableau-vide")


def test_02_the_team_is_invited(walk: Walk) -> None:
    """One member per role, each by a one-time code with which they choose their own password."""
    me = walk.person("coordination")
    me.menu("Membres")
    for role, name in TEAM.items():
        me.unfold(_("Invite someone"))
        me.write(_("Name, as the team knows them"), name)
        me.write(_("Sign-in name"), role)
        me.page.get_by_test_id("stForm").get_by_text(_(ROLE_NAMES[role])).first.click()  # type: ignore[index]
        if role == "terrain":
            me.shot("02-invitation")
        me.press(_("Invite and show the code"))
        code = me.page.get_by_test_id("stCode").inner_text().strip()
        if role == "terrain":
            me.shot("02-code")
        them = walk.person(role)
        them.page.goto(f"{walk.app.url}/auth/login")
        them.page.get_by_role("link", name=_("I have a one-time code")).click()
        them.page.get_by_label(_("Sign-in name")).fill(role)
        them.page.get_by_label(_("One-time code")).fill(code)
        them.page.get_by_label(_("New password")).fill(PASSWORD)
        if role == "terrain":
            them.shot("02-mot-de-passe")
        them.page.get_by_role("button", name=_("Set my password")).click()
        them.settle()
        me.press(_("The code is noted"))
    me.shot("02-membres")
    walk.person("terrain").title("Nouvelle note")


def test_03_a_worker_records_an_accompaniment(walk: Walk) -> None:
    """Refused without a consent, the text kept; then saved with a new participant and an oral consent."""
    me = walk.person("terrain")
    me.write(_("What you saw or heard"), OBSERVED)
    me.shot("03-note-en-cours")
    me.press(_("Save the note"))
    me.sees(re.compile("consentement"))
    expect(me.page.get_by_role("textbox", name=_("What you saw or heard"), exact=True)).to_have_value(OBSERVED)
    me.shot("03-refus-sans-consentement")
    me.choose(_("Sector"), "Ouest")
    me.choose(_("Who is this note about?"), _("Someone met for the first time"))
    me.tick(_("Oral"))
    me.tick(_("Take notes"))
    me.tick(_("Quote their exact words"))
    me.tick(_("Use in personas"))
    me.shot("03-note-prete")
    me.press(_("Save the note"))
    me.follow("est enregistrée")
    me.title("Note")
    me.sees(OBSERVED)
    walk.known["note"] = me.page.url.partition("note=")[2]
    me.shot("03-note-lue")


def test_04_a_story_of_a_workshop(walk: Walk) -> None:
    """Another occasion, the same person found again with the consent that they gave."""
    me = walk.person("terrain")
    me.menu("Nouvelle note")
    me.tick(_("Workshop"))
    me.write(_("Story"), STORY)
    me.choose(_("Sector"), "Centre")
    me.choose(_("Who is this note about?"), "P-0001")
    me.unfold(_("More details"))
    me.choose(_("Type of workshop"), _("Anecdote circle"))
    me.shot("04-recit-en-cours")
    me.press(_("Save the note"))
    me.follow("est enregistrée")
    me.sees("Centre")
    walk.known["story"] = me.page.url.partition("note=")[2]


def test_05_edit_bin_and_take_back(walk: Walk) -> None:
    """The bin gives back what was put in it."""
    me = walk.person("terrain")
    me.press(_("Edit"))
    me.write(_("Story"), STORY + " Elle voudrait y aller avec une voisine.")
    me.shot("05-modification")
    me.press(_("Save the note"))
    me.sees("avec une voisine")
    me.open_up(_("Put in the bin"))
    me.shot("05-corbeille-question")
    me.press(_("Yes, go on"))
    me.sees(_("This note is in the bin: nobody else sees it."))
    me.shot("05-corbeille")
    me.menu("Mes notes")
    me.sees_not("avec une voisine")
    me.go(f"fieldnotes_note?note={walk.known['story']}")
    me.press(_("Take it out of the bin"))
    me.sees("avec une voisine")
    me.menu("Mes notes")
    me.sees(re.compile("conseillère"))
    me.shot("05-mes-notes")


def test_06_the_analyst_approves(walk: Walk) -> None:
    """Somebody other than the author lets the team read."""
    me = walk.person("analyse")
    for note in ("note", "story"):
        me.go(f"fieldnotes_note?note={walk.known[note]}")
        me.press(_("Approve for the team"))
        me.sees(_("Approved"))
    me.shot("06-approuvee")


def test_07_two_people_edit_one_note(walk: Walk) -> None:
    """The second one is shown both versions; the history keeps who, when, before and after."""
    one, two = walk.person("terrain"), walk.person("coordination")
    for me in (one, two):
        me.go(f"fieldnotes_note?note={walk.known['note']}")
        me.press(_("Edit"))
    one.write(_("What you saw or heard"), OBSERVED + " La secrétaire soupire.")
    one.press(_("Save the note"))
    one.sees("La secrétaire soupire.")
    two.write(_("What you saw or heard"), OBSERVED + " Elle repart sans rien dire.")
    two.press(_("Save the note"))
    two.sees(_("Your version"))
    two.sees("La secrétaire soupire.")
    two.sees("Elle repart sans rien dire.")
    two.shot("07-deux-versions")
    two.press(_("Keep mine"))
    two.sees("Elle repart sans rien dire.")
    two.unfold(_("History"))
    two.sees("Amina Inventée")
    two.sees("Nadia Inventée")
    two.sees(re.compile("La secrétaire soupire.\\s+→"))
    two.shot("07-historique")


def test_08_the_analyst_reviews(walk: Walk) -> None:
    """A proposal looks unlike a decision; accept, refuse, add, nothing, undo, and keys."""
    me = walk.person("analyse")
    me.menu("Lire et réviser les codages")
    me.shot("08-file")
    me.go(f"fieldnotes_note?note={walk.known['note']}")
    me.press(_("Approve for the team"))  # an edit after the approval asks for another one
    me.go(f"barriers_review?source={walk.known['note']}")
    desk = me.page.locator(".review")
    expect(desk.locator(".sentence[aria-current]")).to_be_visible()
    expect(desk.locator(".chip.proposal").first).to_be_visible()
    proposed = desk.locator(".chip.proposal").first.evaluate(LOOK)
    me.shot("08-propositions")
    me.press(_("Accept"))
    expect(desk.locator(".chip.tag").first).to_be_visible()
    decided = desk.locator(".chip.tag").first.evaluate(LOOK)
    assert proposed["border"] == "dashed"
    assert decided["border"] != "dashed"
    assert proposed["fill"] != decided["fill"]
    me.press(_("Refuse"))
    me.unfold(_("Add a code, say why"))
    me.choose(_("Code"), "Culture")
    me.shot("08-ajout")
    me.press(_("Add the code"))
    expect(desk.locator(".chip.tag", has_text="Culture")).to_be_visible()
    me.press("Rien à coder ici")
    me.press(_("Undo"))
    me.shot("08-decisions")
    desk.locator(".sentence[aria-current]").focus()
    me.page.keyboard.press("j")
    me.page.keyboard.press("k")
    with me.run():
        me.page.keyboard.press("n")
    me.shot("08-clavier")
    me.go(f"barriers_review?source={walk.known['story']}")
    expect(desk.locator(".chip.proposal").first).to_be_visible()
    afraid = desk.locator(".sentence", has_text="peur d’y retourner")
    if not afraid.get_attribute("aria-current"):
        with me.run():
            afraid.click()
    me.press(_("Accept"))
    expect(afraid.locator(".chip.tag").first).to_be_visible()


def test_09_search_forgets_accents(walk: Walk) -> None:
    """« ecole » finds « école »."""
    me = walk.person("analyse")
    me.menu("Recherche")
    me.write(_("Words to find"), "ecole")
    expect(me.page.locator("mark", has_text="école").first).to_be_visible()
    me.shot("09-recherche")


def test_10_design_makes_a_persona(walk: Walk) -> None:
    """At least five people, a quote, lines whose evidence opens, and three files."""
    with storage.open_database(walk.app.home / "codesign.db") as db:
        for sentence in TOLD:
            note = a_note(db, sentence, author=WORKER)
            a_tag(db, note)
            a_tag(db, note, "clsc", family="touchpoint")
    me = walk.person("design")
    me.menu("Personas")
    me.open_up(_("Make a persona"))
    me.write(_("Title: what these people come up against"), "Celles qu’on renvoie de guichet en guichet")
    me.press(_("Make it"))
    me.title(_("Edit a persona"))
    walk.known["persona"] = me.page.url.partition("persona=")[2]
    field = me.page.get_by_role("combobox", name=re.compile(pattern(_("People and notes"))))
    for code in ("P-0001", "P-0002", "P-0003", "P-0004", "P-0005", "P-0006"):
        with me.run():
            field.fill(code)
            me.page.get_by_role("option", name=code).first.click()
    me.page.keyboard.press("Escape")
    me.shot("10-personnes")
    me.press(_("Save the choice"))
    me.tick(_("2. Lines and quotes"))
    card = me.page.locator("[class*=st-key-passage_]", has_text="peur d’y retourner").filter(
        has_text="P\N{NON-BREAKING HYPHEN}0001"
    )
    me.shot("10-citations")
    me.press(_("Quote"), card.first)
    me.press(_("Put aside"), me.page.locator("[class*=st-key-passage_]", has_text=TOLD[0]).first)
    me.write(_("Line"), "Elles renoncent après le premier refus.")
    me.press(_("Add the line"))
    me.sees("Elles renoncent après le premier refus.")
    me.shot("10-fiche-en-cours")
    me.follow(_("Read the sheet"))
    me.sees("peur d’y retourner")
    me.open_up(_("Evidence"))
    me.shot("10-preuve")
    expect(me.page.get_by_role("link", name=_("Open the note")).filter(visible=True).first).to_be_visible()
    me.page.keyboard.press("Escape")
    me.shot("10-fiche")


def test_11_the_files_of_the_persona(walk: Walk) -> None:
    """A letter-size picture, data that parse, a text that holds the quote."""
    me = walk.person("design")
    me.open_up(_("Download"))
    text = Path(me.fetch(_("Text (Markdown)")).path()).read_text(encoding="utf-8")
    assert "peur d’y retourner" in text
    data = json.loads(Path(me.fetch(_("Data (JSON)")).path()).read_text(encoding="utf-8"))
    assert data["title"] == "Celles qu’on renvoie de guichet en guichet"
    me.press(_("Card to print (PNG)"))
    picture = Path(me.fetch(_("Download page %(n)s of %(total)s", n=1, total=1)).path())
    SCREENS.mkdir(exist_ok=True)
    (SCREENS / "11-carte.png").write_bytes(picture.read_bytes())
    with Image.open(picture) as card:
        assert (card.format, card.size) == ("PNG", (2550, 3300))
    me.shot("11-carte-ecran")
    me.page.keyboard.press("Escape")


def test_12_a_scenario(walk: Walk) -> None:
    """Today and tomorrow, a partner's service, the emotional curve, two files."""
    me = walk.person("design")
    with storage.open_database(walk.app.home / "codesign.db") as db:
        partner = partners.add_partner(db, ANALYST, draft=partners.PartnerDraft("Maison inventée"))
        partners.add_service(db, ANALYST, draft=partners.ServiceDraft(partner, "Accueil inventé"))
    me.menu("Scénarios")
    me.open_up(_("Make a scenario"))
    me.write(_("Title: what the new service changes"), "Une voisine accompagne la première visite")
    me.press(_("Make it"))
    me.title(_("Edit a scenario"))
    walk.known["scenario"] = me.page.url.partition("scenario=")[2]
    _step(me, "Elle appelle seule et raccroche", -2, _("Touchpoint"), "CLSC")
    me.unfold(_("Add a step"))
    _step(me, "Elle renonce", -1, _("Barrier"), "Méfiance")
    me.shot("12-aujourdhui")
    me.tick(_("2. Tomorrow"))
    _step(me, "Une voisine l’accompagne", 2, _("Partner service"), "Accueil inventé")
    me.tick(_("3. People and prototype"))
    me.choose(_("For whom"), "Celles qu’on renvoie")
    me.page.keyboard.press("Escape")
    me.choose(_("Barriers it answers"), "Méfiance")
    me.page.keyboard.press("Escape")
    me.write(_("We believe that"), "Y aller à deux rassure.")
    me.write(_("We will measure"), "Premières visites menées à terme")
    me.write(_("We are right if"), "Sept sur dix")
    me.shot("12-prototype")
    me.press(_("Save the scenario"))
    me.follow(_("Read the journey"))
    expect(me.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    me.sees("Accueil inventé")
    me.shot("12-parcours")
    me.open_up(_("Download"))
    text = Path(me.fetch(_("Text (Markdown)")).path()).read_text(encoding="utf-8")
    assert "Une voisine l’accompagne" in text
    picture = Path(me.fetch(_("Journey to print (PNG)")).path())
    (SCREENS / "12-planche.png").write_bytes(picture.read_bytes())
    with Image.open(picture) as board:
        assert (board.format, board.width > 2000) == ("PNG", True)
    me.page.keyboard.press("Escape")


def _step(me: Person, doing: str, feeling: int, label: str, option: str) -> None:
    me.write(_("What the person does"), doing, last=True)
    slider = me.page.get_by_role("slider").filter(visible=True).last
    slider.focus()
    for _press in range(abs(feeling)):
        slider.press("ArrowRight" if feeling > 0 else "ArrowLeft")
    me.choose(label, option, last=True)
    me.press(_("Add the step"))
    me.sees(doing)


def test_13_the_coordination_publishes(walk: Walk) -> None:
    """What is published is seen by the steering group, and nothing else: no small number, no note."""
    me = walk.person("coordination")
    me.go(f"personas_board?persona={walk.known['persona']}")
    me.open_up(_("Publish"))
    me.press(_("Publish all the same"))  # nobody read it back yet: the screen says so first
    me.sees(_("Take back"))
    me.go(f"scenarios_board?scenario={walk.known['scenario']}")
    me.press(_("Publish"))
    me.sees(_("Take back"))
    them = walk.person("comite")
    them.go("dashboard_overview")
    them.title("Tableau de bord")
    expect(them.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    numbers = re.findall(r"\b\d+\b(?!\.)", them.page.get_by_test_id("stMain").inner_text())
    assert not {int(each) for each in numbers if 0 < int(each) < 5}  # “1.” is a step of the path, not a count
    them.shot("13-tableau-comite")
    them.menu("Personas")
    them.follow(_("Read"))
    them.sees("Celles qu’on renvoie de guichet en guichet")
    them.shot("13-persona-comite")
    assert them.page.get_by_role("link", name=_("Open the note")).count() == 0
    them.menu("Scénarios")
    them.follow(_("Read"))
    them.shot("13-scenario-comite")
    them.go(f"fieldnotes_note?note={walk.known['note']}")
    them.sees_not(re.compile("formulaire de l’école"))
    them.sees(re.compile("Votre rôle ne permet pas cela"))
    them.shot("13-note-refusee")


def test_14_a_participant_withdraws(walk: Walk) -> None:
    """A preview, a code typed, a receipt; then note, quote and codes are nowhere."""
    me = walk.person("coordination")
    me.menu("Retraits")
    me.choose(_("Who withdraws?"), "P-0001")
    me.sees(_("What will be erased"))
    me.shot("14-apercu")
    me.write(_("To confirm, type the code %(code)s", code="P-0001"), "P-0001")
    me.press(_("Erase everything"))
    me.sees(_("Receipt of withdrawal"))
    me.shot("14-recu")
    receipt = Path(me.fetch(_("Download the receipt")).path()).read_text(encoding="utf-8")
    assert "P-0001" in receipt
    me.press(_("Done"))
    analyst, field, designer = (walk.person(role) for role in ("analyse", "terrain", "design"))
    analyst.menu("Recherche")
    analyst.write(_("Words to find"), "formulaire")
    analyst.sees_not(re.compile("formulaire de l’école"))
    analyst.go(f"barriers_review?source={walk.known['note']}")
    assert analyst.page.locator(".review").count() == 0
    analyst.shot("14-codages-disparus")
    field.menu("Mes notes")
    field.sees_not(re.compile("conseillère"))
    field.go(f"fieldnotes_note?note={walk.known['note']}")
    field.sees_not(re.compile("formulaire de l’école"))
    field.shot("14-note-disparue")
    designer.go(f"personas_board?persona={walk.known['persona']}")
    designer.sees("Celles qu’on renvoie de guichet en guichet")
    designer.sees_not("P-0001")
    designer.sees_not("P\N{NON-BREAKING HYPHEN}0001")
    expect(designer.page.locator("blockquote", has_text="y retourner")).to_have_count(0)
    designer.shot("14-persona-a-revoir")


def test_15_lock_sign_out_reload_restart(walk: Walk) -> None:
    """A locked screen opens by its person's password; a reload and a restart of the server change nothing."""
    me = walk.person("terrain")
    me.menu("Nouvelle note")
    me.write(_("What you saw or heard"), "Un début de note.")
    me.press(_("Lock the screen"))
    me.sees(_("Locked screen"))
    me.shot("15-verrouille")
    me.write(_("Password"), PASSWORD)
    me.press(_("Unlock"))
    expect(me.page.get_by_role("textbox", name=_("What you saw or heard"), exact=True)).to_have_value(
        "Un début de note."
    )
    me.menu("Mes notes")
    me.page.reload()
    me.title("Mes notes")
    walk.app.stop()
    walk.app.start()
    me.page.reload()
    me.title("Mes notes")
    me.press_and_leave(_("Sign out"))
    me.sees(_("Sign in"))
    me.page.goto(f"{walk.app.url}/fieldnotes_mine")
    expect(me.page.get_by_role("heading", level=1)).to_have_text(_("Sign in"))
    me.shot("15-deconnectee")


def test_16_nothing_left_this_machine(walk: Walk) -> None:
    """No browser asked for another address; the server and its worker tried no connection beyond the machine."""
    assert {role: person.elsewhere for role, person in walk.people.items()} == {role: [] for role in walk.people}
    assert sum(len(person.asked) for person in walk.people.values()) > 100
    attempts = (walk.app.home / "outside.log").read_text(encoding="utf-8").splitlines()
    assert len(attempts) >= 4  # the server and its worker, each started twice, said that they are guarded
    assert set(attempts) == {"guarded"}


def test_17_the_guard_sees_an_attempt(tmp_path: Path) -> None:
    """A guard that sees nothing would make the step before worthless."""
    log = tmp_path / "outside.log"
    env = {**os.environ, "PYTHONPATH": str(GUARD), "CODESIGN_GUARD_LOG": str(log)}
    asks = (
        "import socket, contextlib\n"
        "for ask in (socket.socket().connect, lambda at: socket.getaddrinfo(*at)):\n"
        "    with contextlib.suppress(OSError): ask(('192.0.2.1', 9))\n"
    )
    subprocess.run([sys.executable, "-c", asks], env=env, check=True, timeout=60)  # noqa: S603 - our own command
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "guarded"
    assert len(lines) >= 3
