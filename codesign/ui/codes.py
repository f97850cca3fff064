"""How a code looks and reads on every screen: its label, its hue, its definition, its chip."""

from __future__ import annotations

import html

from codesign import codebook
from codesign.barriers import FREE_FAMILIES, TagStatus
from codesign.charts import PATH_HUES
from codesign.i18n import N_, _, language

FAMILY_HUES = {
    "need": "#6B7A86",
    "touchpoint": "#8A7A5C",
    "strategy": "#5E6FA8",
    "aspiration": "#7A6A9A",
    "leader": "#7F8C3A",
}
# One shape for each family, so that the hue never speaks alone. Characters, since drawings are taken out of `st.html`.
SHAPES = {"barrier": "●", "need": "■", "touchpoint": "◆", "strategy": "▲", "aspiration": "★", "leader": "⬢"}
_LABELS: dict[str, str] = {
    "barrier": N_("Barrier"),
    "need": N_("Need"),
    "touchpoint": N_("Touchpoint"),
    "strategy": N_("Strategy"),
    "aspiration": N_("Aspiration"),
    "leader": N_("Community leader"),
}
STATUSES: dict[TagStatus, str] = {
    TagStatus.PRESENT: N_("present"),
    TagStatus.ABSENT: N_("absent"),
    TagStatus.HYPOTHETICAL: N_("hypothetical"),
}


def families() -> tuple[str, ...]:
    """Return the families of codes, barriers first."""
    return tuple(_LABELS)


def family_label(family: str) -> str:
    """Return what people call a family."""
    return _(_LABELS.get(family, family))


def find(family: str, code: str) -> codebook.Code | None:
    """Return the code of the codebook, or None for free words and for codes that are no longer in it."""
    return next((each for each in codes_of(family) if each.id == code), None)


def codes_of(family: str) -> tuple[codebook.Code, ...]:
    """Return the codes of a family; none for a family of free words."""
    if family in FREE_FAMILIES:
        return ()
    return next((group.codes for group in codebook.load_codebook().families if group.id == family), ())


def label(family: str, code: str) -> str:
    """Return what people call a code; free words are their own label, unless the lexicon proposed the family's code."""
    groups = codebook.load_codebook().families
    found = next((each for group in groups if group.id == family for each in group.codes if each.id == code), None)
    return found.label(language()) if found else code


def hue(family: str, code: str) -> str:
    """Return the hue of a code: that of its dimension for a barrier, that of the family otherwise."""
    if family != "barrier":
        return FAMILY_HUES.get(family, FAMILY_HUES["need"])
    places = [at for at, each in enumerate(codebook.load_codebook().dimensions) if code in each.codes]
    return PATH_HUES[places[0] % len(PATH_HUES)] if places else FAMILY_HUES["need"]


def chip_html(family: str, code: str, status: TagStatus | None, *, kind: str = "tag", text: str | None = None) -> str:
    """Return the chip of a code as HTML: `kind` is `tag`, `proposal` or `rejected`. All text in it is escaped.

    A proposal is dashed and empty (its machine's mark stands beside it); a decision is filled; absent is struck with a
    check, hypothetical dotted with a question mark. `text` stands in the place of the code's label.
    """
    tint = hue(family, code)
    line = "dotted" if status is TagStatus.HYPOTHETICAL else "solid"
    fill = f"color-mix(in srgb,{tint} 20%,transparent)" if kind == "tag" else "transparent"
    border = "transparent" if kind == "rejected" else tint
    struck = kind == "rejected" or status is TagStatus.ABSENT
    mark = {TagStatus.ABSENT: " ✓", TagStatus.HYPOTHETICAL: " <b>?</b>"}.get(status, "") if status else ""
    words = html.escape(label(family, code) if text is None else text)
    return (
        '<span style="display:inline-block;padding:.1rem .7rem;border-radius:1rem;line-height:1.6;'
        f'border:2px {"dashed" if kind == "proposal" else line} {border};background:{fill}">'
        f'<span aria-hidden="true" style="color:{tint}">{SHAPES.get(family, "●")}</span> '
        f'<span style="text-decoration:{"line-through" if struck else "none"}">{words}</span>'
        f"{mark if kind != 'rejected' else ''}</span>"
    )
