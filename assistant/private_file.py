"""Files that are the user's alone: settings, secrets, pages that tell of his search."""

import os
import tempfile
from pathlib import Path


def write_privately(path: Path, text: str) -> None:
    """Put a file in the place of any that was, readable by the user alone: all of it or nothing, also if power fails.

    It is written beside and renamed: mkstemp gives mode 0600, and both file and folder are synced.

    Raises:
        OSError: it cannot be written.
    """
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        Path(written).replace(path)
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
