"""Databases of any number of invented notes, as quickly as the disk takes them: rows straight into the tables.

A hundred thousand notes by the actions would take an hour. The rows are those that the actions write, without the
journal; the platform then makes the derived texts, stems and shelf itself. Sentences are put together from some
forty frames with a dozen words for each place: hardly any stands twice.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from _common import ROOT  # noqa: F401 - puts the project on the path

from codesign import bootstrap, fieldnotes, privacy, storage, territory
from codesign.accounts import MACHINE
from codesign.storage import Database

AUTHORS, CODES = 40, ("attente", "transport", "cout", "confiance", "langue", "horaire")
_WHO = [
    "Elle",
    "Il",
    "La dame",
    "Un monsieur",
    "La mère de trois enfants",
    "Le jeune homme",
    "Une voisine",
    "La nouvelle arrivante",
    "Le retraité",
    "Une étudiante",
    "La grand-mère",
    "Le père seul",
    "Une préposée",
    "L’intervenante",
    "La famille",
]
_WHERE = [
    "au CLSC",
    "à l’hôpital",
    "à la clinique",
    "à l’école",
    "au centre communautaire",
    "à la bibliothèque",
    "au bureau d’aide sociale",
    "à la pharmacie",
    "à la banque alimentaire",
    "chez le médecin",
    "au bureau de la ville",
    "à la garderie",
    "à l’organisme",
    "au comptoir",
    "au téléphone",
]
_WHAT = [
    "une place en garderie",
    "un rendez-vous",
    "un logement",
    "le formulaire",
    "une carte d’assurance maladie",
    "des médicaments",
    "un cours de français",
    "un médecin de famille",
    "une aide à domicile",
    "un interprète",
    "le remboursement",
    "la lettre du ministère",
    "une prothèse",
    "un diagnostic",
    "le dossier scolaire",
    "un transport adapté",
]
_WHEN = [
    "depuis trois mois",
    "depuis l’automne",
    "depuis son arrivée",
    "le mardi matin",
    "après le travail",
    "pendant l’hiver",
    "toutes les semaines",
    "depuis deux ans",
    "la veille du congé",
    "au début du mois",
    "depuis la fermeture",
    "entre deux quarts de travail",
]
_FEEL = [
    "se sent oubliée",
    "garde confiance",
    "a peur de déranger",
    "se décourage",
    "préfère se taire",
    "demande à sa sœur",
    "recommence à zéro",
    "finit par renoncer",
    "trouve le temps long",
    "s’est remise à espérer",
    "ne comprend plus rien",
    "rit pour ne pas pleurer",
]
_WHY = [
    "la ligne est toujours occupée",
    "personne ne parle créole",
    "l’autobus ne passe plus le soir",
    "le papier est en anglais",
    "il faut payer d’avance",
    "les heures ne conviennent pas",
    "le bureau a déménagé",
    "la préposée a changé",
    "on lui redemande la même preuve",
    "la liste est trop longue",
    "le site ne marche pas sur son téléphone",
    "l’ascenseur est brisé",
    "le ton a été sec",
    "la salle est froide",
]
_FRAMES = (
    "{who} attend {what} {when}, {where}.", "{when}, {who_} cherche {what} sans rien trouver.",
    "{who} est allée {where} pour {what} ; {why}.", "On lui a répondu {where} que {why}.",
    "{who} {feel} : {why}.", "« {Why} », dit-elle, et elle {feel}.", "{who} a rappelé {n} fois pour {what}.",
    "Il lui reste {n} dollars, et {what} en coûte davantage.", "{who} a marché {n} minutes pour arriver {where}.",
    "Une fois {where}, {who_} a reçu {what} tout de suite.", "Sans {what}, {who_} {feel}.",
    "{who} explique que {why}, puis que {why2}.", "Le soir, {who_} {feel} ; le lendemain elle retourne {where}.",
    "{n} personnes attendaient avec elle {where}.", "{who} voudrait {what} plus près de chez elle.",
    "Sa fille traduit {where}, parce que {why}.", "{who} a perdu {what} {when}.", "{Why} ; {who_} {feel}.",
    "Quand {why}, elle passe par l’organisme pour {what}.",
    "{who} ne savait pas qu’on pouvait demander {what} {where}.",
    "L’équipe a noté que {why}.", "{who} revient {where} {when}.", "Deux fois on lui a refusé {what}.",
    "{who} remercie la voisine qui l’a menée {where}.", "Pour {what}, il a fallu {n} formulaires.",
)  # fmt: skip


def text(chance: random.Random) -> str:
    """Return an invented account of four to nine sentences."""
    return " ".join(_sentence(chance) for _n in range(chance.randint(4, 9)))


def _sentence(chance: random.Random) -> str:
    who, why = chance.choice(_WHO), chance.choice(_WHY)
    said = chance.choice(_FRAMES).format(
        who=who, who_=who[0].lower() + who[1:], where=chance.choice(_WHERE), what=chance.choice(_WHAT),
        when=chance.choice(_WHEN), feel=chance.choice(_FEEL), why=why, Why=why[0].upper() + why[1:],
        why2=chance.choice(_WHY), n=chance.randint(2, 90),
    )  # fmt: skip
    return said[0].upper() + said[1:]


def make(path: Path, count: int) -> None:
    """Write a database of `count` notes: a person for two notes, forty authors, six years, a code on one in ten."""
    bootstrap.prepare(path)
    chance = random.Random(count)  # noqa: S311 - the same database each time
    with storage.open_database(path) as db:
        db.conn.execute("PRAGMA secure_delete=OFF")
        with storage.transaction(db):
            _rows(db, count, chance)
        fieldnotes.rebuild_texts(db, MACHINE)
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows(db: Database, count: int, chance: random.Random) -> None:
    sectors = [each.id for each in territory.sectors()]
    authors = [storage.uuid7() for _n in range(AUTHORS)]
    undisclosed = dict.fromkeys(privacy.ATTRIBUTE_LABELS, privacy.UNDISCLOSED)
    people: list[str] = []
    for n in range(count):
        note, occasion, consent = (storage.uuid7() for _n in range(3))
        if n % 2 == 0 or not people:
            people.append(storage.uuid7())
            _insert(db, "privacy_participant", id=people[-1], code=f"P-{n // 2 + 1:04d}", **undisclosed)
        person = people[-1] if n % 2 == 0 else chance.choice(people)
        held = date(2020, 1, 6) + timedelta(days=2200 * n // count)
        author, told = chance.choice(authors), text(chance)
        _insert(db, "privacy_consent", id=consent, participant_id=person, mode="oral", language="fr",
                given_on=str(held), purposes='["note","persona","quote"]', reason="", recorded_by=author)  # fmt: skip
        _insert(db, "fieldnotes_occasion", id=occasion, kind="atelier", held_on=str(held), month=str(held)[:7],
                sector=chance.choice(sectors), place_type="clsc", mode="in_person", author_id=author)  # fmt: skip
        _insert(db, "fieldnotes_note", id=note, kind="story", occasion_id=occasion, participant_id=person,
                consent_id=consent, author_id=author, cleared=int(n % 3 > 0),
                answers=json.dumps({"story": told}, ensure_ascii=False), dismissed_identifiers="[]")  # fmt: skip
        if n % 10 == 0:
            _insert(db, "barriers_decision", id=storage.uuid7(), source_id=note, source_kind="note",
                    sentence_key=f"{n}-1", quote=told.split(". ")[0], family="barrier", code=chance.choice(CODES),
                    status=chance.choice(("present", "absent")), action="add", origin="person", rule="",
                    tagger_version="bench", memo="", decided_by=author, decided_at=f"{held}T12:00:00Z",
                    gesture=note, undone=0)  # fmt: skip


def _insert(db: Database, table: str, **values: object) -> None:
    row = {**values, "version": values["id"], "deleted": 0}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    db.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - names of ours


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
