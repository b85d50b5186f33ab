"""What people of a hub and its schools do all day, in an order nobody knows: the moves of the long race.

Each is one request as a browser sends it, about an application or group taken by chance; its answer is the outcome.
What is picked may have changed when the request arrives: that is answered with a reason, like to anybody.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from applications.deciding import offering, releasing, waiting
from applications.models import DECIDABLE, WITHDRAWABLE, Application
from journal.clock import day
from tests import steps
from tests.races.clients import Browser, seen
from workgroups.models import WorkGroup

DONE, REFUSED = {302}, {404, 409, 422}
WANTED_BY_ALL = 5  # half of all that is asked is about these first groups


class Client:
    """A reviewer and a school's person, each at a browser, who play one card after the other and count the answers."""

    def __init__(self, number: int, desk: Browser, school: Browser, hub):
        self.desk, self.school, self.hub = desk, school, hub
        self.chance = Random(number)
        self.groups = list(WorkGroup.objects.filter(hub=hub).order_by("pk"))
        self.done, self.refused, self.wrong = Counter(), Counter(), []

    def play(self, card: Callable, *about) -> None:
        name = card.__name__.replace("_", " ")
        try:
            status = card(self, *about)
        except Exception as error:
            self.wrong.append(f"{name}: {error!r}")
        else:
            if status in DONE:
                self.done[name] += 1
            elif status in REFUSED:
                self.refused[name] += 1
            elif status is not None:
                self.wrong.append(f"{name}: answered with {status}")
        finally:
            connection.close()

    def work(self, is_over: Callable[[], bool]) -> None:
        while not is_over():
            self.play(self.chance.choice(CARDS))

    def any_group(self) -> WorkGroup:
        few = self.chance.random() < 0.5
        return self.chance.choice(self.groups[:WANTED_BY_ALL] if few else self.groups)

    def any_one(self, *statuses: str) -> Application | None:
        keys = Application.objects.filter(hub=self.hub, status__in=statuses).values_list("pk", flat=True)
        found = Application.objects.filter(pk=self.chance.choice(list(keys) or [0]))
        return found.select_related("school", "project").first()

    def at_desk(self, path: str, data: dict) -> int:
        return self.desk.post(f"/desk/{self.hub.slug}/{path}", data).status_code

    def move(self, one: Application, name: str, **data) -> int:
        return self.at_desk(f"applications/{one.reference}/{name}/", {**seen(one), **data})


def rush(client: Client, one: Application, group: WorkGroup) -> int:
    return client.move(one, "place", group=group.pk)


def place(client: Client) -> int | None:
    one = client.any_one(*DECIDABLE)
    return client.move(one, "place", group=client.any_group().pk) if one else None


def place_beyond(client: Client) -> int | None:
    one = client.any_one(*DECIDABLE)
    return client.move(one, "place", group=client.any_group().pk, over="They share a teacher.") if one else None


def move(client: Client) -> int | None:
    """To another group: opened again, and placed there."""
    one = client.any_one("placed")
    if one is None:
        return None
    status = client.move(one, "reopen", reason="Another group suits them better.")
    one.refresh_from_db()
    return client.move(one, "place", group=client.any_group().pk) if status in DONE else status


def decide(client: Client, kind: str, do: str) -> int | None:
    one = client.any_one(*DECIDABLE)
    until = day(timezone.localdate() + timedelta(days=14))
    offer = {"kind": kind, "group": client.any_group().pk, "answer_by": until, "words": "", "do": do}
    return client.move(one, "decide", **offer) if one else None


def prepare(client: Client) -> int | None:
    return decide(client, "offer", "later")


def offer(client: Client) -> int | None:
    return decide(client, "offer", "now")


def put_on_the_list(client: Client) -> int | None:
    return decide(client, "waiting", "now")


def release(client: Client) -> int | None:
    project = client.groups[0].project_id
    looked_at = releasing.fingerprint(releasing.ready(client.hub, project))
    status = client.at_desk("decisions/", {"project": project, "seen": looked_at, "when": "now"})
    releasing.release_due()
    return status


def answer(client: Client) -> int | None:
    one = client.any_one("offered")
    said = client.chance.choice([{"answer": "accept"}, {"answer": "turn_down", "reason": "We merge."}])
    return client.school.post(f"/apply/{one.reference}/offer/", said).status_code if one else None


def withdraw(client: Client) -> int | None:
    """And send it again, or there would soon be nobody left."""
    one = client.any_one(*WITHDRAWABLE)
    if one is None:
        return None
    status = client.school.post(f"/apply/{one.reference}/withdraw/", {"reason": "Not this year."}).status_code
    if status in DONE:
        steps.sent(one.school, client.hub, client.school.person)
    return status


def resize(client: Client) -> int:
    group = client.any_group()
    fields = {"name": group.name, "capacity": client.chance.randint(1, 4), "lead": "", "mode": "blended", "venue": ""}
    return client.at_desk(f"groups/{group.pk}/", fields)


def move_on_the_list(client: Client) -> int | None:
    entry = waiting.current(client.hub).order_by("?").first()
    told = {"do": "reorder", "to": client.chance.randint(1, 5), "reason": "They have waited longest."}
    return client.at_desk("waiting/", {"key": entry.pk, **told}) if entry else None


def sweep(client: Client) -> None:
    """What the beat does."""
    offering.lapse_due()
    waiting.pass_on_freed_seats()


MUST_HAPPEN = ("place", "move", "resize", "withdraw")
CARDS = [place] * 5 + [move] * 4 + [resize] * 3 + [prepare, offer, put_on_the_list, release] + [answer] * 2
CARDS += [withdraw] * 2 + [place_beyond, move_on_the_list, sweep]
