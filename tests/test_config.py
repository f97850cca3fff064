"""The private folder is the account's alone, whatever the machine's habits."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from codesign.config import ROOT, load_settings


def mode(path: Path) -> int:
    """The permission bits of a path."""
    return stat.S_IMODE(path.stat().st_mode)


def test_other_accounts_of_the_machine_cannot_read_the_private_folder(tmp_path: Path) -> None:
    """A shared laptop has other accounts; notes and consents are not theirs, even where the folder was open before."""
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    (home / "active").write_text("project", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "codesign", "init"],
        cwd=ROOT,
        env={**os.environ, "CODESIGN_HOME": str(home)},
        check=True,
        capture_output=True,
        umask=0o022,
    )
    assert mode(home) == 0o700
    found = [path for path in home.rglob("*") if path.is_file()]
    assert home / "codesign.db" in found
    assert all(mode(path) == 0o600 for path in found)


def test_the_environment_moves_the_private_folder(tmp_path: Path) -> None:
    """Two projects may live on one machine."""
    settings = load_settings({"CODESIGN_HOME": str(tmp_path / "ici")})
    assert settings.project_database == tmp_path / "ici" / "codesign.db"
    assert not settings.is_demo
