"""Controls of the watch over queries: what forgets whose rows it wants is found, what starts from them is not."""

import pytest

from applications.models import Application, Export
from tests.access.starting_sets import Watch


def looks_it_up_by_its_address(sent):
    return Application.objects.get(reference=sent.reference)


def starts_from_all(sent):
    return list(Application.objects.all()[:5])


def shows_every_export(sent):
    return Export.objects.filter(kind="csv").count()


@pytest.mark.parametrize("forgetful", [looks_it_up_by_its_address, starts_from_all, shows_every_export])
def test_a_view_that_forgets_whose_rows_it_wants_is_found(sent, forgetful):
    with Watch() as watch:
        forgetful(sent)
    assert len(watch.told) == 1


def test_a_view_that_starts_from_a_visible_set_is_not(sent, alice, bob):
    with Watch() as watch:
        list(Application.objects.visible_to(bob))
        list(Application.objects.reviewable_by(alice))
    assert (watch.told, watch.seen >= 2) == ([], True)
