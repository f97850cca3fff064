"""Long work: one worker process, progress, cancel."""

from codesign.jobs.actions import all_jobs, enqueue, job, jobs, request_cancel
from codesign.jobs.migrations import migrations
from codesign.jobs.model import MAX_TRIES, Asker, Cancelled, Job, JobState, Progress
from codesign.jobs.parallel import running_on, spread
from codesign.jobs.worker import Handler, run_worker, work_once

__all__ = [
    "MAX_TRIES",
    "Asker",
    "Cancelled",
    "Handler",
    "Job",
    "JobState",
    "Progress",
    "all_jobs",
    "enqueue",
    "job",
    "jobs",
    "migrations",
    "request_cancel",
    "run_worker",
    "running_on",
    "spread",
    "work_once",
]
