"""What every command shares: its few words in French, the database that it works on, what it answers, a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from codesign.config import keep_private, load_settings
from codesign.errors import InvalidInput
from codesign.i18n import N_, _

option = partial(typer.Option, show_default=False)


def _french(kind: type) -> type:
    """Give a class of commands the few words that its library says in English."""

    class French(kind):  # type: ignore[misc] # made from a class given at run time
        def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the library's own types are private
            formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("Usage: "))

        def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - same reason
            option = super().get_help_option(ctx)
            if option is not None:
                option.help = _("Show this help.")
            return option

    return French


def group(text: str) -> typer.Typer:
    """Return what holds commands together; `text` is its help."""
    return typer.Typer(
        cls=_french(TyperGroup),
        help=text,
        short_help=text,
        subcommand_metavar=_("COMMAND [ARGUMENTS]…"),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def command(app: typer.Typer, name: str, text: str, **options: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - typer's
    """Make a function a command of `app`; `text`, a message id, is its help."""
    return app.command(name, help=_(text), short_help=_(text), cls=_french(TyperCommand), **options)


DatabaseOption = Annotated[
    Path | None,
    option("--database", metavar=_("FILE"), help=_("The database; the app’s own when left out.")),
]
TeamOption = Annotated[
    Path | None,
    option(
        "--database",
        metavar=_("FILE"),
        help=_("Read with the team’s own model and wordings, those of this database; the project’s when left out."),
    ),
]


def database_of(given: Path | None, *, must_exist: bool = True) -> Path:
    """Return the database that a command works on.

    Raises:
        InvalidInput: it must be there and is not.
    """
    if given is None:
        keep_private(load_settings())
    path = (given or load_settings().database).expanduser().resolve()
    if must_exist and not path.is_file():
        raise InvalidInput(N_("There is no database at %(path)s."), path=path)
    return path


def say(text: str) -> None:
    """Answer on standard output, in characters that the terminal has."""
    encoding = sys.stdout.encoding or "utf-8"
    typer.echo(text.encode(encoding, "replace").decode(encoding))


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that moves a bar on standard error; on anything but a terminal nothing is drawn."""
    from rich.console import Console  # noqa: PLC0415 - 50 ms that a short command need not wait
    from rich.progress import Progress  # noqa: PLC0415 - same reason

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
