from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import page, queue, review

here = page.open(
    _("Read and review codes"),
    Permission.TAG_REVIEW,
    purpose=_("The machine proposes codes sentence by sentence; you decide."),
)
source = here.id("source")
if source:
    review.show(here, source)
else:
    queue.show(here)
