"""`assistant train`: the shipped corpus into a model."""

from pathlib import Path

from assistant.shipped import shipped


def run(destination: Path | None) -> int:
    """Train, then say what came out."""
    from assistant.training.fit import train

    folder = destination or shipped("models")
    train(shipped("fixtures", "corpus"), folder)
    print(f"The model is in {folder}.")
    return 0
