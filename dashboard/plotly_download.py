"""Fetch Plotly's small bundle with npm: `python -m dashboard.plotly_download`, called by .setup.

Never fatal, as the full bundle draws everything: one line says what is missing.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path

from dashboard.plotly_bundles import PACKAGE, SMALL, VERSION, is_pinned

PATIENCE = 60
"""Seconds that npm may take."""


class NotFetched(Exception):
    """Why there is no small bundle, as part of a sentence."""


def fetch(target: Path) -> None:
    """Write the small bundle to `target`, where it is not yet; raises `NotFetched`."""
    if target.is_file() and is_pinned(target.read_bytes()):
        return
    content = _unpack(_packed())
    if not is_pinned(content):
        raise NotFetched("what npm sent has another checksum")
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(exist_ok=True)
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        raise NotFetched(f"{target.parent} cannot be written: {error.strerror}") from None


def _packed() -> bytes:
    """Give the package as npm sends it: a tar file."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched("npm is not installed")
    package = f"{PACKAGE}@{VERSION}"
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", package, "--silent", "--fetch-retries=0", "--ignore-scripts"]
        try:
            subprocess.run(  # noqa: S603 - npm of this machine, with fixed words
                command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE
            )
            [file] = Path(folder).glob("*.tgz")
        except (OSError, subprocess.SubprocessError, ValueError):
            raise NotFetched(f"npm could not fetch {package}") from None
        return file.read_bytes()


def _unpack(content: bytes) -> bytes:
    """Give the file of the bundle in a package."""
    with tempfile.TemporaryFile() as packed:
        packed.write(content)
        packed.seek(0)
        try:
            with tarfile.open(fileobj=packed, mode="r:gz") as archive:
                member = archive.extractfile(f"package/{SMALL.name}")
                return member.read() if member else b""
        except (EOFError, KeyError, OSError, tarfile.TarError, zlib.error):
            raise NotFetched("what npm sent is no such package") from None


def main() -> None:
    """Write the bundle, or say in a line why charts are drawn without it."""
    try:
        fetch(SMALL)
    except NotFetched as error:
        print(
            f"Charts load Plotly's full bundle, 4.8 MB instead of 1.2: {error}. "
            "To try again: .venv/bin/python -m dashboard.plotly_download"
        )


if __name__ == "__main__":
    main()
