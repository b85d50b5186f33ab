"""A promise says what it is: kept or broken, and by which control it was proved."""

import pytest

from tests.promises import Promise


def test_a_control_has_to_fail():
    promise = Promise("none is lost")
    with promise.control("no lease"):
        assert not "lost"
    with pytest.raises(pytest.fail.Exception), promise.control("a guard that guards nothing"):
        assert "kept all the same"
    promise.count, promise.kept = "9 kills", True
    assert str(promise) == "promise: none is lost: 9 kills; kept; control failed as it must: no lease"


def test_what_was_not_proved_is_told():
    assert str(Promise("none is lost")) == "promise: none is lost: once; BROKEN; no control: MISSING"
