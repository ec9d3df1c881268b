"""The model in use: the user's own, if one was learned from his corrections, otherwise the shipped one."""

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path

from assistant.errors import DamagedModel, OutdatedModel
from assistant.shipped import shipped
from assistant.understanding.classifier import Model, load, read_card


def own_folder() -> Path:
    """Return where the user's own model lies, if there is one."""
    return user_data_path("inbox-assistant") / "model"


def load_in_use(tell: Callable[[DamagedModel], None]) -> Model:
    """Load the user's own model or the shipped one; one of his own that is damaged or outdated is passed over and told.

    Raises:
        DamagedModel: the shipped model's files do not belong together.
    """
    folder = own_folder()
    if folder.exists():
        try:
            return _load_own(folder)
        except DamagedModel as damage:
            because = f"{damage} The shipped model is used; `assistant learn` makes yours anew."
            tell(type(damage)(because))
    return load(shipped("models"))


def _load_own(folder: Path) -> Model:
    """Load the user's own model; what ships may have learned more since it was made."""
    model = load(folder)
    if model.card.get("corpus_sha256") != read_card(shipped("models")).get("corpus_sha256"):
        raise OutdatedModel
    return model
