"""The five editions that ship, with the programme's own figures (R, D, B, S, Y)."""

import pytest
from django.core.management import call_command

from journal.models import Event
from workgroups.models import Clause, Project
from workgroups.shipped import EDITIONS, load_editions


def figures(kind):
    project = Project.objects.get(kind=kind)
    return (
        *(project.code, project.group_size, project.group_unit, project.meetings, project.release_days),
        *(int(project.grant), project.statement_words, project.criteria_needed),
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("readiness", ("NCP26-08", 8, "school", 0, 0, 0, 250, 1)),  # R1, R4, R6, R10
        ("development", ("NCP26-09", 8, "school", 6, 10, 1000, 250, 0)),  # D3, D5, D8
        ("embedding", ("NCP26-10", 8, "school", 6, 0, 0, 250, 0)),  # B1, J3
        ("sustaining", ("NCP26-11", 12, "school", 6, 0, 0, 250, 0)),  # S1, S5
        ("secondary", ("NCP26-12", 2, "department", 4, 10, 2000, 150, 0)),  # Y1, Y4, Y5, Y6
    ],
)
def test_each_edition_has_the_programmes_figures(editions, kind, expected):
    assert figures(kind) == expected


def test_readiness_has_the_six_criteria_in_order(editions):
    codes = Project.objects.get(kind="readiness").criteria.values_list("code", flat=True)
    assert list(codes) == ["ofsted", "progress", "authority", "mobility", "leadership", "turnover"]


@pytest.mark.parametrize(
    ("kind", "named", "signing"),
    [
        ("readiness", 3, 1),  # R3, R5
        ("development", 3, 1),  # D2, D6
        ("embedding", 3, 1),  # B1
        ("sustaining", 2, 2),  # S2, S3
        ("secondary", 4, 4),  # Y3, Y7
    ],
)
def test_each_edition_names_the_people_it_needs(editions, kind, named, signing):
    roles = Project.objects.get(kind=kind).named_roles
    assert (roles.filter(named=True).count(), roles.filter(signs=True).count()) == (named, signing)


def test_loading_again_never_overwrites_what_was_edited(editions):
    Project.objects.filter(kind="readiness").update(title="Our own title", group_size=9)
    Clause.objects.filter(project__kind="readiness", code="tasks").delete()
    assert load_editions() == 0
    project = Project.objects.get(kind="readiness")
    assert (project.title, project.group_size, project.clauses.count()) == ("Our own title", 9, 9)


def test_the_command_makes_hubs_and_projects_once(db, capsys):
    Project.objects.all().delete()
    call_command("load_programme")
    call_command("load_programme")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("40 hubs and 5 projects")
    assert said[1].startswith("0 hubs and 0 projects")
    assert Event.objects.filter(kind="shipped").count() == 45


def test_codes_inside_an_edition_are_unique_and_texts_are_whole_sentences():
    for edition in EDITIONS:
        codes = [code for code, _ in edition["clauses"]]
        assert len(codes) == len(set(codes))
        assert all(text.endswith(".") for _, text in edition["clauses"])
