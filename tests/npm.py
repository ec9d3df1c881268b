"""Packages that tests take from npm, pinned in a folder's package-lock.json."""

import fcntl
import shutil
import subprocess
import tempfile
from pathlib import Path


class NpmMissing(Exception):
    """They cannot be installed here."""


def install(folder: Path) -> None:
    """Install a folder's packages beside its package.json, once, also when several test runs begin together."""
    if not shutil.which("npm") or not shutil.which("node"):
        raise NpmMissing("npm is not installed (Debian: apt-get install nodejs npm)")
    with (Path(tempfile.gettempdir()) / f"npm-{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "node_modules" / ".package-lock.json").exists():
            return
        command = ["npm", "ci", "--no-audit", "--no-fund", "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
        if done.returncode:
            raise NpmMissing(f"npm could not install the packages of {folder}: {done.stderr[-300:]}")
