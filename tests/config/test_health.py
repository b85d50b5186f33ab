"""What a load balancer and an orchestrator are told."""

import pytest
import redis
from django.db import connection

from config import health


@pytest.fixture
def ready(settings, monkeypatch):
    """A process that has not asked about migrations yet, on a broker folder or Redis that is there."""
    monkeypatch.setattr(health, "_are_applied", False)
    if not settings.REDIS_URL:
        (settings.BROKER_FOLDER / "messages").mkdir(parents=True, exist_ok=True)


def test_the_process_answers_without_a_query_or_a_permitted_host(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_probes_are_not_sent_to_https(client, settings, db, ready):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_ready_process_says_so_for_each_part(client, ready):
    answer = client.get("/readyz")
    assert answer.json() == {"database": "ok", "broker": "ok", "migrations": "ok"}


@pytest.mark.django_db
def test_once_migrations_are_applied_readiness_costs_one_query(client, ready, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db
def test_a_migration_that_waits_makes_the_process_unready(client, ready):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 waiting"


@pytest.mark.django_db
def test_a_broker_that_is_away_is_named(client, ready, monkeypatch, settings):
    def refuse(*args, **kwargs):
        raise redis.ConnectionError("nobody listens")

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(redis.Redis, "ping", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "away", "migrations": "ok"}


def test_a_database_that_is_away_is_named(client, ready, monkeypatch):
    def refuse():
        raise ConnectionError("the server is gone")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    monkeypatch.setitem(health.CHECKS, "migrations", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
    assert b"gone" not in answer.content
