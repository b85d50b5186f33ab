"""Signing in with a password, and what the forms of one's account say."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

PASSWORD = "tall oaks 1729 grow"


@pytest.fixture
def with_password(alice):
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def sign_in(client, **answers):
    return client.post(reverse("account_login"), answers)


def test_hub_staff_sign_in_with_their_password(client, with_password):
    assert sign_in(client, login="alice@example.org", password=PASSWORD).url == reverse("start")


def test_a_wrong_password_is_refused_in_plain_words(client, with_password):
    page = sign_in(client, login="alice@example.org", password="not this one")
    assert "The email address and password do not match." in page.text
    assert "_auth_user_id" not in client.session


def test_what_is_missing_is_named(client, db):
    page = sign_in(client, login="", password="")
    assert "Enter your email address." in page.text
    assert "Enter your password." in page.text


def test_a_broken_address_says_how_one_looks(client, db):
    page = client.post(reverse("account_request_login_code"), {"email": "alice at example"})
    assert "Enter an email address like name@example.org." in page.text


def test_signing_up_asks_for_an_address_and_no_password(client, db):
    page = client.get(reverse("account_signup"))
    assert list(page.context["form"].fields) == ["email"]
