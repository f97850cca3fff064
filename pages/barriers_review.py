from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import page, queue, review

source = review.asked()
here = page.open(
    _("Read and review codes"),
    Permission.TAG_REVIEW,
    purpose="" if source else _("The machine proposes codes sentence by sentence; you decide."),
)
if source:
    review.show(here, source)
else:
    queue.show(here)
