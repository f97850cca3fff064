"""The text of consent, shown large to be read aloud, and the paper form to print, in the languages of the people."""

from __future__ import annotations

import html

import streamlit as st

from codesign import privacy
from codesign.i18n import _, language
from codesign.privacy import ConsentText, Purpose
from codesign.ui import forms

_PAPER = """body{font:14pt/1.5 system-ui,sans-serif;max-width:180mm;margin:12mm auto;color:#111}h1{font-size:18pt}
table{border-collapse:collapse;width:100%;break-inside:avoid}td,th{border:1px solid #444;padding:3mm;text-align:start}
td.box{width:18mm;text-align:center;font-size:16pt}.draft{font-size:10pt;border:1px dashed #444;padding:2mm}
.line{border-bottom:1px solid #444;display:inline-block;min-width:60mm}.cut{border-top:1px dashed #444;margin-top:10mm}
.cut{break-inside:avoid}@page{size:letter;margin:12mm}@media print{body{margin:0;max-width:none;font-size:12pt;
line-height:1.35}p{margin:2mm 0}h1{margin:0 0 3mm}td,th{padding:1.5mm 3mm}
p:has(.line){margin:4mm 0}.cut{margin-top:6mm}}"""  # one sheet


def read_aloud(key: str, mother_tongue: str | None) -> str:
    """Draw the text in the language of the person; return what was read (`ConsentText.key`), empty if it was not."""
    texts = privacy.consent_texts()
    own = next((each.language for each in texts.values() if each.mother_tongue == mother_tongue), "fr")
    with st.expander(_("Text to read aloud"), icon=":material/record_voice_over:"):
        names = {language: each.name for language, each in texts.items()}
        chosen = forms.radio(_("Language of the text"), names, own, key=f"{key}_text_{own}", horizontal=True) or own
        text = texts[chosen]
        if not text.validated_by:
            st.badge(_("To be validated by the team"), icon=":material/rule:", color="orange")
        st.html(large(text))
        read = st.checkbox(_("The text was read aloud, and understood"), key=f"{key}_read_{chosen}")
    return text.key if read else ""


def large(text: ConsentText) -> str:
    """Return the text as HTML in large letters, in the direction of its language."""
    questions = "".join(f"<li>{html.escape(each)}</li>" for each in text.questions.values())
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in text.paragraphs)
    return (
        f'<section lang="{text.language}" dir="{_direction(text)}"'
        ' style="font-size:1.35rem;line-height:1.7;max-width:34em">'
        f"<h3>{html.escape(text.title)}</h3>{paragraphs}<ol>{questions}</ol></section>"
    )


def paper(text: ConsentText) -> str:
    """Return the form of one language as a page to print: the text, one box per purpose, and a slip to keep."""
    form = {name: html.escape(words) for name, words in text.form.items()}
    rows = "".join(
        f'<tr><td>{html.escape(text.questions[each])}</td><td class="box">☐</td><td class="box">☐</td></tr>'
        for each in Purpose
    )
    told = [form["draft"], *([] if text.language == language() else [_("To be validated by the team")])]
    draft = "" if text.validated_by else f'<p class="draft">{" · ".join(told)}</p>'
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in text.paragraphs)
    blank = '<span class="line">&nbsp;</span>'
    return (
        f'<!doctype html><html lang="{text.language}" dir="{_direction(text)}"><meta charset="utf-8">'
        f"<title>{html.escape(text.title)}</title><style>{_PAPER}</style><h1>{html.escape(text.title)}</h1>{draft}"
        f"{paragraphs}<table><tr><th></th><th>{form['yes']}</th><th>{form['no']}</th></tr>{rows}</table>"
        f"<p>{form['date']} {blank} {form['valid_until']} {blank}</p><p>{form['signature']} {blank}</p>"
        f'<p>{form["witness"]} {blank}</p><div class="cut"><p><strong>{form["keep"]}</strong></p>'
        f"<p>{form['code']} {blank} {form['date']} {blank}</p><p>{form['withdraw']} {blank}</p></div></html>"
    )


def paper_forms() -> None:
    """Draw the download of the paper form, one per language."""
    with st.expander(_("Consent forms on paper"), icon=":material/print:"):
        st.caption(_("A page to print, in the language of the person. Oral consent is enough: the form is a choice."))
        with st.container(horizontal=True):
            for text in privacy.consent_texts().values():
                name = _("consent-%(language)s.html", language=text.language)
                st.download_button(
                    text.name, paper(text), file_name=name, mime="text/html", on_click="ignore", key=f"paper_{text.key}"
                )


def _direction(text: ConsentText) -> str:
    return "rtl" if text.right_to_left else "ltr"
