"""What can go wrong, in words that a person can act on.

A message is an English id of the catalogue, marked with `N_` where it is raised; it is translated when it is
shown, so that one exception serves every language.
"""

from __future__ import annotations

from collections.abc import Mapping

from codesign.i18n import _


class UserError(Exception):
    """Something that the person can mend; shown beside the form, never logged as a fault.

    `params` fill the `%(name)s` of the message.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params: Mapping[str, object] = params

    def __str__(self) -> str:
        return _(self.message, **self.params)


class InvalidInput(UserError):  # noqa: N818 - house name: it says what happened, the base says it is an error
    """What was given cannot be used as it is."""


class NotAllowed(UserError):  # noqa: N818 - same reason
    """The person's roles do not allow this."""


class NotFound(UserError):  # noqa: N818 - same reason
    """What was asked for does not exist, or is not for this person to see."""


class Unavailable(UserError):  # noqa: N818 - same reason
    """The disk refuses to write (full, read-only, locked too long): nothing was saved, nothing was lost."""


class Conflict(UserError):  # noqa: N818 - same reason
    """Someone else saved a newer version since the person opened this one.

    `current` holds the saved values, by field, so that both versions can be shown.
    """

    def __init__(self, message: str, *, current: Mapping[str, object] | None = None, **params: object) -> None:
        super().__init__(message, **params)
        self.current: Mapping[str, object] = current or {}
