"""Identifiers that have a shape: numbers, codes, addresses and dates of birth, each pattern with the words around it.

A pattern's group `at`, when it has one, is the passage; what stands before it are the words that say what it is. Every
structural match counts: a number with a typing mistake identifies too, so that check digits exclude nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from codesign.i18n import N_


class IdentifierType(StrEnum):
    """What kind of thing points at a person."""

    EMAIL = "email"
    HEALTH_NUMBER = "nam"
    SOCIAL_INSURANCE = "nas"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    HANDLE = "handle"
    BIRTH_DATE = "birth_date"
    FILE_NUMBER = "file_number"
    NAME = "name"


IDENTIFIER_LABELS: Mapping[IdentifierType, str] = {
    IdentifierType.EMAIL: N_("E-mail address"),
    IdentifierType.HEALTH_NUMBER: N_("Health insurance number"),
    IdentifierType.SOCIAL_INSURANCE: N_("Social insurance number"),
    IdentifierType.PHONE: N_("Phone number"),
    IdentifierType.POSTAL_CODE: N_("Postal code"),
    IdentifierType.ADDRESS: N_("Civic address"),
    IdentifierType.HANDLE: N_("Account on a network"),
    IdentifierType.BIRTH_DATE: N_("Birth date"),
    IdentifierType.FILE_NUMBER: N_("File number"),
    IdentifierType.NAME: N_("Name of a person"),
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something at `text[start:end]` that may point at a person."""

    type: IdentifierType
    start: int
    end: int


