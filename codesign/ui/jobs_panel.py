"""How far long work has come, with a way to stop it."""

from __future__ import annotations

import streamlit as st

from codesign import jobs
from codesign.accounts import Actor, Permission
from codesign.i18n import _, ngettext, number
from codesign.jobs import Job, JobState
from codesign.storage import Database
from codesign.ui.page import Here
from codesign.ui.words import quiet


def jobs_panel(here: Here, job_id: str, *, for_anyone: bool = False) -> Job:
    """Draw one job and keep it up to date until it is over; then the page runs once more. Returns it as it is now.

    `for_anyone` lets someone who looks after the project stop another person's work.
    """
    job = jobs.job(here.db, job_id)
    if job.state.is_over:
        _ended(job)
    else:
        st.fragment(_running, run_every=1.0)(here, job_id, for_anyone=for_anyone)
    return job


def _running(here: Here, job_id: str, *, for_anyone: bool) -> None:
    job = jobs.job(here.db, job_id)
    if job.state.is_over:
        st.rerun()
    text = (
        _(job.message) if job.message else _("Waiting for its turn…") if job.state is JobState.QUEUED else _("At work…")
    )
    if job.total:
        text = f"{text} {number(job.done)} / {number(job.total)}"
    st.progress(job.share, text=text)
    if job.cancel_asked:
        quiet(_("Stopping at the next step…"))
    elif st.button(_("Stop this work"), key=f"stop_{job_id}", icon=":material/stop_circle:"):
        here.act(_stop_anyones if for_anyone else jobs.request_cancel, job_id=job_id, said=_("The work will stop."))


def _stop_anyones(db: Database, actor: Actor, *, job_id: str) -> None:
    """Stop whoever's work it is: the floor of jobs knows no roles."""
    actor.require(Permission.STEWARD)
    jobs.request_cancel(db, actor, job_id=job_id, for_anyone=True)


def _ended(job: Job) -> None:
    if job.state is JobState.DONE:
        st.success(_("Done."), icon=":material/check_circle:")
    elif job.state is JobState.CANCELLED:
        st.info(_("Stopped, as you asked."), icon=":material/stop_circle:")
    else:
        st.error(job.trouble, icon=":material/error:")
    if job.tries > 1:
        quiet(ngettext("Started %(n)s time.", "Started %(n)s times.", job.tries))
