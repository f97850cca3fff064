"""How a code looks and reads on every screen: its label, its hue, its definition, its chip."""

from __future__ import annotations

import html

from codesign import codebook
from codesign.barriers import FREE_FAMILIES, TagStatus
from codesign.i18n import N_, _, language

# Levesque's five dimensions, in the order of the path: one hue each on every screen (Okabe and Ito, 2008).
DIMENSION_HUES = ("#0072B2", "#CC79A7", "#009E73", "#E69F00", "#D55E00")
FAMILY_HUES = {
    "need": "#6B7A86",
    "touchpoint": "#8A7A5C",
    "strategy": "#5E6FA8",
    "aspiration": "#7A6A9A",
    "leader": "#56B4E9",
}
_PATHS = {
    "barrier": "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16Z",
    "need": "M5 5h14v14H5Z",
    "touchpoint": "M12 3l9 9l-9 9l-9-9Z",
    "strategy": "M12 4l9 16H3Z",
    "aspiration": "M12 3l2.7 6.3l6.8.6l-5.1 4.5l1.5 6.7L12 17.6l-5.9 3.5l1.5-6.7L2.5 9.9l6.8-.6Z",
    "leader": "M7.5 4h9l4.5 8l-4.5 8h-9L3 12Z",
}
_MACHINE = (
    "M12 2v3M7 8h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Z"
    "M9.5 12.5v1.5M14.5 12.5v1.5M2.5 12v4M21.5 12v4"
)
_CHECK = "M4.5 12.5l5 5L19.5 7"
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
    """Return what people call a code; free words are their own label."""
    found = find(family, code)
    return found.label(language()) if found else code


def hue(family: str, code: str) -> str:
    """Return the hue of a code: that of its dimension for a barrier, that of the family otherwise."""
    if family != "barrier":
        return FAMILY_HUES.get(family, FAMILY_HUES["need"])
    found = find(family, code)
    order = [each.id for each in codebook.load_codebook().dimensions]
    at = order.index(found.dimension) if found and found.dimension in order else 0
    return DIMENSION_HUES[at % len(DIMENSION_HUES)]


def chip_html(family: str, code: str, status: TagStatus | None, *, kind: str = "tag") -> str:
    """Return the chip of a code as HTML: `kind` is `tag`, `proposal` or `rejected`. All text in it is escaped.

    A proposal is dashed, empty and bears the machine's mark; a decision is filled; absent is struck with a check,
    hypothetical dotted with a question mark.
    """
    tint = hue(family, code)
    line = {"proposal": "dashed"}.get(kind, "dotted" if status is TagStatus.HYPOTHETICAL else "solid")
    fill = f"color-mix(in srgb,{tint} 20%,transparent)" if kind == "tag" else "transparent"
    border = "transparent" if kind == "rejected" else tint
    strike = ";text-decoration:line-through" if kind == "rejected" or status is TagStatus.ABSENT else ""
    marks = [
        _line(_MACHINE) if kind == "proposal" else "",
        _shape(family, tint),
        f'<span style="{strike[1:]}">{html.escape(label(family, code))}</span>',
        _line(_CHECK) if status is TagStatus.ABSENT and kind != "rejected" else "",
        "<b>?</b>" if status is TagStatus.HYPOTHETICAL and kind != "rejected" else "",
    ]
    style = (
        "display:inline-flex;align-items:center;gap:.35rem;padding:.1rem .65rem;border-radius:999px;font-size:.9rem;"
        f"line-height:1.6;border:2px {line} {border};background:{fill}"
    )
    return f'<span style="{style}">{"".join(marks)}</span>'


def _shape(family: str, tint: str) -> str:
    path = _PATHS.get(family, _PATHS["barrier"])
    return f'<svg viewBox="0 0 24 24" width="11" height="11" aria-hidden="true"><path d="{path}" fill="{tint}"/></svg>'


def _line(path: str) -> str:
    return (
        '<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="{path}"/></svg>'
    )
