"""Workers and their children die again and again while they send; Redis is frozen, emptied and killed."""

import random
import shutil
import time
from collections import Counter
from itertools import cycle

import pytest
from celery import Celery
from django.db import connection
from django.utils import timezone

from journal import hints, outbox
from journal.models import UNSENT, Email
from tests.faults.processes import Redis, Started, beat, wait_until, worker
from tests.faults.sink import Sink

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="without PostgreSQL there is one worker and no Redis"),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server on the PATH to start and stop"),
]

EMAILS = 1000
SECONDS_BETWEEN_KILLS = 2
CHILDREN = 4  # two workers of two


class Workers:
    """Two workers, as `--scale worker=2` gives, a beat, a Redis and a mail server; all of this test's own."""

    def __init__(self, folder, sink):
        self.folder, self.sink = folder, sink
        self.redis = Redis(folder)
        self.names = cycle(["one", "two"])
        self.running: dict[str, Started] = {}
        self.all: list[Started] = [self.redis.started]
        self.start("one"), self.start("two")
        self.beat = beat(folder, sink=sink, redis_url=self.redis.url)
        self.all.append(self.beat)

    def start(self, name: str):
        self.running[name] = worker(self.folder, name, sink=self.sink, redis_url=self.redis.url)
        self.all.append(self.running[name])

    def wait_until_ready(self):
        for name, started in self.running.items():
            wait_until(lambda started=started: started.says(" ready."), f"worker {name} does not start", 180)

    def kill_a_child(self) -> bool:
        """One that sends, of whichever worker's turn it is; its parent starts another."""
        started = self.running[next(self.names)]
        if children := started.children:
            random.choice(children).kill()
        return bool(children)

    def kill_a_worker(self) -> bool:
        """Parent and children at once; whoever looks after the service starts it again."""
        name = next(self.names)
        if not self.running[name].says(" ready."):
            return False  # a slow machine must not see it die before it has ever worked
        self.running[name].kill()
        self.start(name)
        return True

    def end(self):
        for started in [*self.all, self.redis.started]:
            started.kill()


@pytest.fixture(scope="module")
def workers(tmp_path_factory, django_db_setup, django_db_blocker):
    with Sink() as sink, django_db_blocker.unblock():
        workers = Workers(tmp_path_factory.mktemp("workers"), sink)
        try:
            workers.wait_until_ready()
            yield workers
        finally:
            workers.end()


@pytest.fixture(autouse=True)
def _hints_go_to_their_redis(workers, monkeypatch):
    elsewhere = Celery("elsewhere", broker=workers.redis.url, set_as_current=False)
    elsewhere.conf.update(task_publish_retry=False)
    elsewhere.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
    monkeypatch.setattr(hints, "current_app", elsewhere)
    workers.sink.taken.clear()


def write(number: int, first: int = 0):
    """That many emails in the outbox, each to an address of its own."""
    now = timezone.now()
    Email.objects.bulk_create(
        Email(key=f"{n}", message_id=f"<{n}@example.org>", to=f"{n}@example.org", subject="Hi", text="Words", due=now)
        for n in range(first, first + number)
    )


def unsent() -> int:
    return Email.objects.filter(UNSENT).count()


def write_and_kill(workers) -> int:
    """Emails come in while workers die, as they do on a bad day; how many died."""
    kills = cycle([workers.kill_a_child, workers.kill_a_worker])
    died, written, begun = 0, 0, time.monotonic()
    while written < EMAILS or unsent():
        assert time.monotonic() - begun < 500, f"{unsent()} of {written} emails still wait after {died} kills"
        if written < EMAILS:
            write(50, first=written)
            written += 50
        hints.publish()
        if time.monotonic() - begun > SECONDS_BETWEEN_KILLS * (died + 1):
            died += next(kills)()
        time.sleep(0.3)
    return died


def copies(workers) -> Counter:
    return Counter(message_id for message_id, _ in workers.sink.taken)


