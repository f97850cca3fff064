"""Fields where two versions need no choice: what protects people holds, on every laptop the same, until one decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codesign.personas import State
from codesign.storage import Fork

Rule = Callable[[Sequence[Any]], Any]


def _in_all(values: Sequence[Any]) -> list[Any]:
    return sorted(set(values[0]).intersection(*values[1:]))


def _earliest(values: Sequence[Any]) -> Any:  # noqa: ANN401 - JSON values
    return min((each for each in values if each), default=values[-1])


def _all_say_so(values: Sequence[Any]) -> int:
    return int(all(values))


def _last(values: Sequence[Any]) -> Any:  # noqa: ANN401 - JSON values
    return values[-1]


def _doubt(values: Sequence[Any]) -> Any:  # noqa: ANN401 - JSON values
    return str(State.TO_REVIEW) if str(State.TO_REVIEW) in values else values[-1]


_RULES: Mapping[tuple[str, str], Rule] = {
    ("privacy_consent", "purposes"): _in_all,
    ("privacy_consent", "withdrawn_on"): _earliest,
    ("privacy_consent", "expires_on"): _earliest,
    ("fieldnotes_note", "cleared"): _all_say_so,
    ("fieldnotes_note", "cleared_by"): _last,
    ("media_item", "cleared"): _all_say_so,
    ("media_item", "cleared_by"): _last,
    ("accounts_member", "active"): _all_say_so,
    ("accounts_member", "roles"): _in_all,
    ("exchange_contents", "recalled_at"): _earliest,
    ("personas_persona", "state"): _doubt,
}


def careful_value(fork: Fork) -> tuple[Any] | None:
    """Return in a tuple what a field is until a person decides otherwise; None where only a person can choose."""
    rule = _RULES.get((fork.entity, fork.field))
    return (rule([each.value for each in fork.versions]),) if rule else None
