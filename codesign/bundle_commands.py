"""Bundles between laptops on the command line: make one, look into one, merge one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codesign.i18n import N_, _, moment
from codesign.terminal import DatabaseOption, command, database_of, group, option, progress_bar, say

if TYPE_CHECKING:
    from codesign.bootstrap import MergeReport

VARIABLE = "CODESIGN_PASSPHRASE"
bundles = group(_("Hand the work to another laptop of the project, and take in what another one hands."))
_FileArgument = Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("The bundle."), show_default=False)]
_Protected = Annotated[
    bool, option("--passphrase", help=_("Ask for the passphrase; CODESIGN_PASSPHRASE gives it to a script."))
]

_Stays = Annotated[
    bool, option("--stays-on-encrypted-disk", help=_("I confirm: without a passphrase, it stays on such a disk."))
]


def _passphrase(*, wanted: bool) -> str:
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not wanted:
        return ""
    if sys.stdin.isatty():
        return str(typer.prompt(_("Passphrase"), hide_input=True))
    return sys.stdin.readline().rstrip("\r\n")


@command(bundles, "export", N_("Write a bundle with the work known here, for another laptop of the project."))
def export(  # noqa: PLR0913, PLR0917 - the options of the command
    output: Annotated[Path, option(metavar=_("OUT"), help=_("The file to write."))],
    name: Annotated[str, option("--name", metavar=_("NAME"), help=_("What the team calls this laptop."))],
    to: Annotated[
        str, option("--to", metavar=_("NAME"), help=_("The laptop it is for: what it was given is left out."))
    ] = "",
    join: Annotated[bool, option("--join", help=_("Let a new laptop join the project."))] = False,  # noqa: FBT002 - a switch
    passphrase: _Protected = False,  # noqa: FBT002 - a switch
    encrypted_disk: _Stays = False,  # noqa: FBT002 - a switch
    database: DatabaseOption = None,
) -> None:
    """Write a bundle; one that holds people's words asks for a passphrase, or for a word on where it stays."""
    from codesign import bootstrap, exchange  # noqa: PLC0415 - each command loads what it needs

    wish = exchange.BundleWish(
        name, _passphrase(wanted=passphrase or join), everything=not to, join=join, on_encrypted_disk=encrypted_disk
    )
    made = bootstrap.bundle_file(database_of(database), wish, to)
    exchange.write_bytes(output, made.data)
    say(_("%(path)s: %(size)s bytes.", path=output, size=len(made.data)))


@command(bundles, "inspect", N_("Say what a merge of a bundle would do; nothing is written."))
def inspect(file: _FileArgument, passphrase: _Protected = False, database: DatabaseOption = None) -> None:  # noqa: FBT002 - a switch
    """Look into a bundle."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    _tell(bootstrap.inspect_file(database_of(database), file, _passphrase(wanted=passphrase)))


@command(bundles, "merge", N_("Join a bundle to the work here, all of it or nothing; the state before it is kept."))
def merge(file: _FileArgument, passphrase: _Protected = False, database: DatabaseOption = None) -> None:  # noqa: FBT002 - a switch
    """Merge a bundle."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    given = _passphrase(wanted=passphrase)
    with progress_bar(_("Merging")) as progress:
        report = bootstrap.merge_file(database_of(database), file, given, progress)
    _tell(report)
    say(_("The state before it is kept in %(path)s.", path=report.backup))


def _tell(report: MergeReport) -> None:
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    say(_("From %(laptop)s, %(when)s.", laptop=report.laptop, when=moment(report.moment)))
    for line in bootstrap.told(report):
        say(line)
