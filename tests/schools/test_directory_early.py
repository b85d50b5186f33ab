"""A process has the schools in memory before its first visitor searches."""

import pytest
from django.db import OperationalError

from schools import directory
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_the_first_search_finds_the_directory_made(django_assert_num_queries):
    school = factories.SchoolFactory(name="Early Lane Primary School")
    directory.warm_up().join(timeout=20)
    with django_assert_num_queries(1):  # only whether it is still the register
        held = directory.directory()
    assert [held.ids[place] for place in held.search("early lane")] == [school.pk]


def test_a_database_that_is_away_stops_no_process_from_starting(monkeypatch, caplog):
    def away():
        raise OperationalError

    monkeypatch.setattr(directory, "_register_key", away)
    directory.warm_up().join(timeout=20)
    assert "not in memory yet" in caplog.text
