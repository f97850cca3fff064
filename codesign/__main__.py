"""The command line: what the main screens do, for scripts, tests and large batches. Each command only wires."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from codesign.bundle_commands import bundles
from codesign.config import ROOT, keep_private, load_settings
from codesign.errors import InvalidInput, UserError
from codesign.i18n import N_, _
from codesign.terminal import DatabaseOption, TeamOption, command, database_of, group, option, progress_bar, say
from codesign.usage import wrong_use

if TYPE_CHECKING:
    from codesign.barriers import Reader

_BAD_USE = 2
app = group(_("Research platform for co-design: what the main screens do, without a screen."))
_command = partial(command, app)
app.add_typer(bundles, name="bundle")


@_command("init", N_("Make a new database, or bring an old one up to date."))
def init(database: DatabaseOption = None) -> None:
    """Make or update a database."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    path = database_of(database, must_exist=False)
    steps = bootstrap.prepare(path, path.parent / "backups")
    say(_("%(path)s is ready.", path=path) if steps else _("%(path)s was up to date.", path=path))


@_command("demo", N_("Make a new database with the invented data, without accounts."))
def demo(database: DatabaseOption = None) -> None:
    """Make the demo database."""
    from codesign import bootstrap, storage  # noqa: PLC0415 - each command loads what it needs

    path = (database or load_settings().demo_database).expanduser().resolve()
    if path.exists():
        raise InvalidInput(N_("%(path)s exists already: choose another file, or remove it first."), path=path)
    bootstrap.prepare(path)
    with progress_bar(_("Invented data")) as progress, storage.open_database(path) as db:
        bootstrap.load_demo(db, progress=lambda done, total, _message="": progress(done, total))
    say(_("%(path)s holds the invented data. Add a member with add-member to open it.", path=path))


@_command("add-member", N_("Add a member; the password is asked for, or read from standard input."))
def add_member(
    name: Annotated[str, typer.Argument(metavar=_("NAME"), help=_("The name that the team sees."), show_default=False)],
    role: Annotated[
        list[str],
        option(
            metavar=_("ROLE"), help=_("terrain, analyse, design, comite or coordination; may be given several times.")
        ),
    ],
    login: Annotated[str | None, option(help=_("The sign-in name; made from the name when left out."))] = None,
    database: DatabaseOption = None,
) -> None:
    """Add a member."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    path = database_of(database)
    used = bootstrap.add_member(path, name=name, roles=role, login=login, password=_password())
    say(_("%(name)s may sign in as %(login)s.", name=name, login=used))


def _password() -> str:
    if sys.stdin.isatty():
        asked = typer.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Again"))
        return str(asked)
    return sys.stdin.readline().rstrip("\r\n")


@_command("serve-tls", N_("Serve the platform to phones of the same network, with a certificate of the team (https)."))
def serve_tls(
    port: Annotated[int, typer.Option(metavar=_("NUMBER"), help=_("The port to listen on."))] = 8501,
    name: Annotated[list[str] | None, option(metavar=_("NAME"), help=_("Another local name of this machine."))] = None,
) -> None:
    """Make or renew the certificates, say how a phone comes to trust them, and start the server in place of this."""
    from codesign import tls  # noqa: PLC0415 - each command loads what it needs

    keep_private(load_settings())
    found = tls.certificates(load_settings().tls, [*(name or ()), *tls.own_names()])
    if found.made:
        say(_("A new authority was made: each phone must trust it once."))
    say(_("Open one of these addresses on a phone of the same network:"))
    for each in found.names:
        say(f"  https://{each}:{port}/auth/certificate")
    say(_("Fingerprint of the authority, to compare on the phone:"))
    say(f"  {tls.fingerprint(found.authority)}")
    served = [each for each in found.names if each not in {"localhost", "127.0.0.1"}] or ["localhost"]
    options = {
        "server.port": port, "server.address": "0.0.0.0", "server.sslCertFile": found.server,  # noqa: S104 - for phones
        "server.sslKeyFile": found.key, "browser.serverAddress": served[0],
    }  # fmt: skip
    words = [f"--{key}={value}" for key, value in options.items()]
    words += [part for each in found.names for part in ("--server.allowedHosts", each)]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *words])  # noqa: S606


def _reader(database: Path | None) -> Reader | None:
    """Return the tagger of a team's database; None, for the one that comes with the project, when none is given."""
    if database is None:
        return None
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    return bootstrap.reader_of(database_of(database))


