"""What a column of a file may be taken for, and the guess from its name: ours, or a question's words in a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from codesign import territory
from codesign.exchange.model import ColumnMap
from codesign.exchange.source import Source
from codesign.fieldnotes import HEAD, PLACES, TEMPLATES, Field, FieldType
from codesign.i18n import N_, _, using_language
from codesign.privacy import ATTRIBUTE_LABELS, ATTRIBUTES, MODE_LABELS, PURPOSE_LABELS, find_identifiers

LANGUAGES = ("fr", "en")
NO_CONSENT = "aucun"
NO_CONSENT_LABEL = N_("No: the person did not agree")
PERSON_LABEL = N_("Pseudonym on the slip (P-0001), or a label for someone new, never a name")
CONSENT_LANGUAGE_LABEL = N_("Language of the explanation")
NOTE, OCCASION, PERSON, CONSENT = N_("Note"), N_("Occasion"), N_("Participant"), N_("Consent")
_PSEUDONYM = re.compile(r"P-\d{4,}(-[0-9a-z]{4})?", re.IGNORECASE)
_LONGEST_ID = 8  # longer ones are of a form that names its column so; ten digits are a phone
_EVERYDAY: Mapping[str, frozenset[str]] = {  # folded; they count only where no name of ours and no question does
    "id": frozenset({"numero", "no", "no.", "n°", "nº", "num", "numero de note", "no de note", "number", "#"}),
    "text": frozenset({"recit", "note", "notes", "verbatim", "temoignage", "histoire", "commentaire", "story"}),
    "date": frozenset({"date de la rencontre", "date de rencontre", "date de la visite", "jour de la rencontre"}),
    "sector": frozenset({"quartier", "secteur ou quartier", "quartier ou secteur", "zone", "neighbourhood", "area"}),
    "place": frozenset({"endroit", "type d'endroit"}),
}
_OWN_HEAD = {"kind", "held_on", "sector", "place_type"}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a column may hold. `names` are those of our files and forms; `field` says what a cell may be."""

    id: str
    group: str
    label: str
    names: tuple[str, ...] = ()
    field: Field | None = None


def _choices(pairs: Mapping[str, str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, pairs[name]) for name in names)


CONSENT_MODES = Field(
    "consent",
    "consentement",
    N_("How consent was given"),
    type=FieldType.CHOICE,
    options=(
        *((str(mode), label) for mode, label in MODE_LABELS.items()),
        (NO_CONSENT, NO_CONSENT_LABEL),
    ),
)
PURPOSES = Field(
    "purposes",
    "finalites",
    N_("What is allowed"),
    type=FieldType.MULTI,
    options=tuple((str(purpose), label) for purpose, label in PURPOSE_LABELS.items()),
)
_HEAD = {each.id: each for each in HEAD}
_BASE = (
    Target("id", NOTE, N_("Id"), ("id", "identifiant", "_id")),
    Target("text", NOTE, N_("Main text of the note"), ("text", "texte")),
    Target("kind", NOTE, N_("Kind of note"), ("kind", "type", "occasion"), _HEAD["kind"]),
    Target("date", OCCASION, N_("Day"), ("date", "jour", "date_jour", "held_on"), _HEAD["held_on"]),
    Target("sector", OCCASION, N_("Sector"), ("sector", "secteur"), _HEAD["sector"]),
    Target("place", OCCASION, N_("Type of place"), ("place", "lieu", "type_lieu", "place_type"), _HEAD["place_type"]),
    Target("consent", CONSENT, CONSENT_MODES.label, ("consent", "consentement"), CONSENT_MODES),
    Target("purposes", CONSENT, PURPOSES.label, ("purposes", "finalites", "finalités"), PURPOSES),
    Target("consent_language", CONSENT, CONSENT_LANGUAGE_LABEL, ("langue_consentement",)),
    Target("person", PERSON, N_("Participant"), ("person", "personne", "participant", "pseudonyme", "pseudonym")),
)


def attribute_field(name: str) -> Field:
    """Return the question that asks for an attribute of a participant."""
    return Field(
        name, f"p_{name}", ATTRIBUTE_LABELS[name], type=FieldType.CHOICE, options=tuple(ATTRIBUTES[name].items())
    )


@cache
def targets() -> Mapping[str, Target]:
    """Return what a column may hold, by id: of the note, its occasion, the person, the consent."""
    found = {each.id: each for each in _BASE}
    for each in HEAD:
        if each.id not in _OWN_HEAD:
            found[f"head.{each.id}"] = Target(f"head.{each.id}", OCCASION, each.label, (each.xls_name, each.id), each)
    for name in ATTRIBUTES:
        asked = attribute_field(name)
        found[f"person.{name}"] = Target(f"person.{name}", PERSON, asked.label, (asked.xls_name, name), asked)
    for template in TEMPLATES.values():
        for each in template.fields:
            target = Target(f"answer.{each.id}", NOTE, each.label, (each.xls_name, each.id), each)
            found.setdefault(target.id, target)
    return found


def column_targets() -> dict[str, tuple[str, str]]:
    """Return what a column may hold: id → (message id of its group, message id of its name), in order of choice."""
    return {each.id: (each.group, each.label) for each in targets().values()}


