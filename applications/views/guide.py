"""Which Work Group is right for a school: find it, a few questions one at a time, the advice. Nobody signs in for it.

What was said stands in the address, so that the back button, a bookmark and a colleague all get the same page;
nothing of it is about a person, and nothing is kept.
"""

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import facts, spec
from applications.advice import Advice, advise, first_answers
from applications.eligibility.types import academic_year
from applications.entrance import GuideForm
from applications.guide import MOST_QUESTIONS, QUESTIONS, Said, Walk, Words, walk
from applications.models import Application
from applications.offers import offers_of
from applications.views.door import holder_of
from hubs.areas import suggested_hubs
from schools.find import LONGEST_QUERY, find_page
from schools.lineage import school_of_today
from schools.models import School
from workgroups.editions import year_on_offer
from workgroups.models import Project

CODE = re.compile(r"[A-Za-z0-9_-]+")
# Longer than any code of an answer, more than any question has.
LONGEST, MOST = 30, 20


def said_in(query: QueryDict) -> dict[str, tuple[str, ...]]:
    """What stands in an address or a form for the guide's questions; whether it is an answer, each question judges."""
    given = {name: query.getlist(name)[:MOST] for name in QUESTIONS}
    return {name: tuple(value for value in values if len(value) <= LONGEST) for name, values in given.items() if values}


def pairs_of(said: Said) -> list[tuple[str, str]]:
    """The answers as names and values of hidden fields, or of an address; what no form could send is left out."""
    return [(name, value) for name, values in said.items() for value in values if CODE.fullmatch(value)]


def carried_in(query: QueryDict) -> dict[str, object]:
    """The first answers of a draft, from what the guide's button carries along."""
    return first_answers(said_in(query))


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where the check begins: what it is, and the school to be found."""
    words = "".join(c for c in request.GET.get("q", "")[:LONGEST_QUERY] if c.isprintable()).strip()
    found = find_page(words) if words else None
    return render(request, "applications/guide/find.html", {"query": words, "found": found, "longest": LONGEST_QUERY})


@never_cache
@require_safe
def guide(request: HttpRequest, urn: int) -> HttpResponse:
    """The next question about this school, or the advice."""
    school = get_object_or_404(School.objects.select_related("authority"), urn=urn)
    hubs = list(suggested_hubs(school))
    year = year_on_offer(hubs)
    projects = {project.kind: project for project in Project.objects.filter(year=year)}
    criteria = _criteria(projects.get(Project.Kind.READINESS))
    # What a school has asked for is its own business, and this page is everybody's.
    known = replace(facts.of_school(school, year=year), asked=())
    walked = walk(known, said_in(request.GET), criteria=criteria)
    context = {"school": school, "year": year, "hubs": hubs, "answers": _told(walked)}
    if walked.question:
        return _ask(request, walked, context)
    advice = advise(known, walked, criteria=criteria)
    return _answer(request, advice, walked, projects, context)


def _criteria(readiness: Project | None) -> Words:
    return tuple((row.code, row.text) for row in spec.read(readiness).criteria) if readiness else ()


def _told(walked: Walk) -> list[dict]:
    """Each answer, with the address at which it is asked again."""
    told, before = [], {}
    for answer in walked.answers:
        told.append({"answer": answer, "again": "?" + urlencode(pairs_of(before))})
        before[answer.question.name] = answer.chosen
    return told


def _ask(request: HttpRequest, walked: Walk, context: dict) -> HttpResponse:
    """One question. Sent without an answer, it says so."""
    question = walked.question
    sent = {} if request.GET.get("asked") == question.name else None
    form = GuideForm(sent, question=question)
    context |= {
        "question": question,
        "form": form,
        "said": pairs_of(walked.said),
        "number": len(walked.answers) + 1,
        "most": MOST_QUESTIONS,
        "back": context["answers"][-1]["again"] if context["answers"] else "",
    }
    return render(request, "applications/guide/question.html", context)


def _here(advice: Advice) -> str:
    if not advice.kind:
        return "You are here"
    return "You go on here" if advice.goes_on else "You start here"


def _answer(request: HttpRequest, advice: Advice, walked: Walk, projects: dict, context: dict) -> HttpResponse:
    school: School = context["school"]
    project = projects.get(advice.kind or advice.now)
    context |= {
        "advice": advice,
        "project": project,
        "offers": offers_of(project if advice.kind else None, context["hubs"]),
        "said": pairs_of(walked.said),
        "carried": "".join("&" + urlencode([pair]) for pair in pairs_of(walked.said)),
        "last_again": context["answers"][-1]["again"] if context["answers"] else "",
        "here_words": _here(advice),
        "year_words": academic_year(context["year"]),
        "today": school if school.is_open else school_of_today(school),
        "earlier": Application.objects.visible_to(holder_of(request))
        .filter(school=school)
        .select_related("project", "hub")[:20],
    }
    return render(request, "applications/guide/answer.html", context)
