"""A house of its own for every test."""

from pathlib import Path

import pytest

from tests.poller.household import House, new_house


@pytest.fixture
def house(tmp_path: Path) -> House:
    return new_house(tmp_path)
