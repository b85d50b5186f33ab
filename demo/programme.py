"""What hubs set up before schools apply: earlier years' editions, openings, specialists and Work Groups."""

import random
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from demo import land, people, words
from hubs.areas import load_areas
from hubs.models import Hub, HubPiece, Specialist
from hubs.shipped import load_hubs
from journal import chain
from journal.models import Event
from journal.moves import event_about, record
from schools.models import School
from workgroups import leading
from workgroups.editions import PARTS, copy_to_next_year
from workgroups.groups import home_of_first
from workgroups.models import Opening, Project, WorkGroup, first_year_not_over
from workgroups.shipped import load_editions

SHORTEST = timedelta(days=150)  # an opening that began 90 days ago has 60 left

PRIVACY = (
    "{hub} keeps what you send to plan and run its Work Groups, and shares it with nobody but the specialist who "
    "leads your group and the national programme. We delete it three school years after your last group. Write to "
    "{email} to see it, to have it put right, or to have it deleted."
)


STORY = (
    "We began with two teachers who were not sure where to start. Their Lead came to our school every few weeks, "
    "and each time one small thing in our lessons changed.\n\n"
    "By the summer every class had a plan its teacher believed in, and our headteacher could say in one sentence why."
)


def make_hubs(schools: list[School]) -> list[Hub]:
    """The 40 hubs with addresses and privacy notices, each led by a school of its area where there is one."""
    load_hubs()
    hubs = {hub.name: hub for hub in Hub.objects.all()}
    hub_of = {place.code: place.hub for place in land.LANDS}
    led_by: dict[str, School] = {}
    for school in schools:
        if school.is_open and school.is_primary and school.is_state_funded:
            led_by.setdefault(hub_of[school.authority.code], school)
    for number, name in enumerate(land.HUBS):
        hub = hubs[name]
        hub.enquiry_email = f"enquiries.{hub.slug}@example.org"
        hub.enquiry_phone = f"01632 960 {100 + number}"
        hub.privacy_notice = PRIVACY.format(hub=hub, email=hub.enquiry_email)
        hub.lead_school = led_by.get(name)
    named = [hubs[name] for name in land.HUBS]
    Hub.objects.bulk_update(named, ["enquiry_email", "enquiry_phone", "privacy_notice", "lead_school"])
    HubPiece.objects.bulk_create([piece for hub in named for piece in _page_of(hub)])
    return named


def _page_of(hub: Hub) -> list[HubPiece]:
    """A story and a link for the hub's public page."""
    newsletter = f"https://{hub.slug}.example.org/newsletter/"
    return [
        HubPiece(hub=hub, kind=HubPiece.Kind.STORY, title="What a year of Readiness changed", text=STORY),
        HubPiece(hub=hub, kind=HubPiece.Kind.LINK, title="Our newsletter", text="Every half term", url=newsletter),
    ]


def make_areas(since: date) -> None:
    """Each authority is served by the hub it is listed under."""
    lines = [f'"{place.hub}","{place.name}",{since:%Y-%m},made up for the demo' for place in land.LANDS]
    load_areas("\n".join(["hub,la_name,as_at,source", *lines]).encode())


def make_editions(years: int) -> list[dict[str, Project]]:
    """The five editions of the year that runs and of so many years in all, by kind, the newest first.

    Those of later years than the shipped one are made as an administrator makes them.
    """
    load_editions()
    while (year := Project.objects.latest("year").year) < first_year_not_over():
        for project in Project.objects.filter(year=year):
            copy_to_next_year(project, by=None)
    editions = [_of_year(year)]
    while len(editions) < years:
        year -= 1
        there = _of_year(year)
        editions.append(there or {kind: _a_year_earlier(project) for kind, project in editions[-1].items()})
    return editions


def _of_year(year: int) -> dict[str, Project]:
    return {project.kind: project for project in Project.objects.filter(year=year)}


