"""The production pattern: what must hold of docker-compose.yml and the Dockerfile."""

import re

import pytest
import yaml

from tests.repository.files import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = {"migrate", "web", "worker", "beat"}


def test_the_services_are_those_of_the_plan():
    assert set(SERVICES) == {"postgres", "redis"} | OURS


def test_there_is_exactly_one_beat():
    commands = {name: " ".join(service.get("command", [])) for name, service in SERVICES.items()}
    assert [name for name, words in commands.items() if " beat " in words] == ["beat"]
    assert not any("-B" in words.split() for words in commands.values())
    # A service with a name of its own cannot be scaled.
    assert "container_name" in SERVICES["beat"]
    assert SERVICES["beat"]["deploy"]["replicas"] == 1


@pytest.mark.parametrize("name", ["web", "worker"])
def test_web_and_worker_can_be_scaled(name):
    assert "container_name" not in SERVICES[name]
    ports = SERVICES[name].get("ports", [])
    assert all(re.search(r"\d+-\d+", port) for port in ports)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_is_watched_and_started_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS - {"migrate"}))
def test_nothing_starts_before_the_tables_are_ready(name):
    needs = {other: need["condition"] for other, need in SERVICES[name]["depends_on"].items()}
    assert needs == {
        "postgres": "service_healthy",
        "redis": "service_healthy",
        "migrate": "service_completed_successfully",
    }


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_processes_may_change_nothing(name):
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_secrets_come_from_the_environment(name):
    environment = SERVICES[name]["environment"]
    for secret in ("SECRET_KEY", "DATABASE_URL", "EMAIL_HOST_PASSWORD"):
        assert re.search(r"\$\{[A-Z_]+(:[?-][^}]*)?\}", environment[secret])


def test_no_port_is_open_to_the_network():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_environment_name_is_one_that_settings_read():
    read = (ROOT / "config" / "settings.py").read_text()
    assert [name for name in SERVICES["web"]["environment"] if f'"{name}"' not in read] == []


def test_the_image_runs_as_nobody_special_on_hashed_packages():
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.M)
    assert users == ["hubs"]
    assert DOCKERFILE.index("USER hubs") > DOCKERFILE.index("collectstatic")
    assert "--require-hashes -r requirements-planner.lock" in DOCKERFILE
    assert "SECRET_KEY=" not in "".join(re.findall(r"^(?:ENV|ARG) .*$", DOCKERFILE, re.M))


def test_the_image_takes_in_every_room_of_the_code():
    taken = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.M))
    pyproject = (ROOT / "pyproject.toml").read_text()
    rooms = set(re.findall(r'"(\w+)"', re.search(r"root_packages = \[(.*?)\]", pyproject, re.S).group(1)))
    assert rooms | {"manage.py", "requirements-planner.lock", "templates", "static"} == taken
