"""`assistant train`: the shipped corpus into a model."""

import sys
from pathlib import Path

from assistant.cli.output import print_json
from assistant.cli.progress import counting_bar
from assistant.shipped import shipped
from assistant.training.fit import train
from assistant.training.regression import FITS


def run(destination: Path | None, *, as_json: bool) -> int:
    """Train, then say what came out."""
    folder = destination or shipped("models")
    with counting_bar("Training", FITS, shown=sys.stderr.isatty()) as advance:
        card = train(shipped("fixtures", "corpus"), folder, advance=advance)
    if as_json:
        print_json({"folder": str(folder), **card})
    else:
        print(f"The model is in {folder}.")
    return 0