def test_no_email_is_lost_or_sent_twice_while_workers_are_killed(workers, promise):
    workers.sink.seconds_a_message = 0.02
    kills = write_and_kill(workers)
    uncertain = list(Email.objects.filter(uncertain__isnull=False))
    marked = {email.message_id for email in uncertain}
    once = {message_id for message_id, number in copies(workers).items() if number == 1}
    assert max(copies(workers).values()) == 1
    assert once | marked == set(Email.objects.values_list("message_id", flat=True))
    assert len(marked) <= 4 * kills, "only what was in a child's hands may be uncertain"

    taken = len(once & marked)
    for email in uncertain:
        outbox.send_again(email, by=None)
    hints.publish()
    wait_until(lambda: not unsent(), "what a person sent again does not leave")
    twice = {message_id for message_id, number in copies(workers).items() if number > 1}
    assert len(copies(workers)) == EMAILS
    assert twice <= marked
    promise.count = f"{EMAILS:,} emails, {kills} kills, {len(marked)} marked uncertain of which {taken} had been taken"

    Email.objects.update(sent=None, uncertain=None)
    Email.objects.filter(pk__in=Email.objects.values("pk")[40:]).delete()
    workers.sink.taken.clear()
    workers.sink.seconds_a_message = 0.1  # so that the second child comes while the first sends
    (workers.folder / "lease off").touch()
    wait_until(lambda: hints.publish() and not unsent(), "the control does not send")
    time.sleep(0.5)
    (workers.folder / "lease off").unlink()
    with promise.control("no leases"):
        assert max(copies(workers).values()) == 1


SECONDS_AFTER_ITS_RETURN = 10
SECONDS_AWAY = 2.5


def seconds_until_all_left(workers) -> float:
    begun = time.monotonic()
    wait_until(lambda: not unsent(), "the mail does not leave", SECONDS_AFTER_ITS_RETURN + 2)
    return time.monotonic() - begun


def hold_every_child(workers):
    (workers.folder / "hold").touch()
    for _ in range(CHILDREN):
        hints.publish("tests.hold")
    wait_until(lambda: len(list(workers.folder.glob("held by *"))) == CHILDREN, "not every child is busy")


def ends_not_told(workers) -> list[int]:
    return [(workers.folder / f"{name}.log").read_text().count("Couldn't ack") for name in workers.running]


def freeze(workers) -> float:
    """While every child has a task that ends now, so that no worker can tell Redis of all its ends."""
    hold_every_child(workers)
    workers.redis.started.process.suspend()
    before = ends_not_told(workers)
    (workers.folder / "hold").unlink()
    write(20)
    hints.ring()
    wait_until(lambda: all(map(int.__gt__, ends_not_told(workers), before)), "a worker could tell Redis of all ends")
    workers.redis.started.process.resume()
    return seconds_until_all_left(workers)


def kill(workers) -> float:
    workers.redis.started.kill()
    write(20)
    hints.ring()
    time.sleep(SECONDS_AWAY)
    workers.redis.start()
    return seconds_until_all_left(workers)


def flush(workers, promise) -> float:
    """The hints are gone, with everything the workers had said to Redis about themselves."""
    workers.beat.process.suspend()
    time.sleep(1.5)  # its last hint must not lie in the hands of a worker that sleeps
    wait_until(lambda: not workers.redis.client.exists("celery", "unacked"), "the workers do not come to an end")
    for started in workers.running.values():
        started.process.suspend()
    time.sleep(1.2)  # a worker asks Redis for a second at a time: a hint must not be given to one that sleeps
    write(20)
    assert hints.publish()
    assert workers.redis.client.llen("celery") > 0
    workers.redis.client.flushdb()
    for started in workers.running.values():
        started.process.resume()
    time.sleep(2)
    with promise.control("no sweep after the hints were lost"):
        assert not unsent()
    workers.beat.process.resume()
    return seconds_until_all_left(workers)


def test_all_mail_leaves_within_ten_seconds_of_the_return_of_redis(workers, promise):
    workers.sink.seconds_a_message = 0
    took = {}
    for what, do in (("frozen", freeze), ("killed", kill)):
        Email.objects.all().delete()
        took[what] = do(workers)
    Email.objects.all().delete()
    took["emptied"] = flush(workers, promise)
    promise.count = ", ".join(f"{what}: {seconds:.1f} s" for what, seconds in took.items())
    assert max(took.values()) <= SECONDS_AFTER_ITS_RETURN

    (workers.folder / "end in hand off").touch()
    Email.objects.all().delete()
    with promise.control("a message whose end Redis was not told stays in hand"):
        for _ in range(3):  # two are in hand, and at least one is lost each time
            freeze(workers)
    (workers.folder / "end in hand off").unlink()
