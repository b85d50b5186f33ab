import pytest
from django.db import transaction

from demo.seed import Size, seed

SMALL = Size(schools=120, hubs=2, applications=100)


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    """Each test of a module works on a savepoint inside this transaction, which is undone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed(SMALL, say=lambda words: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def small_demo(_made_once, db):
    """A small demo that has something of everything."""
