"""What hubs set up before schools apply: earlier years' editions, openings, specialists and Work Groups."""

import random
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from demo import land, people, words
from hubs.areas import load_areas
from hubs.models import Hub, Specialist
from hubs.shipped import load_hubs
from journal.models import Event
from journal.moves import event_about
from schools.models import School
from workgroups.editions import PARTS
from workgroups.models import Opening, Project, WorkGroup
from workgroups.shipped import load_editions

PRIVACY = (
    "{hub} keeps what you send to plan and run its Work Groups, and shares it with nobody but the specialist who "
    "leads your group and the national programme. We delete it three school years after your last group. Write to "
    "{email} to see it, to have it put right, or to have it deleted."
)


def make_hubs(schools: list[School]) -> list[Hub]:
    """The 40 hubs with addresses and privacy notices, each led by a school of its area where there is one."""
    load_hubs()
    hubs = {hub.name: hub for hub in Hub.objects.all()}
    hub_of = {place.code: place.hub for place in land.LANDS}
    leads: dict[str, School] = {}
    for school in schools:
        if school.is_open and school.is_primary and school.is_state_funded:
            leads.setdefault(hub_of[school.authority.code], school)
    for number, name in enumerate(land.HUBS):
        hub = hubs[name]
        hub.enquiry_email = f"enquiries.{hub.slug}@example.org"
        hub.enquiry_phone = f"01632 960 {100 + number}"
        hub.privacy_notice = PRIVACY.format(hub=hub, email=hub.enquiry_email)
        hub.lead_school = leads.get(name)
    named = [hubs[name] for name in land.HUBS]
    Hub.objects.bulk_update(named, ["enquiry_email", "enquiry_phone", "privacy_notice", "lead_school"])
    return named


def make_areas(since: date) -> None:
    """Each authority is served by the hub it is listed under."""
    lines = [f'"{place.hub}","{place.name}",{since:%Y-%m},made up for the demo' for place in land.LANDS]
    load_areas("\n".join(["hub,la_name,as_at,source", *lines]).encode())


def make_editions(years: int) -> list[Project]:
    """Readiness of this year and of so many years in all, this year's first."""
    load_editions()
    editions = [Project.objects.filter(kind=Project.Kind.READINESS).latest("year")]
    while len(editions) < years:
        editions.append(_a_year_earlier(editions[-1]))
    return editions


def _a_year_earlier(project: Project) -> Project:
    """The edition before: another code and closing date, the same words."""
    rows = {part: list(getattr(project, part).all()) for part in PARTS}
    year = project.year - 1
    code = project.code.replace(f"{project.year % 100:02d}-", f"{year % 100:02d}-", 1)
    fields = {field.name: getattr(project, field.name) for field in project._meta.concrete_fields if field.name != "id"}
    closing = project.default_closing and project.default_closing - timedelta(days=364)
    earlier = Project.objects.create(**fields | {"year": year, "code": code, "default_closing": closing})
    event_about(earlier, "shipped").save()
    for copies in rows.values():
        for row in copies:
            row.pk, row.project = None, earlier
            row._state.adding = True
        if copies:
            type(copies[0]).objects.bulk_create(copies)
    return earlier


def openings(hubs: list[Hub], edition: Project, desks: dict[int, people.Desk], opens: datetime) -> dict[int, Opening]:
    """The hubs open the edition: some rolling, most until its closing date; past ones are closed. By the hub's key."""
    until = edition.default_closing
    if until is None or until < opens + timedelta(days=90):
        until = opens + timedelta(days=150)
    is_past = until < timezone.now()
    found = {}
    for number, hub in enumerate(hubs):
        lead = desks[hub.pk].lead
        found[hub.pk] = Opening(
            hub=hub,
            project=edition,
            opens=opens,
            closes=None if number % 5 == 1 and not is_past else until,
            contact_name=lead.get_full_name(),
            contact_email=hub.enquiry_email,
            groups_planned=2,
            words="Groups meet in schools of our area, on days that we agree with those who take part.",
        )
    Opening.objects.bulk_create(found.values())
    return found


def save_groups(groups: list[WorkGroup], wendy: User, desks: dict[int, people.Desk], rng: random.Random) -> None:
    """Give each group a lead who may lead it (three groups a year each), and write it with its event."""
    by_hub: dict[int, list[WorkGroup]] = {}
    for group in groups:
        by_hub.setdefault(group.hub_id, []).append(group)
    leads: list[Specialist] = []
    for mine in by_hub.values():
        hub = mine[0].hub
        years: dict[int, list[WorkGroup]] = {}
        for group in mine:
            years.setdefault(group.project.year, []).append(group)
        needed = -(-max(len(found) for found in years.values()) // 3)
        first = wendy if hub.slug == people.HUB else None
        hubs_leads = people.specialists(hub, needed, first, min(years), rng)
        for found in years.values():
            for place, group in enumerate(found):
                group.lead = hubs_leads[place // 3]
        leads += hubs_leads
    new = [lead.user for lead in leads if lead.user.pk is None]
    User.objects.bulk_create(new)
    people.confirm(new)
    Specialist.objects.bulk_create(leads)
    WorkGroup.objects.bulk_create(groups, batch_size=1000)
    Event.objects.bulk_create([_set_up(group, desks[group.hub_id].lead) for group in groups], batch_size=1000)


def _set_up(group: WorkGroup, by: User) -> Event:
    data = {"capacity": group.capacity, "lead": group.lead_id}
    return event_about(group, "set up", by=by, note=group.name, data=data)


def unsaved_group(hub: Hub, edition: Project, number: int, rng: random.Random) -> WorkGroup:
    return WorkGroup(
        hub=hub,
        project=edition,
        name=f"{hub.name} Readiness {number}",
        capacity=edition.group_size,
        mode=rng.choices(WorkGroup.Mode.values, (40, 15, 45))[0],
        venue=rng.choice(words.VENUES),
    )