def guess(source: Source) -> tuple[ColumnMap, tuple[str, ...]]:
    """Return what the columns of a file are taken for by their names, and the columns that two places could claim.

    A name of ours counts before words of a question; the whole path of a column before its last part.
    """
    claims: dict[str, list[tuple[int, str]]] = {}
    for column in (*source.columns, *_parents(source.columns)):
        found = _claim(column)
        if found is not None:
            rank, target = found
            claims.setdefault(target, []).append((rank, column))
    columns, doubtful = {}, list[str]()
    for target, found_columns in claims.items():
        best = min(found_columns)[0]
        first = sorted({column for rank, column in found_columns if rank == best})
        if len(first) == 1:
            columns[target] = first[0]
        else:
            doubtful += first
    for each in _of_pseudonyms(source):
        if each not in columns.values():
            columns.setdefault("person", each)
    for target, column in _everyday(source).items():
        if column not in columns.values() and column not in doubtful:
            columns.setdefault(target, column)
    return ColumnMap(columns, _kind(columns)), tuple(doubtful)


def names_ids(column: str) -> bool:
    """Say whether everyday words name a column of ids (« Numéro »), whatever it holds."""
    return fold(column) in _EVERYDAY["id"]


def _everyday(source: Source) -> dict[str, str]:
    """Return the columns that everyday words name (« Quartier », « Numéro »), where what they hold bears it out."""
    found = {}
    for target, words in _EVERYDAY.items():
        named = [each for each in source.columns if fold(each) in words]
        if len(named) == 1 and _bears_out(target, [each.cells.get(named[0], "").strip() for each in source.records]):
            found[target] = named[0]
    return found


def _bears_out(target: str, cells: Sequence[str]) -> bool:
    """Say whether cells may be what a name says.

    Ids are short, all there, each its own, and point at nobody; sectors and places are mostly known.
    """
    filled = [each for each in cells if each]
    if target == "id":
        own = len(filled) == len(cells) == len({*filled})
        return own and all(len(each) <= _LONGEST_ID and not find_identifiers(each) for each in filled)
    if target in {"sector", "place"}:
        known = sector_words() if target == "sector" else option_words(PLACES)
        return 2 * sum(fold(each) in known for each in filled) > len(filled)
    return bool(filled)


def _of_pseudonyms(source: Source) -> tuple[str, ...]:
    """Return the column that holds pseudonyms and nothing else, whatever its name (`code`, often); none when two do."""
    found = dict.fromkeys(source.columns, False)
    for record in source.records:
        for column, cell in record.cells.items():
            if column in found and cell.strip():
                if not _PSEUDONYM.fullmatch(cell.strip()):
                    del found[column]
                else:
                    found[column] = True
    known = tuple(column for column, seen in found.items() if seen)
    return known if len(known) == 1 else ()


def _parents(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the questions of several choices whose choices alone have columns: `obstacles/langue`."""
    known, several = {*columns}, {name for each in targets().values() if _is_multi(each) for name in each.names}
    labels = {folded for folded, target in _labels().items() if _is_multi(targets()[target])}
    found = dict.fromkeys(column.rpartition("/")[0] for column in columns if "/" in column)
    return tuple(
        each
        for each in found
        if each not in known and (each.split("/")[-1].lower() in several or fold(each.split("/")[-1]) in labels)
    )


def _is_multi(target: Target) -> bool:
    return target.field is not None and target.field.type is FieldType.MULTI


def _claim(column: str) -> tuple[int, str] | None:
    """Return how far a column's name was looked into, and the target that it names; None when it names none."""
    if column.startswith(("__", "_submission")):
        return None
    for depth, part in enumerate(_suffixes(column)):
        target = _names().get(part.strip().lower())
        if target is not None:
            return depth * 2, target
        target = _labels().get(fold(part))
        if target is not None:
            return depth * 2 + 1, target
    return None


def _suffixes(column: str) -> tuple[str, ...]:
    """Return a path and what is left of it behind each mark between groups: `/` in Kobo, `-` in Central."""
    cuts = [match.end() for match in re.finditer(r"[/-]", column)]
    return (column, *(column[cut:] for cut in cuts))


@cache
def _names() -> dict[str, str]:
    return {name: each.id for each in reversed(tuple(targets().values())) for name in each.names}


@cache
def _labels() -> dict[str, str]:
    """Return the words of each question in each language; words of two questions name neither."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        with using_language(language):
            for each in targets().values():
                found.setdefault(fold(_(each.label)), set()).add(each.id)
            for template in TEMPLATES.values():  # one question may be asked in other words
                for field in template.fields:
                    found.setdefault(fold(_(field.label)), set()).add(f"answer.{field.id}")
            found.setdefault(fold(_(PERSON_LABEL)), set()).add("person")
    return {label: min(ids) for label, ids in found.items() if len(ids) == 1}


def fold(text: str) -> str:
    """Return words as they are compared: small letters, no accents, single spaces, straight apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split()).strip(" :?.")


def _kind(columns: Mapping[str, str]) -> str:
    """Return the kind of note that asks all the questions named; among several, that whose narrative is named."""
    named = {target.removeprefix("answer.") for target in columns if target.startswith("answer.")}
    asking = [each for each in TEMPLATES.values() if named <= {field.id for field in each.fields}]
    if len(asking) > 1:
        asking = [each for each in asking if each.narrative in named]
    return str(asking[0].kind) if len(asking) == 1 else ""


@cache
def option_words(options: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return every word that says a choice (its name, its label in each language) → its name."""
    found = dict[str, str]()
    for language in LANGUAGES:
        with using_language(language):
            for name, label in options:
                found.setdefault(fold(_(label)), name)
    return found | {name.lower(): name for name, _label in options}


@cache
def sector_words() -> Mapping[str, str]:
    """Return every word that says a sector (its id, its name in each language) → its id."""
    found = dict[str, str]()
    for language in LANGUAGES:
        with using_language(language):
            for each in territory.sectors():
                found[fold(each.label)] = each.id
            found[fold(territory.sector_label(territory.UNKNOWN))] = territory.UNKNOWN
    found[fold(territory.UNKNOWN)] = territory.UNKNOWN
    return found | {fold(each.id): each.id for each in territory.sectors()}