def _a_year_earlier(project: Project) -> Project:
    """The edition before: another code and closing date, the same words."""
    rows = {part: list(getattr(project, part).all()) for part in PARTS}
    year = project.year - 1
    code = project.code.replace(f"{project.year % 100:02d}-", f"{year % 100:02d}-", 1)
    fields = {field.name: getattr(project, field.name) for field in project._meta.concrete_fields if field.name != "id"}
    closing = project.default_closing and project.default_closing - timedelta(days=364)
    earlier = Project.objects.create(**fields | {"year": year, "code": code, "default_closing": closing})
    record(earlier, "shipped")
    for copies in rows.values():
        for row in copies:
            row.pk, row.project = None, earlier
            row._state.adding = True
        if copies:
            type(copies[0]).objects.bulk_create(copies)
    return earlier


def openings(hubs: list[Hub], edition: Project, desks: dict[int, people.Desk], opens: datetime) -> dict[int, Opening]:
    """The hubs open the edition: some rolling, most until its closing date; past ones are closed. By the hub's key.

    This year's are open for two months at least, on whichever day the demo is made.
    """
    until = edition.default_closing
    if until is None or until < opens + SHORTEST:
        until = opens + SHORTEST
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


def save_groups(
    groups: list[WorkGroup],
    schools: list[School],
    wendy: User,
    desks: dict[int, people.Desk],
    rng: random.Random,
) -> None:
    """Give each group a lead who may lead it (as many a year as they can), and write it with its event.

    Each lead has a home school of the hub's area, where Sustaining groups begin (S1).
    """
    by_hub: dict[tuple, list[WorkGroup]] = {}
    for group in groups:
        kind = next(iter(leading.KINDS[group.project.kind]))
        by_hub.setdefault((group.hub_id, kind), []).append(group)
    found: list[Specialist] = []
    for (_, kind), mine in by_hub.items():
        first = wendy if mine[0].hub.slug == people.HUB and kind == Specialist.Kind.READINESS else None
        found += _give_leads(mine, kind, first, rng)
    _give_homes(found, schools)
    for group in groups:
        group.first_school = home_of_first(group.project, group.lead)
    new = [lead.user for lead in found if lead.user.pk is None]
    User.objects.bulk_create(new)
    people.confirm(new)
    Specialist.objects.bulk_create(found)
    WorkGroup.objects.bulk_create(groups, batch_size=1000)
    chain.write_all(_set_up(group, desks[group.hub_id].lead) for group in groups)


def _give_leads(groups: list[WorkGroup], kind: str, first: User | None, rng: random.Random) -> list[Specialist]:
    """Specialists of one kind for the groups of one hub, each group led by one of them."""
    years: dict[int, list[WorkGroup]] = {}
    for group in groups:
        years.setdefault(group.project.year, []).append(group)
    each = people.MOST_GROUPS[kind]
    needed = -(-max(len(found) for found in years.values()) // each)
    specialists = people.specialists(groups[0].hub, kind, needed, first, min(years), rng)
    for found in years.values():
        for place, group in enumerate(found):
            group.lead = specialists[place // each]
    return specialists


def _give_homes(specialists: list[Specialist], schools: list[School]) -> None:
    hub_of = {place.code: place.hub for place in land.LANDS}
    there: dict[tuple[str, bool], list[School]] = {}
    for school in schools:
        if school.is_open and school.easting and school.is_state_funded:
            there.setdefault((hub_of[school.authority.code], school.is_secondary), []).append(school)
    for number, one in enumerate(specialists):
        found = there.get((one.hub.name, one.kind == Specialist.Kind.SECONDARY))
        one.home_school = found[(number * 7) % len(found)] if found else None
        one.travel_km = (20, 35, 50, None)[number % 4]
        one.days = words.DAYS[number % len(words.DAYS)]


def _set_up(group: WorkGroup, by: User) -> Event:
    data = {"capacity": group.capacity, "lead": group.lead_id}
    return event_about(group, "set up", by=by, note=group.name, data=data)


def unsaved_group(hub: Hub, edition: Project, number: int, rng: random.Random) -> WorkGroup:
    return WorkGroup(
        hub=hub,
        project=edition,
        name=f"{hub.name} {edition.get_kind_display()} {number}",
        capacity=edition.group_size,
        mode=rng.choices(WorkGroup.Mode.values, (40, 15, 45))[0],
        venue=rng.choice(words.VENUES),
        dates=words.DATES[number % len(words.DATES)],
    )
