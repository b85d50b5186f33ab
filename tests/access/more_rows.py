"""Rows that stand in addresses of the matrix besides applications: each function answers with names for them."""

import re
from datetime import timedelta

from django.utils import timezone

from accounts import national
from applications import bulk, claiming, pledging, saved_views
from applications.deciding import passing, releasing
from applications.mailing import sending
from hubs import people as hub_people
from hubs.reminders import choices
from hubs.reminders.outlook import outlook
from hubs.reminders.sending import locked_reader
from journal.models import Email
from schools import people as school_people
from tests import factories, steps
from workgroups import places, pledge_changes
from workgroups.editions import copy_to_next_year


def claims(charlie, hub, school, other_school) -> dict:
    factories.HubAreaFactory(hub=hub, authority=school.authority)
    mine, other = (
        claiming.claim(school=where, kind="office", name="Charlie Cole", by=charlie) for where in (school, other_school)
    )
    link = Email.objects.filter(template="schools/claim_stands").latest("pk").text
    return {
        "claim": mine.pk,
        "other school's claim": other.pk,
        "claim link": link.partition("/schools/claims/")[2].partition("/")[0],
        "confirm": "confirm",
    }


def roles_and_invitations(people, hub, school) -> dict:
    hub_offer = hub_people.invite(hub=hub, email="new@example.org", kind="assistant", by=people["alice"])
    school_offer = school_people.invite(school=school, email="new@example.org", kind="teacher", by=people["bob"])
    return {
        "head's role": people["helen"].school_roles.get().pk,
        "other school's role": people["grace"].school_roles.get().pk,
        "hub role": people["alice"].hub_roles.get().pk,
        "hub invitation": hub_offer.pk,
        "national invitation": national.invite(email="new@example.org", kind="viewer", by=people["adam"]).pk,
        "own national role": people["adam"].national_roles.get().pk,
        "school invitation": school_offer.pk,
    }


def sign_link(application) -> str:
    pledging.ask_all()
    head = steps.signatory(application.pledge, "headteacher")
    head = pledge_changes.replace(head, name="Ann Head", email="ann@example.org")
    return steps.sign_link(head).split("/")[2]


def of_reminders(draft) -> dict:
    steps.closing(draft, timezone.now() + timedelta(days=9))
    planned = next(one for one in outlook() if one.wanted.subject == draft)
    reader = locked_reader("olive@example.org")
    return {"reminder": planned.key, "stop": "stop", "choices": choices.token_of(reader)}


def mailing(hub, alice):
    return sending.ask(hub=hub, query="status=all", subject="News", text="We meet.", expected=1, by=alice)


def of_the_desk(hub, alice, application) -> dict:
    chosen = [(application.pk, application.status, None, application.version)]
    return {
        "bulk": bulk.choose(hub=hub, what="take_on", applications=chosen, by=alice).pk,
        "view": saved_views.save(hub=hub, name="All", query="status=all", shared=True, by=alice).pk,
        "own view": saved_views.save(hub=hub, name="Mine", query="owner=me", shared=False, by=alice).pk,
    }


def strange(school, hub):
    """Sent for the school by somebody nobody knows there."""
    return steps.sent(school, hub, factories.UserFactory(), factories.project("sustaining"))


def of_going_on(people, hub, school) -> dict:
    """Last year's group, the one that goes on from it, and what asks its school, with its link."""
    last = factories.WorkGroupFactory(hub=hub, project=factories.project("sustaining"))
    other = factories.WorkGroupFactory(hub=hub, project=last.project)
    places.take(group=last, school=school, by=people["alice"])
    project = copy_to_next_year(factories.project("sustaining"), by=people["adam"])
    group = steps.continued(last, project, people["alice"])
    link = re.search(
        r"/continue/([\w-]{43})/", Email.objects.filter(template="applications/continue_asked").last().text
    )
    found = {"last year's group": other.pk, "group that goes on": group.pk, "continue link": link[1]}
    return found | {"continuation": group.continuations.get().pk}


def of_deciding(people, hub, other_hub, school) -> dict:
    """An offer to the school with its link, a decision that is prepared, and a release that waits."""
    asked = steps.sent(school, other_hub, people["bob"], factories.project("development"))
    offered = steps.offered(asked, people["dana"])
    link = re.search(r"/offer/([\w-]{43})/", Email.objects.filter(template="applications/offered").last().text)[1]
    instead = steps.sent(school, other_hub, people["bob"], factories.project("secondary"))
    opening = factories.OpeningFactory(hub=factories.HubFactory(), project=factories.project("sustaining"))
    steps.alternative(instead, people["dana"], opening, reason="They have been in Development.")
    told = Email.objects.filter(template="applications/alternative_offered").last().text
    one, other = (steps.sent(factories.SchoolFactory(), hub, factories.UserFactory()) for _ in range(2))
    steps.prepared(one, people["alice"])
    later = timezone.now() + timedelta(days=1)
    seen = releasing.fingerprint(releasing.ready(hub))
    release = releasing.ask(hub=hub, by=people["alice"], seen=seen, due=later)
    found = {"decision": steps.prepared(other, people["alice"]).pk, "release": release.pk}
    found |= {"offered": offered.application.reference, "offer link": link}
    return found | {
        "offered instead": instead.reference,
        "alternative link": re.search(r"/alternative/([\w-]{43})/", told)[1],
    }


def of_passing_on(people, hub, other_hub, school) -> dict:
    """One whose school is asked whether it may go from the other hub to this one, and one that has gone."""
    project = copy_to_next_year(factories.project("secondary"), by=people["adam"])
    here = factories.OpeningFactory(hub=hub, project=project)
    asked = steps.asked_to_pass_on(steps.sent(school, other_hub, people["bob"], project), here, people["dana"])
    link = re.search(r"/passing-on/([\w-]{43})/", Email.objects.filter(template="applications/pass_on").last().text)[1]
    other = steps.sent(factories.SchoolFactory(), other_hub, factories.UserFactory(), project)
    made = passing.agree(steps.asked_to_pass_on(other, here, people["dana"]))
    asked_about = asked.application.reference
    return {"passing on": asked_about, "pass on link": link, "passed on": other.reference, "arrived": made.reference}
