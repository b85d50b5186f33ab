"""The admin brings the register up to date: checked first, applied as checked."""

import re
import zlib
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from journal.models import Event
from schools.find import find
from schools.models import RegisterFilePart, RegisterLoad, School, SchoolLink
from schools.register import import_register
from schools.register.uploads import KEPT
from tests.schools.conftest import LINKS, REGISTER, school

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:schools_school_import")


@pytest.fixture
def admin_page(client, adam):
    client.force_login(adam)
    return client


def check(client, content: bytes, links: bytes = b""):
    sent = {"file": SimpleUploadedFile("edubasealldata.csv", content)}
    if links:
        sent["links"] = SimpleUploadedFile("links.csv", links)
    return client.post(PAGE, sent)


def seal(response) -> str:
    return re.search('name="seal" value="([^"]+)"', response.content.decode())[1]


def test_only_an_administrator_gets_there(client, alice):
    client.force_login(alice)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE).status_code == 404


def test_the_list_of_schools_leads_there(admin_page):
    assert PAGE in admin_page.get(reverse("admin:schools_school_changelist")).content.decode()


def test_a_check_shows_the_changes_and_makes_none(admin_page, register, made):
    made.row(700001)["Town"] = "Fernbridge Spa"
    made.row(700002)["URN"] = "none"
    page = check(admin_page, made.bytes()).content.decode()
    assert "town “Fernbridge” → “Fernbridge Spa”" in page
    assert "URN “none” is not a URN of 6 digits" in page
    assert school(700001).town == "Fernbridge"


def test_what_was_checked_is_applied_and_kept_under_a_name(admin_page, adam):
    response = check(admin_page, REGISTER.read_bytes(), LINKS.read_bytes())
    assert not School.objects.exists()
    done = admin_page.post(PAGE, {"seal": seal(response)})
    assert "30 schools created" in str(next(iter(get_messages(done.wsgi_request))))
    load = RegisterLoad.objects.get()
    assert (School.objects.count(), load.by, load.file_name) == (30, adam, "edubasealldata.csv")
    assert Event.objects.about(load).get().by == adam.pk
    assert not RegisterFilePart.objects.exists()


def test_a_file_that_is_no_register_is_refused_beside_the_field(admin_page):
    page = check(admin_page, b"<html>Down for maintenance</html>").content.decode()
    assert "is a web page, not the register" in page
    assert not RegisterFilePart.objects.exists()


def test_a_register_changed_meanwhile_is_checked_again(admin_page, register, made):
    made.row(700001)["Town"] = "Fernbridge Spa"
    checked = check(admin_page, made.bytes())
    made.row(700001)["Town"] = "Fernbridge Wells"
    import_register(made.write("other.csv"))
    response = admin_page.post(PAGE, {"seal": seal(checked)})
    page = response.content.decode()
    assert "The register was changed since you looked" in page
    assert "town “Fernbridge Wells” → “Fernbridge Spa”" in page
    assert school(700001).town == "Fernbridge Wells"
    admin_page.post(PAGE, {"seal": seal(response)})
    assert school(700001).town == "Fernbridge Spa"


def test_a_file_changed_meanwhile_is_not_applied(admin_page):
    checked = check(admin_page, REGISTER.read_bytes())
    part = RegisterFilePart.objects.get()
    part.data = zlib.compress(zlib.decompress(part.data).replace(b"Ash Lane", b"Elm Lane"))
    part.save()
    page = admin_page.post(PAGE, {"seal": seal(checked)}).content.decode()
    assert "no longer here" in page
    assert not School.objects.exists()


@pytest.mark.parametrize("made_up", ["", "x", "../../etc:passwd", "\x00"])
def test_a_made_up_seal_opens_nothing(admin_page, made_up):
    response = admin_page.post(PAGE, {"seal": made_up})
    assert "no longer here" in response.content.decode()


def test_many_closures_need_a_tick(admin_page, register, made):
    for urn in (700001, 700002):
        made.row(urn)["EstablishmentStatus (code)"] = "2"
    checked = check(admin_page, made.bytes())
    assert "2 of 24 open schools would close" in checked.content.decode()
    refused = admin_page.post(PAGE, {"seal": seal(checked)})
    assert school(700001).is_open
    admin_page.post(PAGE, {"seal": seal(refused), "confirm_closures": "on"})
    assert not school(700001).is_open


def test_a_file_that_nobody_applied_goes_after_a_day(admin_page):
    checked = check(admin_page, REGISTER.read_bytes())
    RegisterFilePart.objects.update(sent=timezone.now() - KEPT - timedelta(minutes=1))
    check(admin_page, LINKS.read_bytes())
    assert not RegisterFilePart.objects.exists()
    assert "no longer here" in admin_page.post(PAGE, {"seal": seal(checked)}).content.decode()


def test_a_large_file_is_kept_in_parts(admin_page, made):
    made.rows = [{**row, "URN": str(int(row["URN"]) + 100 * n)} for n in range(150) for row in made.rows]
    checked = check(admin_page, made.bytes())
    assert RegisterFilePart.objects.count() > 1
    admin_page.post(PAGE, {"seal": seal(checked)})
    assert School.objects.count() == 4500


def test_the_register_is_not_typed_over_in_the_admin(admin_page, register):
    page = reverse("admin:schools_school_change", args=[school(700001).pk])
    admin_page.post(page, {"name": "Another name"})
    assert school(700001).name == "Ash Lane Primary School"
    assert 'name="name"' not in admin_page.get(page).content.decode()


@pytest.mark.parametrize(
    "model", ["school", "schoollink", "schoolrole", "localauthority", "trust", "registerload", "registerfilepart"]
)
def test_every_list_of_the_schools_admin_opens_and_is_searched(admin_page, register, bob, model):
    page = reverse(f"admin:schools_{model}_changelist")
    assert admin_page.get(page).status_code == 200
    assert admin_page.get(page, {"q": "kingfisher"}).status_code == 200


def test_the_admin_finds_a_school_by_its_old_number(admin_page, register):
    page = admin_page.get(reverse("admin:schools_school_changelist"), {"q": "700007"}).content.decode()
    assert "Kingfisher Primary Academy" in page


def test_a_link_deleted_by_hand_is_no_longer_followed(admin_page, adam, register):
    link = SchoolLink.objects.get(predecessor__urn=700007)
    assert [found.urn for found in find("kingfisher")] == [700008]
    admin_page.post(reverse("admin:schools_schoollink_delete", args=[link.pk]), {"post": "yes"})
    assert {found.urn for found in find("kingfisher")} == {700007, 700008}
    assert RegisterLoad.objects.first().by == adam
