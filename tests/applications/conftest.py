"""States that tests of the hub's judgement start from."""

import pytest

from tests import steps


@pytest.fixture
def closing(glow, readiness, grace, birch_road):
    """Sent by a school that is to close and is independent: one check to judge, one that fails."""
    birch_road.register_status, birch_road.type_code = "3", "11"
    birch_road.save()
    return steps.sent(birch_road, glow, grace)
