"""The codebook on screen and on paper: the meaning of a code, the search, and a page made to be printed."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

from codesign.barriers import FREE_FAMILIES, TagStatus
from codesign.codebook import Code, Codebook, Dimension, Family
from codesign.i18n import N_, _, language, ngettext
from codesign.nlp import fold
from codesign.ui import codes, page
from codesign.ui.words import quiet

STATUS_MEANINGS: tuple[tuple[TagStatus, str, str], ...] = (
    (TagStatus.PRESENT, N_("Said of a person, a group, or as a general fact."), N_("She does not speak French.")),
    (TagStatus.ABSENT, N_("Denied, or solved: no longer true."), N_("She is no longer afraid to go there.")),
    (
        TagStatus.HYPOTHETICAL,
        N_("A condition, a fear for later, a question, a wish."),
        N_("If she lost her card, she could no longer see a doctor."),
    ),
)
_PAPER = """body{font:11pt/1.5 Inter,Arial,sans-serif;color:#1d2730;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:20pt}h2{font-size:15pt;border-bottom:2px solid;padding-bottom:.2rem;margin-top:2rem}
h3{font-size:12pt;margin:1.2rem 0 .2rem}h4{font-size:11pt;margin:1rem 0 0}p{margin:.2rem 0}
section{break-inside:avoid}.quiet{color:#55616b}q{quotes:"«\\202f" "\\202f»";font-family:"Noto Serif",Georgia,serif}
@page{margin:18mm;@bottom-right{content:counter(page) " / " counter(pages)}}"""


def found(book: Codebook, query: str, family: str | None = None) -> list[tuple[Family, tuple[Code, ...]]]:
    """Return the families with the codes that hold every word of `query`, accents and case ignored.

    A family of free words stays when its own name or question holds them.
    """
    words = fold(query).split()
    kept = []
    for group in book.families:
        if family not in {None, group.id}:
            continue
        fitting = tuple(code for code in group.codes if _holds(_words_of(code), words))
        if fitting or (not group.codes and _holds((group.label(language()), group.definition(language())), words)):
            kept.append((group, fitting))
    return kept


def _words_of(code: Code) -> tuple[str, ...]:
    lang = language()
    return (code.id, code.label(lang), code.definition(lang), code.do_not_code(lang), *code.typical)


def _holds(texts: Iterable[str], words: Sequence[str]) -> bool:
    whole = fold(" ".join(texts))
    return all(word in whole for word in words)


def by_dimension(book: Codebook, kept: Sequence[Code]) -> list[tuple[Dimension, tuple[Code, ...]]]:
    """Return the barriers under their dimension of access, in the order of the path to a service."""
    groups = [(each, tuple(code for code in kept if code.id in each.codes)) for each in book.dimensions]
    return [(dimension, inside) for dimension, inside in groups if inside]


def definition(code: Code) -> None:
    """Draw what a code means, how it sounds, and what is not to be coded with it."""
    lang = language()
    if code.definition(lang):
        st.text(code.definition(lang))
    if code.typical:
        page.prose("\n".join(f"«\u202f{each}\u202f»" for each in code.typical))
    if code.do_not_code(lang):
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            st.markdown(":material/do_not_disturb_on:", width="content")
            st.text(f"{_('Do not code')}\u202f: {code.do_not_code(lang)}")


def grid(book: Codebook, query: str, family: str | None) -> None:
    """Draw the families and codes that fit the search."""
    kept = found(book, query, family)
    if not kept:
        page.empty(_("No code holds these words. Try fewer of them."), icon="search_off")
        return
    count = sum(len(inside) for _family, inside in kept)
    if query:
        quiet(ngettext("%(n)s code found", "%(n)s codes found", count))
    for group, inside in kept:
        st.header(group.label(language()), anchor=False)
        st.text(group.definition(language()))
        if group.id in FREE_FAMILIES:
            quiet(_("Free words, which the team writes and groups."))
        elif group.id == "barrier":
            _barriers(book, inside)
        else:
            _short(inside)


def _barriers(book: Codebook, inside: Sequence[Code]) -> None:
    for dimension, members in by_dimension(book, inside):
        lang = language()
        st.subheader(dimension.label(lang), anchor=False)
        quiet(dimension.ability(lang))
        for code in members:
            with st.container(border=True):
                with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                    st.html(codes.chip_html(code.family, code.id, None), width="content")
                    st.markdown(f":small[`{code.id}`]", width="content")
                definition(code)


def _short(inside: Sequence[Code]) -> None:
    for code in inside:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(codes.chip_html(code.family, code.id, None), width="content")
            meaning = code.definition(language())
            if meaning:
                st.text(meaning, width="content")


def statuses() -> None:
    """Draw what the three statuses mean, each with its example."""
    for status, meaning, example in STATUS_MEANINGS:
        with st.container(horizontal=True, vertical_alignment="top"):
            st.html(codes.chip_html("barrier", "langue", status, text=_(codes.STATUSES[status])), width="content")
            with st.container(gap=None):
                st.text(_(meaning))
                page.prose(f"«\u202f{_(example)}\u202f»")


def paper(book: Codebook) -> str:
    """Return the whole codebook as one page of HTML, made to be printed, with nothing fetched from anywhere."""
    lang, e = language(), html.escape
    title = e(_("Codebook"))
    parts = [
        f'<!doctype html><html lang="{e(lang[:2])}"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_PAPER}</style></head><body><h1>{title}</h1>",
        f'<p class="quiet">{e(_("Version %(version)s", version=book.version))}</p>',
    ]
    for status, meaning, example in STATUS_MEANINGS:
        name = e(_(codes.STATUSES[status]).capitalize())
        parts.append(f"<p><b>{name}</b> — {e(_(meaning))} <q>{e(_(example))}</q></p>")
    for group in book.families:
        parts.append(f"<h2>{e(group.label(lang))}</h2><p>{e(group.definition(lang))}</p>")
        if group.id == "barrier":
            for dimension, inside in by_dimension(book, group.codes):
                parts.append(f"<h3>{e(dimension.label(lang))} — {e(dimension.ability(lang))}</h3>")
                parts += [_entry(code) for code in inside]
        else:
            parts += [_entry(code) for code in group.codes]
    return "\n".join((*parts, "</body></html>"))


def _entry(code: Code) -> str:
    lang, e = language(), html.escape
    lines = [f'<h4>{e(code.label(lang))} <span class="quiet">{e(code.id)}</span></h4>']
    if code.definition(lang):
        lines.append(f"<p>{e(code.definition(lang))}</p>")
    if code.typical:
        lines.append(f"<p>{', '.join(f'<q>{e(each)}</q>' for each in code.typical)}</p>")
    if code.do_not_code(lang):
        lines.append(f"<p><b>{e(_('Do not code'))}</b>\u202f: {e(code.do_not_code(lang))}</p>")
    return f"<section>{''.join(lines)}</section>"
