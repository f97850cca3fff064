"""Bundles as the command line and the screen tell them: what one brings, in words; files in, files out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from codesign import exchange, storage
from codesign.accounts import MACHINE
from codesign.bootstrap.bundles import MergeReport, Told, inspect_bundle, merge_bundle
from codesign.bootstrap.prepare import prepare
from codesign.errors import InvalidInput
from codesign.exchange import BundleWish, ExportFile
from codesign.i18n import N_, _, number

_KINDS = {
    "fieldnotes_note": N_("Notes"),
    "fieldnotes_occasion": N_("Occasions"),
    "fieldnotes_document": N_("Documents"),
    "media_item": N_("Photos and sounds"),
    "privacy_participant": N_("Pseudonyms"),
    "privacy_consent": N_("Consents"),
    "barriers_decision": N_("Coding decisions"),
    "personas_persona": N_("Personas"),
    "personas_line": N_("Lines of personas"),
    "scenarios_scenario": N_("Scenarios"),
    "scenarios_step": N_("Steps of scenarios"),
    "partners_partner": N_("Partners"),
    "partners_service": N_("Services"),
    "accounts_member": N_("Members"),
}
_REST = N_("Other entries")
_AHEAD = 10  # minutes: below, two clocks agree


def kind_label(table: str) -> str:
    """Return what people call the rows of a table."""
    return _(_KINDS.get(table, _REST))


def told(report: MergeReport) -> list[str]:
    """Return what a bundle brings, line by line, for people."""
    lines = [_("New: %(what)s", what=_words(report.new)), _("Changed: %(what)s", what=_words(report.changed))]
    lines.append(_("Here already: %(n)s entries of the journal", n=number(report.same)))
    if report.joins:
        lines.insert(0, _("This laptop joins the project."))
    lines += _leaving(report)
    if report.conflicts:
        lines.append(_("Changed on both sides, to be settled: %(n)s", n=number(len(report.conflicts))))
    if report.renamed:
        lines.append(
            _("Pseudonyms given on two laptops at once, told apart: %(codes)s", codes=", ".join(report.renamed))
        )
    if report.logins:
        lines.append(_("Sign-in names given on two laptops, told apart: %(names)s", names=", ".join(report.logins)))
    if report.staying:
        who = ", ".join(report.staying)
        lines.append(_("Two laptops together left nobody in the coordination: %(who)s stays in it.", who=who))
    if report.members:
        lines.append(_("Members who are new or changed: %(n)s. Look at their roles.", n=number(len(report.members))))
    if report.ahead > _AHEAD:
        lines.append(_("The clock of that laptop is %(n)s minutes ahead: set it.", n=number(report.ahead)))
    return lines


def _leaving(report: MergeReport) -> list[str]:
    """Return what is said of people who withdrew elsewhere."""
    lines = []
    if report.people:
        lines.append(_("People who withdrew elsewhere, erased here: %(n)s", n=number(report.people)))
    if report.together:
        told = N_(
            "Only one of these pseudonyms withdrew elsewhere; here they were merged into one person, so all that was"
            " written under any of them is erased: %(codes)s"
        )
        lines.append(_(told, codes=", ".join(report.together)))
    if report.dropped:
        lines.append(_("Left out, since it was about what was erased: %(what)s", what=_words(report.dropped)))
    return lines


def _words(counts: Mapping[str, int]) -> str:
    found: Counter[str] = Counter()
    for table, n in counts.items():
        found[kind_label(table)] += n
    return ", ".join(_("%(what)s: %(n)s", what=label, n=number(n)) for label, n in found.items()) or _("nothing")


def bundle_file(database: Path, wish: BundleWish, to: str = "") -> ExportFile:
    """Return a bundle of the database at `database`; `to` is the name of the laptop that it is for.

    Raises:
        InvalidInput: no laptop, or several, of that name; and as `exchange.export_bundle`.
    """
    prepare(database, database.parent / "backups")
    with storage.open_database(database) as db:
        found = [each.post for each in storage.peers(db) if each.name == to]
        if to and len(found) != 1:
            raise InvalidInput(N_("No laptop, or more than one, is called %(name)s: give everything."), name=to)
        meant = replace(wish, post=found[0] if to else "")
        return exchange.export_bundle(db, MACHINE, wish=meant)


def inspect_file(database: Path, file: Path, passphrase: str) -> MergeReport:
    """Return what a merge of the bundle at `file` would do. Raises as `inspect_bundle`."""
    prepare(database, database.parent / "backups")
    with storage.open_database(database) as db:
        return inspect_bundle(db, MACHINE, name=file.name, data=exchange.read_bytes(file), passphrase=passphrase)


def merge_file(database: Path, file: Path, passphrase: str, progress: Told) -> MergeReport:
    """Merge the bundle at `file` into the database. Raises as `merge_bundle`."""
    prepare(database, database.parent / "backups")
    data = exchange.read_bytes(file)
    with storage.open_database(database) as db:
        return merge_bundle(db, MACHINE, name=file.name, data=data, passphrase=passphrase, progress=progress)