@_command("tag", N_("Propose codes for each sentence of a CSV file (columns id,text) or of a text."))
def tag(
    source: Annotated[Path, typer.Argument(metavar=_("IN"), help=_("CSV with id,text, or .txt."), show_default=False)],
    output: Annotated[Path, option(metavar="OUT.csv", help=_("The CSV file to write."))],
    families: Annotated[  # noqa: FBT002 - a switch of the command line
        bool, option("--families", help=_("Needs, points of contact, leaders, strategies and aspirations too."))
    ] = False,
    database: TeamOption = None,
) -> None:
    """Tag a file."""
    from codesign import exchange  # noqa: PLC0415 - each command loads what it needs

    reader = _reader(database)
    with progress_bar(_("Reading")) as progress:
        rows = exchange.tag_file(source, output, families=families, reader=reader, progress=progress)
    say(_("%(rows)s rows in %(path)s.", rows=rows, path=output))


@_command("train", N_("Train the model again from the corpus and the lexicon (two minutes)."))
def train(
    output: Annotated[Path | None, typer.Option(metavar=_("FILE"), help=_("The file to write."))] = None,
    with_decisions: Annotated[  # noqa: FBT002 - a switch of the command line
        bool,
        option(
            "--with-decisions",
            help=_("Learn what the team decided too; kept beside the database, put to work if not worse."),
        ),
    ] = False,
    database: DatabaseOption = None,
) -> None:
    """Train the model."""
    from codesign import barriers, bootstrap  # noqa: PLC0415 - each command loads what it needs

    if (output and with_decisions) or (database and not with_decisions):
        raise InvalidInput(N_("--output is for the shipped model, --database for --with-decisions."))
    with progress_bar(_("Training")) as progress:
        if with_decisions:
            lines = bootstrap.train_with_decisions(database_of(database), progress)
        else:
            made = barriers.train_model(progress, output)
            lines = [_("The model is trained: %(size)s bytes.", size=len(made.content))]
    for line in lines:
        say(line)


@_command("evaluate", N_("Score the tagger on labelled sentences (CSV with id,text,labels and note)."))
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.csv", help=_("Labels: code and status."))],
    database: TeamOption = None,
) -> None:
    """Score the tagger."""
    from codesign import exchange  # noqa: PLC0415 - each command loads what it needs

    reader = _reader(database)
    with progress_bar(_("Reading")) as progress:
        say("\n".join(exchange.score_file(gold, progress, reader)))


