"""Faults: what happens when something the house stands on goes away. Each is a promise with its control."""

import pytest

from tests.faults.sink import Sink


@pytest.fixture
def sink():
    """A mail server on this machine that takes everything, until `sink.does[address]` says otherwise."""
    with Sink() as sink:
        yield sink
