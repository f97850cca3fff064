"""Plain words: messages with English ids and a French catalogue, numbers and dates as in Québec.

The catalogue is a `.po` file compiled in memory at first use, so no binary catalogue is kept in git.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LOCALES = Path(__file__).resolve().parents[1] / "locales"
DOMAIN = "codesign"
DEFAULT_LANGUAGE = "fr"
PSEUDO_LANGUAGE = "qps"  # every message between ⟦ ⟧: what stands outside was never translated
TIME_ZONE = ZoneInfo("America/Toronto")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


class _Pseudo(gettext.NullTranslations):
    """Marks each message, so that a test can see the strings that bypass the catalogue."""

    def gettext(self, message: str) -> str:
        """Return the message between marks."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the right plural between marks."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == PSEUDO_LANGUAGE:
        return _Pseudo()
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark `message` for the catalogue; it is translated later, when it is shown."""
    return message


def _(message: str, /, **params: object) -> str:
    """Return `message` in the reader's language, `%(name)s` filled from `params`."""
    text = _translations(_language.get()).gettext(message) if message else ""
    return text % params if params else text


def ngettext(singular: str, plural: str, n: int, /, **params: object) -> str:
    """Return the form of the message that fits `n`; `%(n)s` is `n` as Québec writes numbers."""
    text = _translations(_language.get()).ngettext(singular, plural, n)
    return text % {"n": number(n), **params}


def language() -> str:
    """Return the language of the current request (`fr` unless chosen)."""
    return _language.get()


@contextmanager
def using_language(code: str) -> Iterator[None]:
    """Answer in `code` within the block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def _locale() -> str:
    return {"fr": "fr_CA", PSEUDO_LANGUAGE: "fr_CA"}.get(_language.get(), "en_CA")


def number(value: float, digits: int = 0) -> str:
    """Return `value` as written in Québec: `1 234,5`."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale())


def percent(share: float) -> str:
    """Return a share between 0 and 1 as `75 %`."""
    return format_percent(share, locale=_locale())


def local_time(moment: datetime) -> datetime:
    """Return `moment` (aware) on the clock of Montréal."""
    return moment.astimezone(TIME_ZONE)


def day(value: date) -> str:
    """Return `3 mars 2026`."""
    return format_date(value, "d MMMM y", locale=_locale())


def month(value: date) -> str:
    """Return `mars 2026`."""
    return format_skeleton("yMMMM", value, locale=_locale())


def moment(value: datetime) -> str:
    """Return `3 mars 2026, 14 h 05` on the clock of Montréal."""
    return format_datetime(local_time(value), "d MMMM y, HH 'h' mm", locale=_locale())


def ago(value: datetime, now: datetime | None = None) -> str:
    """Return how long ago `value` was, in words (`il y a 5 min`); a date beyond one week."""
    seconds = ((now or datetime.now(UTC)) - value).total_seconds()
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return ngettext("%(n)s min ago", "%(n)s min ago", int(seconds // 60))
    if seconds < 86400:
        return ngettext("%(n)s h ago", "%(n)s h ago", int(seconds // 3600))
    if seconds < 7 * 86400:
        return ngettext("%(n)s day ago", "%(n)s days ago", int(seconds // 86400))
    return day(local_time(value).date())