@_command(
    "import", N_("Bring in notes (.csv, .xlsx, .json, .zip, .txt) or documents (.md, .pdf, .docx, .odt, .srt, .txt).")
)
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar=_("FILE…"), help=_("What to bring in."), show_default=False)],
    kind: Annotated[
        str | None,
        option("--format", metavar="csv|xlsx|json|zip|txt|md|pdf|docx|odt|srt", help=_("When the name does not say.")),
    ] = None,
    documents: Annotated[  # noqa: FBT002 - a switch of the command line
        bool, option("--document", help=_("A .txt is a document, nobody’s note."))
    ] = False,
    consent: Annotated[str, option(metavar="oral|written|collective", help=_("Where a row does not say."))] = "",
    dry_run: Annotated[  # noqa: FBT002 - same
        bool, option("--dry-run", help=_("Say what would happen, write nothing."))
    ] = False,
    database: DatabaseOption = None,
) -> None:
    """Import files."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    wanted = bootstrap.FileImport(kind=kind, documents=documents, consent=consent, dry_run=dry_run)
    with progress_bar(_("Importing")) as progress:
        lines, refused = bootstrap.import_files(database_of(database), files, wanted, progress)
    for line in lines:
        say(line)
    if refused:
        raise typer.Exit(1)


@_command("export", N_("Write the whole project, or one persona or scenario by its id."))
def export(
    output: Annotated[Path, option(metavar=_("OUT"), help=_("The file to write."))],
    kind: Annotated[
        str,
        option(
            "--format", metavar="csv|json|md|png", help=_("csv, json or md for the project; png, md or json with --id.")
        ),
    ],
    sheet_id: Annotated[str | None, option("--id", help=_("A persona or a scenario."))] = None,
    database: DatabaseOption = None,
) -> None:
    """Export the project."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    with progress_bar(_("Exporting")) as progress:
        written = bootstrap.export_file(database_of(database), output, kind, sheet_id, progress)
    for path, size in written:
        say(_("%(path)s: %(size)s bytes.", path=path, size=size))


@_command("backup", N_("Write one file with the database, photos and sounds."))
def backup(
    output: Annotated[Path, typer.Argument(metavar=_("OUT"), help=_("The backup to write."), show_default=False)],
    database: DatabaseOption = None,
) -> None:
    """Make a backup."""
    from codesign import exchange  # noqa: PLC0415 - each command loads what it needs

    made = exchange.make_backup(database_of(database), output)
    say(_("%(path)s: %(size)s bytes, %(media)s photos and sounds.", path=output, size=made.size, media=made.media))


@_command("restore", N_("Put a backup back; the state before it is kept aside."))
def restore(
    source: Annotated[Path, typer.Argument(metavar=_("IN"), help=_("The backup."), show_default=False)],
    database: DatabaseOption = None,
    even_unreadable: Annotated[  # noqa: FBT002 - a flag of the command line
        bool,
        typer.Option(
            "--even-unreadable",
            help=_("Go on when the present file is too damaged to say who withdrew: withdraw them again by hand."),
        ),
    ] = False,
) -> None:
    """Restore a backup."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    path = database_of(database, must_exist=False)
    aside = bootstrap.restore(source, path, even_unreadable=even_unreadable)
    say(_("%(path)s was restored; everybody signs in again.", path=path))
    if aside is not None:
        say(_("The state before it is kept in %(path)s.", path=aside))


@_command("verify", N_("Prove that the database is whole; exits 1 when anything is wrong."))
def verify(database: DatabaseOption = None) -> None:
    """Verify a database."""
    from codesign import bootstrap  # noqa: PLC0415 - each command loads what it needs

    path = database_of(database)
    faults = bootstrap.verify(path)
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(1)
    say(_("%(path)s is whole: database, references, search, journal, photos and sounds.", path=path))


def _fail(message: str, code: int) -> NoReturn:
    line = " ".join(message.split())
    encoding = sys.stderr.encoding or "utf-8"
    typer.echo(_("Error: %(line)s", line=line).encode(encoding, "replace").decode(encoding), err=True)
    sys.exit(code)


def main() -> None:
    """Run one command; whatever the person can mend is said in one line, with an exit code that is not zero."""
    os.umask(0o077)  # what this writes is for the account that runs it
    try:
        sys.exit(app(prog_name="python -m codesign", standalone_mode=False) or 0)
    except UserError as error:
        _fail(str(error), 1)
    except typer.Abort:
        _fail(_("Interrupted: nothing was left half done."), 130)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        _fail(_("The disk refused (%(why)s).", why=error.strerror or error), 1)
    except Exception as error:
        if hasattr(error, "format_message"):  # how the library says that it was called in a wrong way
            _fail(_("%(why)s See --help.", why=wrong_use(error)), _BAD_USE)
        raise


if __name__ == "__main__":
    main()
