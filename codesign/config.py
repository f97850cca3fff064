"""Settings, read from the environment once and frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are. `home` holds all that is private; the reference and demo data come with the project.

    `parallel` says where long computations run: one core (empty), `cores`, or the address of a Dask scheduler.
    `pipeline_wish` names a trained spaCy pipeline, before what the private folder says.
    """

    home: Path
    reference: Path = ROOT / "data" / "reference"
    demo: Path = ROOT / "data" / "demo"
    parallel: str = ""
    pipeline_wish: str = ""

    @property
    def pipeline_file(self) -> Path:
        """Names the trained spaCy pipeline that the team chose, where it chose one."""
        return self.home / "spacy"

    @property
    def pipeline(self) -> str:
        """The trained spaCy pipeline to use besides, a package or a folder; empty for none."""
        if self.pipeline_wish or not self.pipeline_file.is_file():
            return self.pipeline_wish
        return self.pipeline_file.read_text(encoding="utf-8").strip()

    @property
    def project_database(self) -> Path:
        """The team's own database."""
        return self.home / "codesign.db"

    @property
    def demo_database(self) -> Path:
        """The database of the invented data, apart from the real one."""
        return self.home / "demo.db"

    @property
    def active_file(self) -> Path:
        """Names the database that the app serves: `project` or `demo`."""
        return self.home / "active"

    @property
    def is_demo(self) -> bool:
        """Whether the app serves the invented data now."""
        return self.active_file.exists() and self.active_file.read_text(encoding="utf-8").strip() == "demo"

    @property
    def database(self) -> Path:
        """The database that the app serves now."""
        return self.demo_database if self.is_demo else self.project_database

    @property
    def media(self) -> Path:
        """Photos and sounds by content hash, beside the database that they belong to."""
        return media_folder(self.database)

    @property
    def arrivals(self) -> Path:
        """Files that wait for the worker to bring them in; erased once they are."""
        return self.home / "arrivals"

    @property
    def tls(self) -> Path:
        """The certificate authority of the team and this server's certificate, for phones of the local network."""
        return self.home / "tls"

    @property
    def backups(self) -> Path:
        """Copies made before a migration, and on request."""
        return self.home / "backups"


def media_folder(database: Path) -> Path:
    """Return the folder of photos and sounds that belongs to a database file."""
    names = {"codesign": "media", "demo": "media-demo"}
    return database.with_name(names.get(database.stem, f"{database.stem}-media"))


def models_folder(database: Path) -> Path:
    """Return the folder of the models that a team trained on what it decided in a database."""
    names = {"codesign": "models", "demo": "models-demo"}
    return database.with_name(names.get(database.stem, f"{database.stem}-models"))


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings; `CODESIGN_HOME` moves the private folder (default `data/private/`).

    `CODESIGN_PARALLEL` is `Settings.parallel`, `CODESIGN_SPACY` is `Settings.pipeline_wish`.
    """
    values = os.environ if environ is None else environ
    home = values.get("CODESIGN_HOME") or str(ROOT / "data" / "private")
    return _settings(home, values.get("CODESIGN_PARALLEL", ""), values.get("CODESIGN_SPACY", ""), Path.cwd())


@lru_cache(maxsize=16)
def _settings(home: str, parallel: str, pipeline: str, _cwd: Path) -> Settings:
    """Return the settings of one private folder: asked for many times a page, and each look at the disk counts."""
    return Settings(home=Path(home).expanduser().resolve(), parallel=parallel, pipeline_wish=pipeline)


def keep_private(settings: Settings) -> None:
    """Make the private folder, readable by the account that runs the product and by nobody else on the machine.

    What this process makes afterwards (databases, backups, exports) is that account's alone too.
    """
    os.umask(0o077)
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.home.chmod(0o700)
    for path in settings.home.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
