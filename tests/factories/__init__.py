"""Rows that tests start from. States of applications and places are reached through the real verbs (`tests.steps`)."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import NationalRole, User
from hubs.models import Hub, HubArea, HubRole, Specialist
from schools.models import LocalAuthority, School, SchoolRole, Trust
from workgroups.models import Opening, Project, WorkGroup

PASSWORD = "a long enough passphrase"


class Made(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True


class UserFactory(Made):
    class Meta:
        model = User
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = "Pat"
    last_name = factory.Sequence(lambda n: f"Person{n}")


class LocalAuthorityFactory(Made):
    class Meta:
        model = LocalAuthority
        django_get_or_create = ("code",)

    code = "916"
    name = "Gloucestershire"


class TrustFactory(Made):
    class Meta:
        model = Trust

    code = factory.Sequence(lambda n: str(5000 + n))
    name = factory.Sequence(lambda n: f"Trust {n}")


class SchoolFactory(Made):
    """An open community primary in Gloucestershire, unless told otherwise."""

    class Meta:
        model = School
        django_get_or_create = ("urn",)

    urn = factory.Sequence(lambda n: 910_000 + n)
    name = factory.Sequence(lambda n: f"Ash Lane Primary School {n}")
    register_status = School.RegisterStatus.OPEN
    type_code = "01"
    type_name = "Community school"
    type_group_code = "4"
    phase_code = "2"
    phase_name = "Primary"
    low_age = 4
    high_age = 11
    authority = factory.SubFactory(LocalAuthorityFactory)
    establishment_number = factory.Sequence(lambda n: f"{2000 + n % 7000:04d}")
    street = "1 Ash Lane"
    town = "Stroud"
    postcode = "GL5 1AA"


class HubFactory(Made):
    class Meta:
        model = Hub
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Hub {n}")
    slug = factory.Sequence(lambda n: f"hub-{n}")
    enquiry_email = factory.LazyAttribute(lambda hub: f"{hub.slug}@example.org")
    enquiry_phone = "01632 960 100"
    privacy_notice = "We use what you send to run our Work Groups, and keep it for six years."


class HubAreaFactory(Made):
    class Meta:
        model = HubArea

    hub = factory.SubFactory(HubFactory)
    authority = factory.SubFactory(LocalAuthorityFactory)
    starts = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))


class OpeningFactory(Made):
    class Meta:
        model = Opening
        django_get_or_create = ("hub", "project")

    opens = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))
    closes = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    contact_name = "The hub office"


class SpecialistFactory(Made):
    class Meta:
        model = Specialist

    hub = factory.SubFactory(HubFactory)
    user = factory.SubFactory(UserFactory)
    kind = Specialist.Kind.READINESS
    cohort = 3
    first_year = 2022
    most_groups = 3


class WorkGroupFactory(Made):
    class Meta:
        model = WorkGroup

    name = factory.Sequence(lambda n: f"Group {n}")
    capacity = 8


def hub_person(hub: Hub, kind: str = HubRole.Kind.LEAD, **user) -> User:
    """Somebody with a role at a hub, from yesterday on."""
    person = UserFactory(**user)
    yesterday = timezone.localdate() - timedelta(days=1)
    HubRole.objects.create(user=person, hub=hub, kind=kind, starts=yesterday)
    return person


def school_person(school: School, kind: str = SchoolRole.Kind.OFFICE, **user) -> User:
    person = UserFactory(**user)
    yesterday = timezone.localdate() - timedelta(days=1)
    SchoolRole.objects.create(user=person, school=school, kind=kind, starts=yesterday)
    return person


def school_role(person: User, school: School, kind: str = SchoolRole.Kind.OFFICE) -> SchoolRole:
    """A further school of somebody's."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return SchoolRole.objects.create(user=person, school=school, kind=kind, starts=yesterday)


def national_person(kind: str = NationalRole.Kind.VIEWER, **user) -> User:
    person = UserFactory(**user)
    yesterday = timezone.localdate() - timedelta(days=1)
    NationalRole.objects.create(user=person, kind=kind, starts=yesterday)
    return person


def project(kind: str = Project.Kind.READINESS) -> Project:
    """The shipped edition of that kind (see workgroups.shipped)."""
    return Project.objects.get(kind=kind)
