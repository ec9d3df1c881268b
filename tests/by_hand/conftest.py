"""A house whose user arranges his applications by command."""

from pathlib import Path

import pytest

from tests.by_hand.desk import Desk
from tests.poller.household import new_house


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(house=new_house(tmp_path))
