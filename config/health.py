"""Two questions a load balancer or an orchestrator asks: is the process alive, and can it serve people?

They are answered before every other middleware, so they need no permitted host, no HTTPS, no session,
and they go on answering during maintenance.
"""

import logging
import os

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)


def answer_probes(get_response):
    """`/healthz`: 200 while the process runs. `/readyz`: 200, or 503 with the part that is away."""
    answers = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request):
        answer = answers.get(request.path_info)
        return answer(request) if answer else get_response(request)

    return middleware


def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request):
    """Each part's state by name: "ok", or what is wrong in words that tell a stranger nothing more."""
    parts = {name: _state(check) for name, check in CHECKS.items()}
    is_ready = set(parts.values()) == {"ok"}
    return JsonResponse(parts, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


def _state(check) -> str:
    try:
        return check()
    except Exception as error:  # whatever a driver raises, the answer is that this part is away
        logger.warning("not ready: %s: %s", check.__name__, error)
        return "away"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def broker() -> str:
    """Redis answers a ping within a second, or the folder of the filesystem broker can be written."""
    if settings.REDIS_URL:
        limits = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
        with redis.Redis.from_url(settings.REDIS_URL, **limits) as client:
            client.ping()
        return "ok"
    return "ok" if os.access(settings.BROKER_FOLDER / "messages", os.W_OK) else "away"


_are_applied = False


def migrations() -> str:
    """Asked of the database until the answer is yes: a migration once applied stays applied for this code."""
    global _are_applied
    if not _are_applied:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"{len(waiting)} waiting"
        _are_applied = True
    return "ok"


CHECKS = {"database": database, "broker": broker, "migrations": migrations}
