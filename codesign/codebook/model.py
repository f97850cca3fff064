"""Codes, families and access dimensions: plain frozen values with labels in French and English."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_


def _pick(fr: str, en: str, lang: str) -> str:
    return en if lang.startswith("en") else fr


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a family; ``typical`` are wordings, ``not_*`` says what not to code with it."""

    id: str
    family: str
    fr: str
    en: str
    definition_fr: str = ""
    definition_en: str = ""
    typical: tuple[str, ...] = ()
    not_fr: str = ""
    not_en: str = ""

    def label(self, lang: str = "fr") -> str:
        """Return the label; any language other than English falls back on French."""
        return _pick(self.fr, self.en, lang)

    def definition(self, lang: str = "fr") -> str:
        """Return the definition, empty for the families that need none."""
        return _pick(self.definition_fr, self.definition_en, lang)

    def do_not_code(self, lang: str = "fr") -> str:
        """Return what looks like this code and is not."""
        return _pick(self.not_fr, self.not_en, lang)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of codes, which answers one question of the field work."""

    id: str
    fr: str
    en: str
    definition_fr: str
    definition_en: str
    codes: tuple[Code, ...]

    def label(self, lang: str = "fr") -> str:
        """Return the label."""
        return _pick(self.fr, self.en, lang)

    def definition(self, lang: str = "fr") -> str:
        """Return the question that the family answers."""
        return _pick(self.definition_fr, self.definition_en, lang)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of access (Levesque, Harris & Russell 2013): the service's side and the person's side."""

    id: str
    service_fr: str
    person_fr: str
    service_en: str
    person_en: str
    codes: tuple[str, ...]

    def label(self, lang: str = "fr") -> str:
        """Return the name on the service's side."""
        return _pick(self.service_fr, self.service_en, lang)

    def ability(self, lang: str = "fr") -> str:
        """Return the name on the person's side."""
        return _pick(self.person_fr, self.person_en, lang)


@dataclass(frozen=True, slots=True)
class NonTakeUp:
    """A form of non-take-up (Warin 2010): why somebody does not receive what they could have; barriers speak of it."""

    id: str
    fr: str
    en: str
    definition_fr: str
    definition_en: str
    codes: tuple[str, ...]
    source: str = ""

    def label(self, lang: str = "fr") -> str:
        """Return the name of the form."""
        return _pick(self.fr, self.en, lang)

    def definition(self, lang: str = "fr") -> str:
        """Return what it means, in one sentence."""
        return _pick(self.definition_fr, self.definition_en, lang)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole scheme; ``dimensions`` are in the order of the path to a service."""

    families: tuple[Family, ...]
    dimensions: tuple[Dimension, ...]
    version: str

    def family(self, family_id: str) -> Family:
        """Return a family.

        Raises:
            NotFound: no such family.
        """
        for family in self.families:
            if family.id == family_id:
                return family
        raise NotFound(N_("The codebook has no code %(code)s."), code=family_id)

    def code(self, family_id: str, code_id: str) -> Code:
        """Return a code of a family.

        Raises:
            NotFound: no such family or code.
        """
        for code in self.family(family_id).codes:
            if code.id == code_id:
                return code
        raise NotFound(N_("The codebook has no code %(code)s."), code=f"{family_id}/{code_id}")

    def dimension_of(self, code_id: str) -> Dimension:
        """Return the access dimension of a barrier code.

        Raises:
            NotFound: not a barrier code.
        """
        for dimension in self.dimensions:
            if code_id in dimension.codes:
                return dimension
        raise NotFound(N_("The codebook has no code %(code)s."), code=code_id)


def check(codebook: Codebook) -> None:
    """Refuse a scheme in which an id is used twice or a barrier has no dimension, or several.

    Raises:
        InvalidInput: what is wrong.
    """
    families = [family.id for family in codebook.families]
    _refuse_repeats(families)
    for family in codebook.families:
        _refuse_repeats([code.id for code in family.codes])
    placed = [code for dimension in codebook.dimensions for code in dimension.codes]
    _refuse_repeats(placed)
    barriers = {code.id for code in codebook.family("barrier").codes} if "barrier" in families else set()
    for code_id in sorted(barriers.symmetric_difference(placed)):
        raise InvalidInput(N_("The codebook does not place the code %(code)s in one dimension."), code=code_id)


def check_forms(forms: tuple[NonTakeUp, ...], codebook: Codebook) -> None:
    """Refuse forms of non-take-up that leave a barrier out, place it twice, or name what is no barrier.

    Raises:
        InvalidInput: what is wrong.
    """
    placed = [code for form in forms for code in form.codes]
    _refuse_repeats([form.id for form in forms])
    _refuse_repeats(placed)
    for code_id in sorted({code.id for code in codebook.family("barrier").codes}.symmetric_difference(placed)):
        raise InvalidInput(N_("The file of non-take-up does not place the code %(code)s in one form."), code=code_id)


def _refuse_repeats(ids: list[str]) -> None:
    for each in ids:
        if ids.count(each) > 1:
            raise InvalidInput(N_("The codebook uses the id %(id)s twice."), id=each)
