"""The few pages that stand outside Streamlit: signing in, locking, first start. Their one script may fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from codesign.i18n import _, language


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form; `autocomplete` lets a password manager help."""

    name: str
    label: str
    type: str = "text"
    autocomplete: str = "off"
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few choices."""

    value: str
    label: str
    hint: str = ""


def document(title: str, body: str, *, wrong: str = "") -> str:
    """Return a whole page; `wrong` is what must be mended, told first and read out at once."""
    mark = _("Error: ") if wrong else ""
    brand = escape(_("Co-design research"))
    hub = escape(_("Community and social health hub, Montréal-Nord"))
    return f"""<!doctype html>
<html lang="{escape(language()[:2])}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(mark + title)} – {brand}</title>
<link rel="icon" href="/favicon.png">
<link rel="stylesheet" href="/auth/static/auth.css">
<script src="/auth/static/wait.js" defer></script>
</head>
<body>
<header><p>{brand}<span>{hub}</span></p></header>
<main>
<h1>{escape(title)}</h1>
{_summary(wrong) if wrong else ""}
{body}
</main>
</body>
</html>
"""


def _summary(wrong: str) -> str:
    heading = escape(_("There is a problem"))
    return f'<div class="summary" role="alert" tabindex="-1" autofocus><h2>{heading}</h2><p>{escape(wrong)}</p></div>'


def paragraph(text: str, *, quiet: bool = False) -> str:
    """Return one paragraph."""
    return f'<p class="quiet">{escape(text)}</p>' if quiet else f"<p>{escape(text)}</p>"


def link(href: str, text: str) -> str:
    """Return a link on a line of its own, high enough for a thumb."""
    return f'<p><a class="line" href="{escape(href)}">{escape(text)}</a></p>'


def form(action: str, csrf: str, parts: Sequence[str], button: str, *, wait: str = "") -> str:
    """Return a form that posts to `action` with its token; `wait` is what its button says once it was sent."""
    busy = f' data-wait="{escape(wait)}"' if wait else ""
    return (
        f'<form method="post" action="{escape(action)}"{busy}>'
        f'<input type="hidden" name="csrf" value="{escape(csrf)}">{"".join(parts)}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def hidden(name: str, value: str) -> str:
    """Return a value that travels with the form."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def known_login(login: str) -> str:
    """Return the sign-in name where password managers look for it, unseen by people."""
    return f'<input type="text" name="login" value="{escape(login)}" autocomplete="username" hidden readonly>'


def field(of: Field) -> str:
    """Return a labelled line, its hint tied to it for screen readers."""
    hint = f'<p class="hint" id="{of.name}-hint">{escape(of.hint)}</p>' if of.hint else ""
    described = f' aria-describedby="{of.name}-hint"' if of.hint else ""
    plain = ' autocapitalize="none" spellcheck="false"' if of.autocomplete != "name" else ""
    return (
        f'<div class="field"><label for="{of.name}">{escape(of.label)}</label>{hint}'
        f'<input id="{of.name}" name="{of.name}" type="{of.type}" value="{escape(of.value)}"'
        f' autocomplete="{of.autocomplete}" maxlength="1000" required{described}{plain}></div>'
    )


def options(name: str, legend: str, choices: Sequence[Option], chosen: str) -> str:
    """Return a few choices of which one is taken."""
    lines = []
    for each in choices:
        hint = f'<span class="hint" id="{name}-{each.value}-hint">{escape(each.hint)}</span>' if each.hint else ""
        checked = " checked" if each.value == chosen else ""
        lines.append(
            f'<label class="option"><input type="radio" name="{name}" value="{escape(each.value)}"{checked}'
            f" required><span>{escape(each.label)}{hint}</span></label>"
        )
    return f"<fieldset><legend>{escape(legend)}</legend>{''.join(lines)}</fieldset>"
