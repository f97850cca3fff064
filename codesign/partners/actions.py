"""What people do with the list of organisations and services that the team keeps."""

from __future__ import annotations

from dataclasses import replace

from codesign import codebook, territory
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.partners import store
from codesign.partners.model import (
    CHANNEL_LABELS,
    LANGUAGE_LABELS,
    MAX_DESCRIPTION,
    MAX_LINK,
    MAX_NAME,
    PartnerDraft,
    ServiceDraft,
    check_known,
    check_link,
)
from codesign.storage import Database, Entity, clean_text, transaction, uuid7


def add_partner(db: Database, actor: Actor, *, draft: PartnerDraft, id: str | None = None) -> str:  # noqa: A002 - house name of a form's id
    """Add an organisation; return its id. The same `id` sent twice makes one."""
    actor.require(Permission.SCENARIO_EDIT)
    values = store.partner_values(_clean_partner(draft))
    with transaction(db):
        return store.add(db, store.PARTNER, id or uuid7(), values, actor.id)


def edit_partner(db: Database, actor: Actor, *, partner_id: str, draft: PartnerDraft, base: str) -> str:
    """Change an organisation; return its new version.

    Raises:
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.SCENARIO_EDIT)
    values = store.partner_values(_clean_partner(draft))
    with transaction(db):
        return store.change(db, store.PARTNER, partner_id, values, actor.id, base)


def bin_partner(db: Database, actor: Actor, *, partner_id: str) -> None:
    """Put an organisation, and so its services, out of every list."""
    _set_bin(db, actor, store.PARTNER, partner_id, deleted=True)


def restore_partner(db: Database, actor: Actor, *, partner_id: str) -> None:
    """Take an organisation out of the bin, its services with it."""
    _set_bin(db, actor, store.PARTNER, partner_id, deleted=False)


def add_service(db: Database, actor: Actor, *, draft: ServiceDraft, id: str | None = None) -> str:  # noqa: A002 - same
    """Add a service to an organisation; return its id. The same `id` sent twice makes one."""
    actor.require(Permission.SCENARIO_EDIT)
    kept = _clean_service(draft)
    with transaction(db):
        if not store.partner_exists(db, kept.partner_id):
            raise InvalidInput(N_("Choose the organisation that offers this service."))
        return store.add(db, store.SERVICE, id or uuid7(), store.service_values(kept), actor.id)


def edit_service(db: Database, actor: Actor, *, service_id: str, draft: ServiceDraft, base: str) -> str:
    """Change a service; return its new version.

    Raises:
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.SCENARIO_EDIT)
    kept = _clean_service(draft)
    with transaction(db):
        if not store.partner_exists(db, kept.partner_id):
            raise InvalidInput(N_("Choose the organisation that offers this service."))
        return store.change(db, store.SERVICE, service_id, store.service_values(kept), actor.id, base)


def bin_service(db: Database, actor: Actor, *, service_id: str) -> None:
    """Put a service in the bin."""
    _set_bin(db, actor, store.SERVICE, service_id, deleted=True)


def restore_service(db: Database, actor: Actor, *, service_id: str) -> None:
    """Take a service out of the bin."""
    _set_bin(db, actor, store.SERVICE, service_id, deleted=False)


def _set_bin(db: Database, actor: Actor, entity: Entity, row_id: str, *, deleted: bool) -> None:
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        store.change(db, entity, row_id, {"deleted": deleted}, actor.id)


def _clean_partner(draft: PartnerDraft) -> PartnerDraft:
    name = clean_text(draft.name, limit=MAX_NAME)
    if not name:
        raise InvalidInput(N_("Write the name of the organisation."))
    link = clean_text(draft.link, limit=MAX_LINK)
    check_link(link)
    return replace(draft, name=name, link=link)


def _clean_service(draft: ServiceDraft) -> ServiceDraft:
    name = clean_text(draft.name, limit=MAX_NAME)
    if not name:
        raise InvalidInput(N_("Write the name of the service."))
    check_known(draft.languages, LANGUAGE_LABELS)
    check_known(draft.channels, CHANNEL_LABELS)
    if draft.sector is not None:
        check_known((draft.sector,), frozenset(sector.id for sector in territory.sectors()))
    codes = codebook.load_codebook()
    for family, values in (("need", draft.needs), ("barrier", draft.barriers)):
        check_known(values, frozenset(code.id for code in codes.family(family).codes))
    description = clean_text(draft.description, limit=MAX_DESCRIPTION)
    return replace(draft, name=name, description=description, hours=clean_text(draft.hours, limit=MAX_NAME))
