"""States that tests of the hub's judgement start from."""

import pytest

from tests import factories, steps


@pytest.fixture
def closing(glow, readiness, grace, birch_road):
    """Sent by a school that is to close and is independent: one check to judge, one that fails."""
    birch_road.register_status, birch_road.type_code = "3", "11"
    birch_road.save()
    return steps.sent(birch_road, glow, grace)


@pytest.fixture
def development(sent):
    """GLOW has opened Development as well."""
    return factories.OpeningFactory(hub=sent.hub, project=factories.project("development"))


@pytest.fixture
def group(development):
    return factories.WorkGroupFactory(hub=development.hub, project=development.project, name="Stroud Development")


@pytest.fixture
def instead(sent, alice, development, group):
    """An alternative that waits for its school."""
    return steps.alternative(sent, alice, development, group)


@pytest.fixture
def there(sent, jurassic):
    """Jurassic has opened the project that Ash Lane applied for at GLOW."""
    return factories.OpeningFactory(hub=jurassic, project=sent.project)


@pytest.fixture
def asked(sent, there, alice):
    """GLOW asks Ash Lane whether Jurassic may have its application."""
    return steps.asked_to_pass_on(sent, there, alice)
