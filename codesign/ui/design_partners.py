"""The list of organisations and services, and the forms that keep it."""

from __future__ import annotations

import streamlit as st

from codesign import partners
from codesign.i18n import N_, _
from codesign.partners import Partner, PartnerDraft, PartnerKind, PartnerStatus, Service, ServiceDraft
from codesign.ui import design, forms, page

PARTNER_LABELS = {"name": N_("Name"), "kind": N_("Kind"), "link": N_("Web page"), "status": N_("Status")}
SERVICE_LABELS = {
    "name": N_("Name"),
    "description": N_("What it offers"),
    "sector": N_("Sector"),
    "cost": N_("Cost"),
    "hours": N_("Hours"),
    "languages": N_("Languages"),
    "channels": N_("How it is reached"),
    "needs": N_("Needs it answers"),
    "barriers": N_("Barriers it lowers"),
}
WHOLE = "all"


def listing(here: page.Here, found: tuple[Partner, ...]) -> None:
    """Draw the organisations with what they offer, each with a way to its form."""
    for partner in found:
        with st.container(border=True, key=f"partner_{partner.id}"):
            left, right = st.columns([4, 1], vertical_alignment="top")
            with left:
                st.header(design.plain(partner.name), anchor=False)
                _partner_facts(partner)
            if right.button(_("Edit"), key=f"edit_{partner.id}", icon=":material/edit:", width="stretch"):
                here.keep(partner=partner.id, service=None)
                st.rerun()
            for service in partner.services:
                _service(service)


def names() -> dict[str, str]:
    """Return ids and codes in words, to show two versions side by side."""
    lists = (partners.KIND_LABELS, partners.STATUS_LABELS, partners.COST_LABELS)
    several = (partners.LANGUAGE_LABELS, partners.CHANNEL_LABELS)
    said = {key: word for labels in (*lists, *several) for key, word in design.words(labels).items()}
    return {**said, **design.sector_names(), **design.code_names("need"), **design.code_names("barrier")}


def matches(partner: Partner, words: str, barrier: str | None) -> bool:
    """Say whether an organisation, or something that it offers, is what the person looks for."""
    names = " ".join([partner.name, *(f"{each.name} {each.draft.description}" for each in partner.services)])
    lowers = barrier is None or any(barrier in each.draft.barriers for each in partner.services)
    return lowers and words.casefold().strip() in names.casefold()


def _partner_facts(partner: Partner) -> None:
    draft = partner.draft
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_(partners.KIND_LABELS[draft.kind]))
        confirmed = draft.status is PartnerStatus.CONFIRMED
        st.badge(
            _(partners.STATUS_LABELS[draft.status]),
            icon=":material/check:" if confirmed else ":material/help:",
            color="green" if confirmed else "orange",
        )
        if draft.link:
            st.link_button(_("Web page"), draft.link, type="tertiary", icon=":material/open_in_new:")


def _service(service: Service) -> None:
    draft = service.draft
    st.markdown(f"**{design.plain(service.name)}**")
    if draft.description:
        st.text(draft.description)
    sector = design.sector_names().get(draft.sector, draft.sector) if draft.sector else _("Whole borough")
    cost = "" if draft.cost is partners.Cost.UNKNOWN else _(partners.COST_LABELS[draft.cost])
    languages = ", ".join(_(partners.LANGUAGE_LABELS[each]) for each in draft.languages)
    channels = ", ".join(_(partners.CHANNEL_LABELS[each]) for each in draft.channels)
    design.facts([sector, cost, draft.hours, languages, channels])
    names = {family: design.code_names(family) for family in ("need", "barrier")}
    needs = ", ".join(names["need"].get(each, each) for each in draft.needs)
    barriers = ", ".join(names["barrier"].get(each, each) for each in draft.barriers)
    lowers = _("Barriers: %(names)s", names=barriers) if barriers else ""
    design.facts([_("Needs: %(names)s", names=needs) if needs else "", lowers])


def partner_form(key: str, kept: PartnerDraft | None, label: str) -> PartnerDraft | None:
    """Draw the form of an organisation; return what it holds when it is sent."""
    draft = kept or PartnerDraft("")
    with st.form(f"partner_form_{key}", border=False, enter_to_submit=False):
        name = st.text_input(_("Name"), draft.name, key=f"name_{key}")
        kinds = design.words(partners.KIND_LABELS)
        kind = forms.choice(_("Kind"), kinds, str(draft.kind), key=f"kind_{key}")
        link = st.text_input(_("Web page"), draft.link, key=f"link_{key}", placeholder="https://")
        statuses = design.words(partners.STATUS_LABELS)
        status = forms.choice(_("Status"), statuses, str(draft.status), key=f"status_{key}")
        st.caption(_("Names of organisations only: no person, no personal phone number."))
        if not st.form_submit_button(label, type="primary", icon=":material/save:"):
            return None
    return PartnerDraft(name, PartnerKind(kind or draft.kind), link, PartnerStatus(status or draft.status))


