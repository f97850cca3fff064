from __future__ import annotations

from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import finding, finding_saved, page

here = page.open(
    _("Search"), Permission.NOTE_READ_OWN, purpose=_("Find words in the notes and documents that you may read.")
)
finding_saved.listing(here)
wanted = finding.ask(here)
if wanted.empty:
    page.empty(_("What you look for will be shown here with the words around it."), icon="search")
else:
    finding_saved.keep(here, wanted)
    finding.results(here, wanted)
