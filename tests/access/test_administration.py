"""The administration, every address of it by every method, opens to administrators alone."""

import pytest
from django.urls import get_resolver, reverse

from tests.access.walk import METHODS, NOT_FOUND, Visitors, named


def admin_addresses():
    """Every address of the administration, with keys where it wants them."""
    words = {"object_id": "1", "key": 1, "move": "decline", "app_label": "hubs", "content_type_id": 1, "url": "x"}
    for name, item in named(get_resolver()):
        if not (name.startswith("admin:") and item.name):
            continue
        kwargs = {word: words.get(word, "1") for word in item.pattern.converters or item.pattern.regex.groupindex}
        yield reverse(name, kwargs=kwargs)


@pytest.mark.one_database("postgresql")
def test_the_administration_opens_to_administrators_alone(people, counted):
    addresses = sorted(set(admin_addresses()))
    visitors, faults = Visitors(people), []
    assert len(addresses) > 50
    for address in addresses:
        for method in METHODS:
            if (answer := getattr(visitors.browsers["nobody"], method)(address)).status_code != 302:
                faults.append(("nobody", method, address, answer.status_code))
            for name in ("alice", "nadia", "bob"):
                if visitors.outcome(name, method, address) != NOT_FOUND:
                    faults.append((name, method, address))
    counted["of the administration besides"] = visitors.seen + len(addresses) * len(METHODS)
    assert faults == []
