"""`assistant train`: the shipped corpus into a model."""

from pathlib import Path

from assistant.cli.output import print_json
from assistant.shipped import shipped


def run(destination: Path | None, *, as_json: bool) -> int:
    """Train, then say what came out."""
    from assistant.training.fit import train

    folder = destination or shipped("models")
    card = train(shipped("fixtures", "corpus"), folder)
    if as_json:
        print_json({"folder": str(folder), **card})
    else:
        print(f"The model is in {folder}.")
    return 0
