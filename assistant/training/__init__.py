"""Training and evaluation of the classifier; the only room with scikit-learn, imported when training begins."""

from assistant.training.evaluation import Report, evaluate
from assistant.training.fit import Correction, train

__all__ = ["Correction", "Report", "evaluate", "train"]
