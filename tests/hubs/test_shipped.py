from hubs.models import Hub
from hubs.shipped import NAMES, load_hubs


def test_forty_hubs_ship_each_with_an_address_of_its_own(db):
    assert load_hubs() == 40
    assert len(set(NAMES)) == 40
    assert Hub.objects.get(slug="north-east-hants-and-surrey").name == "North-East Hants and Surrey"


def test_loading_again_leaves_a_renamed_hub_alone(db):
    load_hubs()
    Hub.objects.filter(slug="glow").update(name="Gloucestershire and more")
    assert load_hubs() == 0
    assert Hub.objects.count() == 40


def test_a_hub_with_the_name_and_another_address_is_not_made_twice(db):
    Hub.objects.create(name="GLOW", slug="glow-maths-hub")
    assert load_hubs() == 39
