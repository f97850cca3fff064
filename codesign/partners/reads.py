"""What people see of organisations and services. Whoever may see a published scenario may see who serves in it."""

from __future__ import annotations

from codesign.accounts import Actor, Permission
from codesign.partners import store
from codesign.partners.model import Partner, Service
from codesign.storage import Database


def partners(db: Database, actor: Actor) -> tuple[Partner, ...]:
    """Return organisations by name, each with its services."""
    actor.require(Permission.DASHBOARD_SEE)
    return store.partners(db)


def services(db: Database, actor: Actor) -> tuple[Service, ...]:
    """Return every service by organisation, then name."""
    actor.require(Permission.DASHBOARD_SEE)
    return store.services(db)


def service(db: Database, actor: Actor, *, service_id: str) -> Service:
    """Return one service, in the bin or not.

    Raises:
        NotFound: no such service.
    """
    actor.require(Permission.DASHBOARD_SEE)
    return store.service(db, service_id)


def binned_partners(db: Database, actor: Actor) -> tuple[Partner, ...]:
    """Return the organisations in the bin."""
    actor.require(Permission.SCENARIO_EDIT)
    return store.partners(db, binned=True)


def binned_services(db: Database, actor: Actor) -> tuple[Service, ...]:
    """Return the services in the bin, of organisations that are not."""
    actor.require(Permission.SCENARIO_EDIT)
    return store.services(db, binned=True)