def service_form(key: str, partner_id: str, kept: ServiceDraft | None, label: str) -> ServiceDraft | None:
    """Draw the form of a service; return what it holds when it is sent."""
    draft = kept or ServiceDraft(partner_id, "")
    with st.form(f"service_form_{key}", border=False, enter_to_submit=False):
        name = st.text_input(_("Name of the service"), draft.name, key=f"sname_{key}")
        description = st.text_area(_("What it offers"), draft.description, key=f"sdesc_{key}", height=100)
        sectors = {WHOLE: _("Whole borough"), **design.sector_names()}
        sector = forms.choice(_("Sector"), sectors, draft.sector or WHOLE, key=f"ssector_{key}")
        cost = forms.choice(_("Cost"), design.words(partners.COST_LABELS), str(draft.cost), key=f"scost_{key}")
        hours = st.text_input(_("Hours"), draft.hours, key=f"shours_{key}")
        picked = {
            "languages": design.words(partners.LANGUAGE_LABELS),
            "channels": design.words(partners.CHANNEL_LABELS),
            "needs": design.code_names("need"),
            "barriers": design.code_names("barrier"),
        }
        lists = {
            field: tuple(forms.choices(_(SERVICE_LABELS[field]), names, getattr(draft, field), key=f"s{field}_{key}"))
            for field, names in picked.items()
        }
        if not st.form_submit_button(label, type="primary", icon=":material/save:"):
            return None
    sector_id = None if sector in (None, WHOLE) else sector
    return ServiceDraft(
        partner_id, name, description, sector_id, partners.Cost(cost or draft.cost), hours, **lists
    )  # fmt: skip


def edit_screen(here: page.Here, partner: Partner) -> None:
    """Draw one organisation's form, its services' forms, and the ways to the bin."""
    if st.button(_("Back to the list"), icon=":material/arrow_back:", type="tertiary"):
        here.keep(partner=None, service=None)
        st.rerun()
    st.header(design.plain(partner.name), anchor=False)
    design.offer_undo(here, partners.restore_service, _("A service is in the bin."))
    design.settle_conflict(here, partner.id, partners.edit_partner, PARTNER_LABELS, names(), partner_id=partner.id)
    with st.expander(_("The organisation"), icon=":material/domain:"):
        base = design.seen(here, partner.id, partner.version, "name")
        draft = partner_form(base, partner.draft, _("Save the organisation"))
        if draft is not None:
            design.save_edit(
                here, partner.id, partners.edit_partner,
                draft=draft, base=base, said=_("The organisation is saved."), partner_id=partner.id,
            )  # fmt: skip
        if here.confirm(
            f"bin_{partner.id}",
            _("Put the organisation in the bin"),
            _("Its services leave the lists with it. You can take it back."),
        ):
            design.remember_undo(here, partners.restore_partner, partner_id=partner.id)
            here.keep(partner=None, service=None)
            design.do(here, partners.bin_partner, partner_id=partner.id, said=_("It is in the bin."))
    for service in partner.services:
        _edit_service(here, partner, service)
    _add_service(here, partner)


def _edit_service(here: page.Here, partner: Partner, service: Service) -> None:
    design.settle_conflict(here, service.id, partners.edit_service, SERVICE_LABELS, names(), service_id=service.id)
    with st.expander(design.plain(service.name), icon=":material/volunteer_activism:"):
        base = design.seen(here, service.id, service.version, "sname")
        draft = service_form(base, partner.id, service.draft, _("Save the service"))
        if draft is not None:
            design.save_edit(
                here, service.id, partners.edit_service,
                draft=draft, base=base, said=_("The service is saved."), service_id=service.id,
            )  # fmt: skip
        design.bin_button(
            here, f"bin_{service.id}", partners.bin_service, partners.restore_service, {"service_id": service.id}
        )


def _add_service(here: page.Here, partner: Partner) -> None:
    with st.expander(_("Add a service"), icon=":material/add:", expanded=not partner.services):
        key = design.new_id(here, f"service_{partner.id}")
        draft = service_form(key, partner.id, None, _("Add the service"))
        if draft is not None and design.do(here, partners.add_service, draft=draft, id=key, rerun=False):
            design.done(here, f"service_{partner.id}")
            st.rerun()
