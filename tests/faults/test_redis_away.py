"""Redis refuses, or takes the connection and never answers: people go on, and tries still count."""

import socket
import time

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from django.urls import reverse
from redis import RedisError

from config.cache import SteadyRedisCache
from config.health import CHECKS, _state


@pytest.fixture
def frozen():
    """A server that takes every connection and says nothing, as a stopped Redis does."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def refusing():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture(params=["frozen", "refusing"])
def cache_without_redis(request, settings, monkeypatch):
    monkeypatch.setattr(SteadyRedisCache, "_away_until", 0.0)
    address = request.getfixturevalue(request.param)
    settings.REDIS_URL = address
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "config.cache.SteadyRedisCache", "LOCATION": address},
    }
    yield caches["default"]
    SteadyRedisCache("redis://127.0.0.1", {})._memory.clear()


def test_what_is_counted_counts_in_memory_for_a_while(cache_without_redis, promise):
    started = time.monotonic()
    assert cache_without_redis.get("tries", 0) == 0
    assert cache_without_redis.add("tries", 1)
    assert not cache_without_redis.add("tries", 1)
    assert cache_without_redis.incr("tries") == 2
    cache_without_redis.set_many({"a": 1})
    assert cache_without_redis.get_many(["a", "tries"]) == {"a": 1, "tries": 2}
    cache_without_redis.delete("tries")
    assert "tries" not in cache_without_redis
    # One time-out for the first question; the others did not ask Redis again.
    assert time.monotonic() - started < 2.5
    with promise.control("no memory beside Redis", raises=RedisError):
        RedisCache.get(cache_without_redis, "tries")


def test_redis_is_asked_again_after_a_while(cache_without_redis, monkeypatch):
    cache_without_redis.get("anything")
    asked = []
    monkeypatch.setattr("config.cache.RedisCache.get", lambda self, *args, **kwargs: asked.append(args) or "from Redis")
    assert cache_without_redis.get("anything") is None
    monkeypatch.setattr(SteadyRedisCache, "_away_until", 0.0)
    assert cache_without_redis.get("anything") == "from Redis"
    assert len(asked) == 1


@pytest.mark.django_db
def test_somebody_signs_in_within_seconds(cache_without_redis, client, django_user_model, promise, monkeypatch):
    django_user_model.objects.create_user("alice@example.org", "a long enough password")
    typed = {"login": "alice@example.org", "password": "a long enough password"}
    started = time.monotonic()
    assert client.post(reverse("account_login"), typed).status_code < 400
    assert time.monotonic() - started < 5
    monkeypatch.setattr(
        SteadyRedisCache, "_ask", lambda self, name, *args, **more: getattr(RedisCache, name)(self, *args, **more)
    )
    with promise.control("no memory beside Redis", raises=RedisError):
        Client().post(reverse("account_login"), typed)


def test_readiness_names_the_broker_within_two_seconds(cache_without_redis):
    started = time.monotonic()
    assert _state(CHECKS["broker"]) == "away"
    assert time.monotonic() - started < 2.5
