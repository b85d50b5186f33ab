"""The demo's people: a cast whose sign-ins `make run` prints, and made-up staff of hubs and schools."""

import hashlib
import hmac
import random
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import NationalRole, User
from demo import words
from hubs.models import Hub, HubRole, Specialist
from schools.models import School, SchoolRole

HUB, OTHER_HUB = "glow", "jurassic"
TRUST = "trust_leader"
BY_CODE = "a code by email, read in the demo's mail"


@dataclass(frozen=True)
class Member:
    """One of the cast. `role` is a kind of national, hub or school role; hub staff have a password."""

    who: str
    email: str
    first_name: str
    last_name: str
    role: str
    hub: str = ""

    @property
    def has_password(self) -> bool:
        return self.role != TRUST and self.role not in SchoolRole.Kind.values


CAST = (
    Member("Administrator", "adam@example.org", "Adam", "Ames", NationalRole.Kind.ADMINISTRATOR),
    Member("National viewer", "nadia@example.org", "Nadia", "Noor", NationalRole.Kind.VIEWER),
    Member("Hub lead, GLOW", "alice@example.org", "Alice", "Adeyemi", HubRole.Kind.LEAD, HUB),
    Member("Assistant hub lead, GLOW", "frank@example.org", "Frank", "Farrow", HubRole.Kind.ASSISTANT, HUB),
    Member("Hub administrator, GLOW", "erin@example.org", "Erin", "Ellis", HubRole.Kind.ADMINISTRATOR, HUB),
    Member("Work Group Lead, GLOW", "wendy@example.org", "Wendy", "Ward", HubRole.Kind.GROUP_LEAD, HUB),
    Member("Hub lead, Jurassic", "dana@example.org", "Dana", "Drew", HubRole.Kind.LEAD, OTHER_HUB),
    Member("Headteacher", "helen@example.org", "Helen", "Hart", SchoolRole.Kind.HEADTEACHER),
    Member("Trust leader", "tina@example.org", "Tina", "Todd", TRUST),
    Member("School office", "bob@example.org", "Bob", "Bright", SchoolRole.Kind.OFFICE),
)


def password() -> str:
    """The cast's password: this machine's own, made from its secret key, so that nothing keeps it in writing."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"the demo's password", hashlib.sha256).digest()
    parts = [words.TREES[digest[0] % len(words.TREES)], words.LAND[digest[1] % len(words.LAND)]]
    return "-".join([*parts, digest[2:6].hex()]).lower()


def sign_ins() -> list[tuple[str, str, str]]:
    """(who, email, how) for each of the cast who is there, in the order a reader wants them."""
    there = set(User.objects.filter(email__in=[member.email for member in CAST]).values_list("email", flat=True))
    return [
        (member.who, member.email, password() if member.has_password else BY_CODE)
        for member in CAST
        if member.email in there
    ]


def make_cast(hubs: dict[str, Hub], school: School, since: date) -> dict[str, User]:
    """The cast by first name, with roles since a day; Helen and Bob are of `school`."""
    hashed = make_password(password())
    cast = {}
    for member in CAST:
        user = User(email=member.email, first_name=member.first_name, last_name=member.last_name)
        user.password = hashed if member.has_password else make_password(None)
        cast[member.first_name.lower()] = user
    User.objects.bulk_create(cast.values())
    confirm(cast.values())
    for member, user in zip(CAST, cast.values(), strict=True):
        if member.role in SchoolRole.Kind.values:
            SchoolRole.objects.create(user=user, school=school, kind=member.role, starts=since)
        elif member.role == TRUST:
            pass  # of a trust whose schools have applied: see `seed.put_in_a_trust`
        elif member.hub:
            HubRole.objects.create(user=user, hub=hubs[member.hub], kind=member.role, starts=since)
        else:
            NationalRole.objects.create(user=user, kind=member.role, starts=since)
    return cast


def confirm(users) -> None:
    """Their addresses are known to be theirs, as after a first sign-in by code."""
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )


@dataclass
class Desk:
    """The people of one hub."""

    lead: User
    assistant: User
    administrator: User

    @property
    def all(self) -> tuple[User, ...]:
        return self.lead, self.assistant, self.administrator


def staff(hubs: list[Hub], cast: dict[str, User], since: date, rng: random.Random) -> dict[int, Desk]:
    """A desk for each hub by its key; the cast where it has the post."""
    posts = {
        HubRole.Kind.LEAD: "lead",
        HubRole.Kind.ASSISTANT: "assistant",
        HubRole.Kind.ADMINISTRATOR: "administrator",
    }
    taken = {(member.hub, member.role): cast[member.first_name.lower()] for member in CAST if member.hub}
    made, roles, desks = [], [], {}
    for hub in hubs:
        people = {}
        for kind, post in posts.items():
            user = taken.get((hub.slug, kind))
            if user is None:
                user = stranger(rng, f"{post}.{hub.slug}")
                made.append(user)
                roles.append(HubRole(user=user, hub=hub, kind=kind, starts=since))
            people[post] = user
        desks[hub.pk] = Desk(**people)
    User.objects.bulk_create(made)
    confirm(made)
    HubRole.objects.bulk_create(roles)
    return desks


# How many groups a year one of them leads. A Secondary Mastery Specialist works with two departments, one group (Y1).
MOST_GROUPS = {Specialist.Kind.READINESS: 3, Specialist.Kind.PRIMARY: 3, Specialist.Kind.SECONDARY: 1}
MAILBOXES = {
    Specialist.Kind.READINESS: "lead",
    Specialist.Kind.PRIMARY: "specialist",
    Specialist.Kind.SECONDARY: "secondary",
}


def specialists(
    hub: Hub, kind: str, number: int, first: User | None, year: int, rng: random.Random
) -> list[Specialist]:
    """`number` unsaved specialists of a hub who may lead groups from `year` on; `first` is one of them."""
    found = []
    for place in range(number):
        user = first if first and place == 0 else stranger(rng, f"{MAILBOXES[kind]}{place + 1}.{hub.slug}")
        cohort = rng.randint(2, 7)  # in their third year of training at least, as Secondary asks (Y1)
        found.append(
            Specialist(
                hub=hub,
                user=user,
                kind=kind,
                cohort=cohort,
                first_year=year - 9 + cohort,
                most_groups=MOST_GROUPS[kind],
            )
        )
    return found


def stranger(rng: random.Random, mailbox: str) -> User:
    """Somebody made up, not yet saved, who signs in with a code."""
    first, last = rng.choice(words.FIRST_NAMES), rng.choice(words.LAST_NAMES)
    unusable = "!" + "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=40))
    return User(email=f"{mailbox}@example.org", first_name=first, last_name=last, password=unusable)
