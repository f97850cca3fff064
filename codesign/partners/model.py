"""Organisations that serve the borough, and what each offers. Organisations only: no person is named here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from codesign.errors import InvalidInput
from codesign.i18n import N_

MAX_NAME = 200
MAX_DESCRIPTION = 2_000
MAX_LINK = 500


class PartnerKind(StrEnum):
    """What sort of organisation it is."""

    PUBLIC = "public"
    COMMUNITY = "community"
    SCHOOL = "school"
    MUNICIPAL = "municipal"
    COALITION = "coalition"
    HELPLINE = "helpline"
    OTHER = "other"


class PartnerStatus(StrEnum):
    """Whether somebody of the team has confirmed what is written of it."""

    TO_CHECK = "to_check"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class Cost(StrEnum):
    """What the person pays."""

    UNKNOWN = "unknown"
    FREE = "free"
    CONTRIBUTION = "contribution"
    PAID = "paid"


class Channel(StrEnum):
    """How one reaches the service."""

    ON_SITE = "on_site"
    PHONE = "phone"
    ONLINE = "online"
    HOME = "home"
    OUTREACH = "outreach"


KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        PartnerKind.PUBLIC: N_("Public network"),
        PartnerKind.COMMUNITY: N_("Community organisation"),
        PartnerKind.SCHOOL: N_("School or childcare"),
        PartnerKind.MUNICIPAL: N_("City and borough"),
        PartnerKind.COALITION: N_("Round table or coalition"),
        PartnerKind.HELPLINE: N_("Help line"),
        PartnerKind.OTHER: N_("Other organisation"),
    }
)
STATUS_LABELS: Mapping[str, str] = MappingProxyType(
    {
        PartnerStatus.TO_CHECK: N_("To be checked"),
        PartnerStatus.CONFIRMED: N_("Confirmed"),
        PartnerStatus.CLOSED: N_("No longer offered"),
    }
)
COST_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Cost.UNKNOWN: N_("Cost not known"),
        Cost.FREE: N_("Free"),
        Cost.CONTRIBUTION: N_("Voluntary contribution"),
        Cost.PAID: N_("Paid"),
    }
)
CHANNEL_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Channel.ON_SITE: N_("On site"),
        Channel.PHONE: N_("By phone"),
        Channel.ONLINE: N_("On line"),
        Channel.HOME: N_("At home"),
        Channel.OUTREACH: N_("In the street or the neighbourhood"),
    }
)
LANGUAGE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "francais": N_("French"),
        "anglais": N_("English"),
        "creole_haitien": N_("Haitian Creole"),
        "espagnol": N_("Spanish"),
        "arabe": N_("Arabic"),
        "italien": N_("Italian"),
        "kabyle": N_("Kabyle"),
        "turc": N_("Turkish"),
        "vietnamien": N_("Vietnamese"),
        "autre": N_("Another language"),
    }
)


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """What the form of an organisation holds."""

    name: str
    kind: PartnerKind = PartnerKind.OTHER
    link: str = ""
    status: PartnerStatus = PartnerStatus.TO_CHECK


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """What the form of a service holds. `sector` None means the whole borough; needs and barriers are codes."""

    partner_id: str
    name: str
    description: str = ""
    sector: str | None = None
    cost: Cost = Cost.UNKNOWN
    hours: str = ""
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it is kept; `version` is the base of the next edit."""

    id: str
    version: str
    partner_name: str
    draft: ServiceDraft

    @property
    def name(self) -> str:
        """The service's name."""
        return self.draft.name


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation as it is kept, with its services by name."""

    id: str
    version: str
    draft: PartnerDraft
    services: tuple[Service, ...] = ()

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.draft.name


def check_link(link: str) -> None:
    """Let only web addresses through: a link is opened with one click by whoever reads the list.

    Raises:
        InvalidInput: it does not begin with https:// or http://, or holds a space.
    """
    if link and (not link.startswith(("https://", "http://")) or len(link.split()) != 1):
        raise InvalidInput(N_("The link must be a web address that begins with https://."))


def check_known(values: tuple[str, ...], known: Mapping[str, str] | frozenset[str]) -> None:
    """Refuse a value that the lists do not have.

    Raises:
        InvalidInput: one of `values` is not among `known`.
    """
    for value in values:
        if value not in known:
            raise InvalidInput(N_("“%(value)s” is not in the list."), value=value)
