"""What an administrator does to somebody's account."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from journal.moves import record


@transaction.atomic
def change_email(user: User, *, email: str, by) -> User:
    """Give somebody another address to sign in with; they confirm it with a code when they next do."""
    EmailAddress.objects.filter(user=user).delete()
    user.email = email.strip().lower()
    user.save(update_fields=["email"])
    record(user, "email address changed", by=by)
    return user
