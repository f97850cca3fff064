"""What the library of commands says of a command that was typed wrongly, in the reader's words: it speaks English."""

from __future__ import annotations

import re
from typing import Any

from codesign.i18n import _

_QUOTED = re.compile(r"'([^']*)'")


def wrong_use(error: Any) -> str:  # noqa: ANN401 - the library's own types are private
    """Return in one sentence what is wrong with a command; nothing of the library's own words."""
    match type(error).__name__:
        case "MissingParameter":
            return _missing(error.param)
        case "NoSuchOption":
            return _no_such_option(error.option_name, error.possibilities or ())
        case "BadOptionUsage":
            return _bad_option(error.option_name, error.message)
        case "BadParameter" | "FileError":
            return _bad_value(error)
        case _:
            return _bad_command(error.message)


def _missing(param: Any) -> str:  # noqa: ANN401 - same reason
    name = _name(param)
    if getattr(param, "param_type_name", "") == "option":
        return _("The option %(name)s is missing.", name=name)
    return _("%(name)s is missing.", name=name)


def _no_such_option(name: str, near: tuple[str, ...]) -> str:
    if near:
        return _("There is no option %(name)s; there is: %(others)s.", name=name, others=", ".join(sorted(near)))
    return _("There is no option %(name)s.", name=name)


def _bad_option(name: str, message: str) -> str:
    if "does not take" in message:
        return _("The option %(name)s takes no value.", name=name)
    return _("A value is missing after the option %(name)s.", name=name)


def _bad_value(error: Any) -> str:  # noqa: ANN401 - same reason
    param = getattr(error, "param", None)
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None) or ()
    if choices:
        known = ", ".join(str(getattr(each, "value", each)) for each in choices)
        return _("This value is none of those of %(name)s: %(others)s.", name=_name(param), others=known)
    return _("This value is not one that %(name)s can take.", name=_name(param))


def _bad_command(message: str) -> str:
    words = _QUOTED.findall(message)
    if message.startswith("Missing command"):
        return _("The command is missing.")
    if message.startswith("No such command") and len(words) > 1:
        return _("There is no command %(name)s; there is: %(others)s.", name=words[0], others=", ".join(words[1:]))
    if message.startswith("No such command") and words:
        return _("There is no command %(name)s.", name=words[0])
    if message.startswith("Got unexpected extra"):
        return _("Too many words were typed: %(words)s.", words=message.partition("(s) (")[2].rstrip(").") or "…")
    return _("The command is not typed as it should be.")


def _name(param: Any) -> str:  # noqa: ANN401 - same reason
    found = _QUOTED.findall(param.get_error_hint()) if param is not None else []
    return " / ".join(found) or "…"
