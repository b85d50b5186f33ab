"""A hub's opening of a project, and what an administrator is told of dates the wrong way round."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hubs.models import HubArea, HubRole
from tests import factories


def test_an_opening_that_closes_before_it_opens_is_refused_beside_the_field(glow, readiness):
    opening = factories.OpeningFactory.build(hub=glow, project=readiness)
    opening.closes = opening.opens - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        opening.full_clean()
    assert refused.value.messages == ["It closes before it opens. Choose a later moment, or leave it empty."]
    assert set(refused.value.message_dict) == {"closes"}


@pytest.mark.parametrize("model", [HubRole, HubArea])
def test_a_last_day_before_the_first_is_refused_beside_the_field(model):
    with pytest.raises(ValidationError) as refused:
        model(starts=date(2027, 3, 5), ends=date(2027, 3, 4)).clean()
    assert set(refused.value.message_dict) == {"ends"}


def test_an_area_is_an_authority_or_a_district():
    with pytest.raises(ValidationError, match="one of the two"):
        HubArea(starts=date(2027, 3, 5)).clean()
