"""What people see of who was not heard: the team true counts, everybody else masked ones."""

from __future__ import annotations

from codesign import privacy, territory
from codesign.accounts import Actor, Permission
from codesign.dashboard import store
from codesign.dashboard.gaps import attribute_gap, empty_crossings
from codesign.dashboard.model import Gaps
from codesign.privacy import Masked
from codesign.storage import Database


def gaps(db: Database, actor: Actor) -> Gaps:
    """Return who was not heard yet, attribute by attribute.

    Raises:
        NotAllowed: the role does not see the dashboard.
    """
    actor.require(Permission.DASHBOARD_SEE)
    exact = actor.may(Permission.NOTE_RECORD)
    people, unnamed = store.heard(db)
    found = tuple(attribute_gap(each, people, exact=exact) for each in territory.compared(territory.references(db)))
    return Gaps(
        people=Masked(len(people)) if exact else privacy.rounded(privacy.masked_count(len(people))),
        unnamed=Masked(unnamed) if exact else privacy.rounded(privacy.masked_count(unnamed)),
        attributes=found,
        crossings=empty_crossings(people, found) if exact else (),
        exact=exact,
    )
