"""The model in use: the user's own, if one was learned from his corrections, otherwise the shipped one."""

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path

from assistant.errors import DamagedModel
from assistant.shipped import shipped
from assistant.understanding.classifier import Model, load


def own_folder() -> Path:
    """Return where the user's own model lies, if there is one."""
    return user_data_path("inbox-assistant") / "model"


def load_in_use(tell: Callable[[DamagedModel], None]) -> Model:
    """Load the user's own model or the shipped one; one of his own that is damaged is told of and passed over.

    Raises:
        DamagedModel: the shipped model's files do not belong together.
    """
    folder = own_folder()
    if folder.exists():
        try:
            return load(folder)
        except DamagedModel as damage:
            because = f"{damage} The shipped model is used; `assistant learn` makes yours anew."
            tell(DamagedModel(because))
    return load(shipped("models"))
