"""The hint to the workers: look for work now, into the outbox unless another task is named. It is given beside the
request, never inside it.

A broker that refuses, or takes the connection and never answers, would hold the request for seconds. So
one thread of each process publishes, and a request only rings its bell. Losing a hint loses nothing: the
beat looks every five seconds.
"""

import logging
import threading

from celery import current_app

logger = logging.getLogger(__name__)

TASK = "journal.tasks.send_queued_email"

_bell = threading.Event()
_starting = threading.Lock()
_rung: set[str] = set()
_publisher: threading.Thread | None = None


def ring(task: str = TASK) -> None:
    """Ask for a hint and return at once; many rings before the next hint make one."""
    global _publisher
    with _starting:
        _rung.add(task)
        # Dead before the first ring, and in a child after a fork.
        if _publisher is None or not _publisher.is_alive():
            _publisher = threading.Thread(target=_publish_when_rung, name="outbox-hints", daemon=True)
            _publisher.start()
    _bell.set()


def publish(task: str = TASK) -> bool:
    """Send one hint to the broker now, however long that takes; False when the broker did not take it."""
    try:
        current_app.send_task(task)
    except Exception as error:  # whatever the broker's library raises, the beat will look
        logger.warning("no hint sent to the broker: %s", type(error).__name__)
        return False
    return True


def _publish_when_rung() -> None:
    while True:
        _bell.wait()
        _bell.clear()
        with _starting:
            tasks = sorted(_rung)
            _rung.clear()
        for task in tasks:
            publish(task)
