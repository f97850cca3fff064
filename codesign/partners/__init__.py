"""Organisations and the services that they offer."""

from codesign.partners.actions import (
    add_partner,
    add_service,
    bin_partner,
    bin_service,
    edit_partner,
    edit_service,
    restore_partner,
    restore_service,
)
from codesign.partners.migrations import migrations
from codesign.partners.model import (
    CHANNEL_LABELS,
    COST_LABELS,
    KIND_LABELS,
    LANGUAGE_LABELS,
    STATUS_LABELS,
    Channel,
    Cost,
    Partner,
    PartnerDraft,
    PartnerKind,
    PartnerStatus,
    Service,
    ServiceDraft,
)
from codesign.partners.reads import binned_partners, binned_services, partners, service, services

__all__ = [
    "CHANNEL_LABELS",
    "COST_LABELS",
    "KIND_LABELS",
    "LANGUAGE_LABELS",
    "STATUS_LABELS",
    "Channel",
    "Cost",
    "Partner",
    "PartnerDraft",
    "PartnerKind",
    "PartnerStatus",
    "Service",
    "ServiceDraft",
    "add_partner",
    "add_service",
    "bin_partner",
    "bin_service",
    "binned_partners",
    "binned_services",
    "edit_partner",
    "edit_service",
    "migrations",
    "partners",
    "restore_partner",
    "restore_service",
    "service",
    "services",
]
