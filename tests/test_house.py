"""How the house is built is law too: sizes, names, docstrings, and import contracts that are known to bite."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [path for path in sorted((ROOT / "assistant").rglob("*.py")) if "migrations" not in path.parts]
BANNED = {"utils", "core", "common", "base", "helpers", "manager", "service", "handler"}


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def test_no_module_is_longer_than_400_lines() -> None:
    """Every long module of a loved codebase is where people say it hurts."""
    assert [path.name for path in MODULES if len(path.read_text().splitlines()) > 400] == []


def test_no_function_is_longer_than_50_lines() -> None:
    """Counted without its docstring and signature."""
    long = [
        f"{path.name}:{function.name}"
        for path in MODULES
        for function in functions(path)
        if (function.end_lineno or 0) - function.body[min(1, len(function.body) - 1)].lineno > 50
    ]

    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A reader finds the job itself in the list of folders."""
    assert [path for path in MODULES if path.stem in BANNED] == []


def definitions(tree: ast.Module | ast.ClassDef) -> list[ast.FunctionDef | ast.ClassDef]:
    """Return what a module or class defines, classes' own definitions included; not what is inside functions."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return found + [inner for node in found if isinstance(node, ast.ClassDef) for inner in definitions(node)]


def test_everything_public_says_what_it_is() -> None:
    """A docstring gives what a type cannot."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in MODULES
        for node in definitions(ast.parse(path.read_text()))
        if not node.name.startswith("_") and ast.get_docstring(node) is None
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("mail/body.py", "import assistant.ledger", "Rooms import only from rooms below"),
        ("reply/draft.py", "import smtplib", "Nothing here can send mail"),
        ("ledger/store.py", "import pickle", "Nothing here can send mail"),
        ("understanding/labels.py", "import sklearn", "scikit-learn stays inside training"),
        ("surprise.py", "", "Rooms import only from rooms below"),
    ],
    ids=["upwards", "sending", "pickle", "scikit-learn", "no place"],
)
def test_a_broken_contract_is_noticed(module: str, line: str, contract: str, tmp_path: Path) -> None:
    """A check that never fails does not exist."""
    shutil.copytree(ROOT / "assistant", tmp_path / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / "assistant" / module
    broken.write_text((broken.read_text() if broken.exists() else '"""New."""\n') + f"\n{line}\n")

    command = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    ran = subprocess.run(
        [sys.executable, "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )

    assert ran.returncode != 0
    assert contract in ran.stdout
    assert "BROKEN" in ran.stdout or "surprise" in ran.stdout
