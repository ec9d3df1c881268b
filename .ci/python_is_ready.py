"""Say plainly which package is missing before anything is built; runs on any Python 3."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Python 3.11 or newer is needed, and this is Python %d.%d.\n"
        "Debian and Ubuntu: sudo apt install python3.11 python3.11-venv, then: make PYTHON=python3.11 demo"
        % sys.version_info[:2]
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit(
        "Python's venv module is missing.\n"
        "Debian and Ubuntu: sudo apt install python3-venv (or python3.%d-venv)\n"
        "Fedora: sudo dnf install python3-pip" % sys.version_info[1]
    )
