"""Who stands before an application: a person signed in, or nobody, with the keys that were opened in this browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)
class Holder:
    """Made by a view of the request's person and session; querysets and verbs take it wherever they take a person.

    `keys` are keys of DraftKey rows by the reference of the application that each opens.
    """

    user: object = field(default_factory=AnonymousUser)
    keys: Mapping[str, int] = field(default_factory=dict)

    @property
    def pk(self) -> int | None:
        """The person's key, as an Event keeps it; None where nobody is signed in."""
        return self.user.pk if self.user.is_authenticated else None

    def in_trail(self, application) -> dict[str, int]:
        """What an Event's data says of somebody without an account: the number of the key, never an address."""
        key = self.keys.get(application.reference) if application and self.pk is None else None
        return {"key": key} if key else {}


def as_holder(who) -> Holder:
    """A person, or a Holder, as a Holder."""
    return who if isinstance(who, Holder) else Holder(who)
