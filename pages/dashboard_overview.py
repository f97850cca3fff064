from __future__ import annotations

import streamlit as st

from codesign import dashboard
from codesign.accounts import Permission
from codesign.barriers import BARRIER
from codesign.dashboard import AXIS_LABELS, Axis
from codesign.errors import InvalidInput
from codesign.i18n import _
from codesign.ui import codes, figures, forms, kept, page
from codesign.ui import dashboard as drawn

here = page.open(
    _("Dashboard"),
    Permission.DASHBOARD_SEE,
    purpose=_("What keeps people from services, counted in people; no figure can point at anyone."),
)
found = kept.read(here, dashboard.overview, shared=Permission.DASHBOARD_SEE)
if found.people.hidden:
    page.empty(_("The figures will appear once at least 5 people were heard and their notes read."), icon="bar_chart")
    here.link("accounts_members", _("Invite the team"), icon=":material/person_add:")
    here.link("fieldnotes_new", _("Write a first note"), icon=":material/edit_note:")
    here.link("barriers_review", _("Read and review codes"), icon=":material/rate_review:")
    st.stop()

people, notes, unread = st.columns(3)
people.metric(_("People heard"), str(found.people), border=True)
notes.metric(_("Notes"), str(found.notes), border=True)
unread.metric(
    _("Notes not coded yet"),
    str(found.unread),
    border=True,
    help=_("What nobody has decided on is not counted: the figures may still move."),
)

axes: dict[str, str] = {each: _(label) for each, label in AXIS_LABELS.items() if found.crossings[each].values}
axis = forms.radio(_("Look at"), {"": _("Everyone"), **axes}, "", key="axis", horizontal=True)
value = None
if axis:
    values = found.crossings[Axis(axis)].values
    value = forms.choice(
        _(AXIS_LABELS[Axis(axis)]), {each: drawn.value_label(Axis(axis), each) for each in values}, key=f"value_{axis}"
    )
if axis and value:
    try:
        count, rows = dashboard.at_value(found, Axis(axis), value)
        where = drawn.value_label(Axis(axis), value)
        when = where if Axis(axis) is Axis.MONTH else ""
        chart = kept.chart(here, lambda: drawn.barriers_chart(found, rows, count, where, when), "bars", axis, value)
        figures.show(chart, key=f"bars_{axis}_{value}")
    except InvalidInput as error:
        st.info(str(error), icon=":material/visibility_off:")
else:
    wide, narrow = st.columns([3, 2], gap="large")
    with wide:
        figures.show(kept.chart(here, lambda: drawn.barriers_chart(found, found.codes, found.people), "bars"), "bars")
    with narrow:
        figures.show(kept.chart(here, lambda: drawn.path_chart(found), "path"), "path")
    if Axis.SECTOR in axes:
        figures.show(kept.chart(here, lambda: drawn.grid_chart(found, Axis.SECTOR), "sectors"), "sectors")
    if Axis.OCCASION in axes:
        figures.show(kept.chart(here, lambda: drawn.grid_chart(found, Axis.OCCASION), "occasions"), "occasions")

    names = {each.code: codes.label(BARRIER, each.code) for each in found.codes}
    code = forms.choice(_("Barrier, month by month"), names, found.codes[0].code, key="code") or found.codes[0].code
    if Axis.MONTH in axes:
        figures.show(kept.chart(here, lambda: drawn.months_chart(found, code), "months", code), f"months_{code}")

    if here.actor.may(Permission.NOTE_READ_CLEARED):
        drawn.evidence(here, code)
st.caption(drawn.hint())
st.caption(
    _("Each person counts once, where and when they were first met; a barrier counts once someone of the team decided.")
)