def luhn(digits: str) -> bool:
    """Say whether the last digit is the check of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        n = int(digit) * (1 + i % 2)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


_GAP = r"[ \-–.\u00a0\u202f]"  # what people put between groups of digits
_EMAIL = re.compile(
    r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.])[\w.+-]{2,64} ?[(\[]?(?<!\w)(?:arobas|arobase|at)[)\]]? ?[\w-]{2,40} ?(?:\.|point) ?"
    r"(?:com|ca|org|net|fr|qc)(?!\w)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:janvier|janv\.?|f[ée]vrier|f[ée]vr?\.?|mars|avril|avr\.?|mai|juin|juillet|juil\.?|ao[uû]t|septembre|sept\.?|"
    r"octobre|oct\.?|novembre|nov\.?|d[ée]cembre|d[ée]c\.?)"
)
_DATE = (
    rf"(?:(?:1er|[Pp]remier|\d{{1,2}}) ?{_MONTH}(?: ?(?:de l['’]an ?)?(?:\d{{4}}|['’]?\d{{2}}(?!\d)))?"
    rf"|{_MONTH} (?:19|20)\d\d|\d{{4}}[-/. ]\d{{1,2}}[-/. ]\d{{1,2}}"
    rf"|\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:\d{{4}}|\d{{2}})(?!\d))"
)
_BIRTH = re.compile(
    r"(?:\bn[ée]e?s?(?:[ (][^.;!?\n]{0,25}?)?[ ,](?:le |en |un |: ?)?|\bn\. ?|\bf[êe]te (?:de "
    r"|d['’])\w+ le |\bnaissance\b[^.;!?\n\d]{0,25}?|\bd\.?d\.?n\.?\b[^\w\n]{0,5}"
    r"|\bnaquit le |\b(?:date de |ma |sa |leur |son )f[êe]te[^.;!?\n\d]{0,20}"
    r"|\banniversaire[^.;!?\n\d]{0,25}?|\bnaître le )"
    rf"(?:(?:dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi) )?(?P<at>{_DATE})",
    re.IGNORECASE,
)
_FILE_SAID = re.compile(
    r"\b(?:dossiers?|matricule|passeport|permis|iuc|uci|code permanent|certificat|r[ée]f[ée]rence|r[ée]f\.|"
    r"demande d['’]asile|grief|r[ée]clamation|[ée]v[ée]nement|plainte|contrat|casier|csq"
    r"|compte (?:de |d[’']|du )?\w+|carte|"
    r"(?:no|n[o°º]|num[ée]ro|#)\.? ?(?:de |d['’]|du )"
    r"(?!t[ée]l|cell|fr[èe]re|s[oœ]|m[èe]re|p[èe]re|voisin|fil)(?!rue|porte|civique|autobus|la rue)\w{3,})(?!\w)",
    re.IGNORECASE,
)
_FILE_NUMBER = re.compile(r"(?<![\w$.,])(?:[A-Za-z]{1,4}-?)?\d+(?:[-/][\dA-Z]+| \d{2,})*[A-Z]?(?![\w%$])")
_FILE_SHAPE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,4}\d?-(?:\d{2,4}-)?\d{3,8}(?:-\d+)*|\d{2,3}-\d{2,6}-\d{6}(?:-\d+)*"
    r"|\d{2}-\d{6}-\d{3}|[A-Z]\d{8,9})(?![\w-])"
)
_FILE_REACH, _FILE_DIGITS = 48, 4
_ENDS = re.compile(r"[;!?\n]|\. ")
_NO_NUMBER = re.compile(
    r"[ \u00a0\u202f]?(?:\$|%|€|h\b|ans?\b|mois|jours?|semaines?|minutes?|heures?|personnes?|dollars|fois|places?)"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_NAM = re.compile(
    rf"(?<!\w)[A-Za-z]{{4}}{_GAP}?\d{{4}}{_GAP}?\d{{4}}(?!\d)"
    rf"|(?<!\w)[A-Za-z]{{4}}{_GAP}?(?:\d\d{_GAP}?){{3}}\d\d(?!\d)"
)
_NAS = re.compile(rf"(?<![\d$])(?<!\d[ .,-])\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}(?!\d|[ .,-]?\d{{3}}|[  ]?(?:\$|000))")
_NAS_SAID = re.compile(
    r"(?:\bNAS\b|assurance[ -]sociale|\bSIN\b)\W{0,3}(?:[a-zà-ÿ’']+\W{1,3}){0,4}(?P<at>\d(?:[ .–-]?\d){6,9})(?!\d)",
    re.IGNORECASE,
)
_FREE_LINE = r"(?:800|833|844|855|866|877|888)"  # lines of services, nobody's own
_PHONE = re.compile(
    rf"(?<![\d\w])(?:\+?1{_GAP}?)?(?!\(?{_FREE_LINE})(?:\([2-9]\d{{2}}\)"
    rf"|[2-9]\d{{2}})[ .\-–/\u00a0\u202f]{{0,3}}[2-9]\d{{2}}{_GAP}?"
    rf"(?:\d{{4}}|\d\d{_GAP}\d\d)(?!\d)"
    r"|(?<![\d\w])(?:\+|00 ?)(?!1[ .\-–(]?\(?[2-9])[1-9]\d{0,2}(?:[ .\-–\u00a0\u202f]?\(?\d{1,4}\)?){2,5}(?!\d)"
    r"|(?<![\d\w-])(?<!\d[  ])[2-9]\d{2}[-–.][1-9]\d{3}(?![\d-])"
    r"|(?:t[ée]l(?:[ée]phone)?|cell(?:ulaire)?|appel\w*|joindre|texto\w*"
    r"|num[ée]ro)\W{0,3}(?:\w+\W{1,2}){0,4}?(?P<at>[2-9]\d{2} ?\d{4})(?!\d)"
    r"|(?<![\d\w])0[1-9](?:[ .]\d\d){4}(?!\d)",
    re.IGNORECASE,
)
_POSTAL = re.compile(
    r"(?<!\w)[ABCEGHJ-NPRSTVXYabceghj-nprstvxy][\dOo][A-Za-z][ .\-–\u00a0\u202f]?[\dOo][A-Za-z][\dOo](?!\w)"
    r"|(?<!\w)[A-Z] \d [A-Z] \d [A-Z] \d(?!\w)"
)
_STREET = (
    r"(?:rue|r\.(?= ?(?-i:[A-ZÀ-Ý]))|boul(?:evard)?s?\.?|boul|bd|blvd\.?|bld\.?|avenue|av\.?|ave\.?"
    r"|chemin|ch\.|place|pl\.|rang|c[oô]te|mont[eé]e|"
    r"croissant|impasse|terrasse|promenade|all[eé]e|route|ruelle|square|cours|carr[ée])(?![A-Za-zÀ-ÿ])"
)
_PROPER = r"(?:[A-ZÀ-Ý\d][\wÀ-ÿ’'.-]*[\wÀ-ÿ]|[IVX]+)"
_LINK = r"(?:de |du |des |d['’]|de la |de l['’]|la |le |les |l['’])"
_WAY = (
    rf"(?i:{_STREET}) ?{_LINK}?{_LINK}?(?:{_PROPER}(?:[ -](?:{_LINK})?{_PROPER}){{0,3}}"
    rf"|[a-zà-ÿ][a-zà-ÿ’'-]{{2,30}})"
)
_SIDE = r"(?:,? (?:[Ee]st|[Oo]uest|[Nn]ord|[Ss]ud|[EONS]\.?)(?!\w))?"
_DOOR = (
    r"(?:,? ?\(?(?i:(?:app?(?:artement)?|apt|logement|log|bureau|local|unit[ée]|suite|porte"
    r"|ch(?:ambre)?)\.? ?(?:no\.? ?|n[o°º] ?|# ?)?"
    r"|#) ?[A-Za-z]?-?\d{1,4}-?[A-Za-z]?\)?(?!\w)|,? (?i:app(?:artement)?|apt)\.? [A-Z](?!\w))?"
)
_NUMBER = (
    r"(?<![\w/$.,-])(?<!\d )(?:\d{1,3}-)?\d{1,2}(?:[  ]?\d{3}"
    r"|\d{0,3})(?:-?[A-Da-d](?![A-Za-zÀ-ÿ]))?(?: ?(?:½|1/2|bis|ter))?"
)
_AT_HOME = (
    r"(?:habit\w+|rest(?:e|ait|ent|es|er)|demeur\w+|vi(?:t|vait|vent|s)|log(?:e|eait|ent)"
    r"|adresse\w*|d[ée]m[ée]nag\w+|d[ée]m[ée]nagé|install[ée]\w*|chez (?:elle|lui|eux))"
    r"[^.;!?\n\d]{0,30}"
)
_ADDRESS = re.compile(
    rf"{_NUMBER},? ?{_LINK}?(?:{_WAY}|(?:\d{{1,3}}|[Pp]remi[èe])(?:i?[eè]me|re|er|e) (?i:{_STREET})){_SIDE}{_DOOR}"
    rf"|(?i:{_AT_HOME})(?P<at>(?=\d\d){_NUMBER},? {_PROPER}(?:[ -]{_PROPER}){{0,2}}{_SIDE}{_DOOR})"
    rf"|{_NUMBER},? [A-ZÀ-Ý][\wÀ-ÿ’'-]+(?:[ -][A-ZÀ-Ý][\wÀ-ÿ’'-]+){{0,2}}{_SIDE},? ?(?i:app\.?"
    rf"|apt\.?|appartement|logement|#) ?[A-Za-z]?\d{{1,4}}[A-Za-z]?"
)
_NETWORK = (
    r"(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|facebook|fb|messenger|whats ?app|telegram"
    r"|discord|twitter|linkedin|youtube|skype)"
)
_HANDLE = re.compile(
    r"(?<![\w.@])@\w[\w.]{1,30}\w(?!@)"
    rf"|(?:https?://)?(?:www\.)?(?i:facebook|instagram|tiktok|snapchat|twitter|x|linkedin|fb|t"
    rf"|wa)\.(?:com|me)/(?:in/)?@?[\w.\-]{{2,40}}[\w]"
    rf"|(?i:\b{_NETWORK}|pseudo(?:nyme)?|identifiant|nom d['’]utilisat\w+|compte)\b(?:[ :,«\"“()]"
    rf"|\b(?:est|c['’]est|sur|sous|le nom|le compte|le pseudo|son|sa|de|nom|pseudo|au nom|elle|il"
    rf"|me|trouve|trouvez|moi)\b){{1,12}}"
    r"(?P<at>(?=[\w.-]{0,40}(?:[\d_]|\.\w))(?!\d+\b)(?=[\w.-]*[A-Za-z])[\w][\w.-]{2,40}\w)"
)


def _file_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first number after each word that announces a file, a permit or a contract; sums and years are none."""
    for said in _FILE_SAID.finditer(text):
        end = min(len(text), said.end() + _FILE_REACH)
        stop = _ENDS.search(text, said.end(), end)
        for number in _FILE_NUMBER.finditer(text, said.end(), stop.start() if stop else end):
            digits = sum(each.isdigit() for each in number.group())
            if digits < _FILE_DIGITS or _YEARS.fullmatch(number.group()) or _NO_NUMBER.match(text, number.end()):
                continue
            yield number.span()
            break
    for shaped in _FILE_SHAPE.finditer(text):
        yield shaped.span()


def _shape(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Return what yields the passages of a pattern: its group `at` where it has one that matched."""

    def spans(text: str) -> Iterator[tuple[int, int]]:
        for match in pattern.finditer(text):
            inside = match.span("at") if "at" in pattern.groupindex else (-1, -1)
            yield inside if inside[0] >= 0 else match.span()

    return spans


# Where two overlap, the first of the list is kept: what its own words announce goes before what only has a shape.
RULES: tuple[tuple[IdentifierType, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (IdentifierType.EMAIL, _shape(_EMAIL)),
    (IdentifierType.SOCIAL_INSURANCE, _shape(_NAS_SAID)),
    (IdentifierType.BIRTH_DATE, _shape(_BIRTH)),
    (IdentifierType.HEALTH_NUMBER, _shape(_NAM)),
    (IdentifierType.ADDRESS, _shape(_ADDRESS)),
    (IdentifierType.FILE_NUMBER, _file_numbers),
    (IdentifierType.PHONE, _shape(_PHONE)),
    (IdentifierType.SOCIAL_INSURANCE, _shape(_NAS)),
    (IdentifierType.POSTAL_CODE, _shape(_POSTAL)),
    (IdentifierType.HANDLE, _shape(_HANDLE)),
)
