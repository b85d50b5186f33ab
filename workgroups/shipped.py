"""The five editions of 2026/27 as data. Figures are the programme's (R, D, B, S, Y); the wording is our own.

Where the programme's documents give no figure, the choice and its reason stand beside it. All of it can be
edited in the admin: loading again never changes an edition that is there.
"""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from journal import moves
from workgroups.models import Clause, Criterion, NamedRole, Project
from workgroups.shipped_words import PUBLIC_WORDS

YEAR = 2026
# No document names one date for all (Y8: each hub has its own). This is the last day on which a school that
# joins late still has more than half of the year's meetings before it.
CLOSING = datetime(2027, 3, 5, 17, 0, tzinfo=ZoneInfo("Europe/London"))

HEAD = "Headteacher, or a senior leader who acts for them"

READINESS = {
    "code": "NCP26-08",
    "kind": Project.Kind.READINESS,
    "title": "Primary Teaching for Mastery – Readiness",
    "summary": (
        "A year of preparation for primary schools that are not yet in a position to develop teaching for mastery. "
        "Two teachers work with a Mastery Readiness Lead, and with up to seven other schools, on the five areas "
        "that everything later stands on. In the following years your school goes on to Development."
    ),
    "group_size": 8,  # R1
    "fewest": 4,  # R gives none: half of a full group, below which its meetings lose their exchange
    "criteria_needed": 1,  # R4
    "statement_prompt": (
        "Why does your school want to take part, and how does it meet the criteria you ticked? "
        "Say what holds maths back today and what you hope will be different in a year."
    ),
    "statement_words": 250,  # R6
    "meetings": 0,  # R5 says regular workshops and half-day visits, and no number
    "meeting_pattern": "Regular workshops through the year, with half-day visits to your school between them",
    "release_days": 0,  # R5: released for the visits, no number given
    "grant": Decimal("0"),  # R10
    "money_words": (
        "Taking part is free and the programme pays for the Lead's time. There is no grant in this year. "
        "A grant towards release and help with textbooks follow in your Development year."
    ),
    "criteria": [
        (
            "ofsted",
            "Our most recent Ofsted inspection judged the school Requires Improvement or Inadequate",
            "Say what it judged.",
        ),
        (
            "progress",
            "Progress or attainment in maths is low across the school",
            "Give the figures, for which year groups and which years.",
        ),
        (
            "authority",
            "Our local authority has named the school as one that would benefit",
            "Say who at the authority, and when.",
        ),
        (
            "mobility",
            "We serve an area of low social mobility (an Opportunity Area, or a category 5 or 6 area)",
            "Name the area or the district.",
        ),
        (
            "leadership",
            "The leadership of maths in our school needs more support",
            "Say what has been found, by whom, and what support there is today.",
        ),
        (
            "turnover",
            "Many changes of staff held us back; the team is now stable enough to make progress",
            "Say how many teachers changed and since when the team has been stable.",
        ),
    ],
    "clauses": [
        ("workshops", "Both teachers take part in every workshop of the year."),
        ("tasks", "Both teachers carry out the tasks set between workshops, in their own classrooms."),
        ("visits", "The school releases both teachers for the half-day visits of the Mastery Readiness Lead."),
        ("head_workshop", "The headteacher comes to the first workshop at least."),
        ("head_visits", "The headteacher meets the Mastery Readiness Lead during the visits."),
        ("vision", "The school adopts a vision for teaching for mastery that all staff know."),
        ("action_plan", "The school works on an action plan so that it is ready for mastery by the end of the year."),
        ("reports", "The school sends the hub the short reports it asks for."),
        ("evaluation", "The school takes part in the evaluation of the programme."),
        ("next_years", "The school goes on to a Development Work Group, and then to the years after it."),
    ],
    "roles": [
        ("maths_lead", "Maths lead", "The teacher who leads maths in your school.", True, False),
        ("second_teacher", "Second teacher", "The teacher who works beside the maths lead.", True, False),
        ("headteacher", HEAD, "Comes to the first workshop and meets the Lead at visits.", True, True),
    ],
}

DEVELOPMENT = {
    "code": "NCP26-09",
    "kind": Project.Kind.DEVELOPMENT,
    "title": "Primary Teaching for Mastery – Development",
    "summary": (
        "The year that every primary school in the programme completes. Two lead teachers work with a Primary "
        "Mastery Specialist to begin teaching for mastery and to bring it to the whole school."
    ),
    # D gives no size. A Readiness group of eight goes on to Development together (J5), so its room is the same.
    "group_size": 8,
    "fewest": 4,  # as in Readiness
    "statement_prompt": (
        "Why does your school want to develop teaching for mastery now, and how will your two lead teachers and "
        "senior leaders bring the change to every class?"
    ),
    "statement_words": 250,
    "meetings": 6,  # D3: half-termly, and a year has six half terms
    "meeting_pattern": "A half-day meeting every half term, with a support visit every term",
    "release_days": 10,  # D5
    "grant": Decimal("1000"),  # D8
    "money_words": (
        "Taking part is free. Your school gets £1,000 towards the release of its teachers. If you decide to buy "
        "textbooks, there is help with their cost, once the Department for Education has confirmed it."
    ),
    "clauses": [
        ("two_leads", "We name two lead teachers as described, for change across the whole school."),
        ("meetings", "Both lead teachers come to every half-termly meeting, in full, and join the online community."),
        ("tasks", "Both lead teachers carry out the tasks set between meetings."),
        ("visits", "Both lead teachers are released for the whole of the specialist's visit in each term."),
        ("release", "The two teachers together get at least ten days of release, meetings included."),
        (
            "head_meets",
            "The headteacher meets the specialist and the hub's leadership, and works with the other heads.",
        ),
        ("head_training", "The headteacher comes to the half-day training for headteachers in the autumn term."),
        ("whole_school", "The school introduces the approach in all classes and sets up its own research group."),
        ("reports", "The school sends the hub the reports it asks for and takes part in evaluation."),
        ("next_year", "The school goes on meeting every half term in its Embedding year."),
    ],
    "roles": [
        ("lead_senior", "First lead teacher", "On the senior leadership team, or the maths lead.", True, False),
        ("lead_change", "Second lead teacher", "Able to make significant changes in practice.", True, False),
        ("headteacher", HEAD, "Comes to the training in autumn and meets the specialist.", True, True),
    ],
}

EMBEDDING = {
    "code": "NCP26-10",
    "kind": Project.Kind.EMBEDDING,
    "title": "Primary Teaching for Mastery – Embedding",
    "summary": (
        "For schools that were in a Development Work Group last year. The same group stays together and works more "
        "independently, supported by the hub, so that the new ways of teaching take root in every class."
    ),
    "group_size": 8,  # J3: last year's Development group stays together
    "fewest": 2,  # the group is what it was; one school alone is none (N3)
    "statement_prompt": "What changed in your school in the Development year, and what do you want to embed this year?",
    "statement_words": 250,
    "meetings": 6,  # B1: half-termly
    "meeting_pattern": "A meeting every half term, as a collaborative group",
    "release_days": 0,  # B1 names none
    "grant": Decimal("0"),
    "money_words": "Taking part is free. There is no grant in this year.",
    "clauses": [
        ("meetings", "Both lead teachers come to the half-termly meetings of the group."),
        ("together", "The school works with the same schools as last year and takes its turn in leading the work."),
        ("whole_school", "The school goes on developing teaching for mastery in all classes."),
        ("reports", "The school sends the hub the reports it asks for and takes part in evaluation."),
    ],
    "roles": [
        ("lead_senior", "First lead teacher", "On the senior leadership team, or the maths lead.", True, False),
        ("lead_change", "Second lead teacher", "Able to make significant changes in practice.", True, False),
        ("headteacher", HEAD, "Stands for what the school commits to.", True, True),
    ],
}

SUSTAINING = {
    "code": "NCP26-11",
    "kind": Project.Kind.SUSTAINING,
    "title": "Primary Teaching for Mastery – Sustaining",
    "summary": (
        "For schools that have been through Development, and perhaps Embedding. One lead participant works with "
        "colleagues of other schools in workshops hosted in turn, year after year."
    ),
    # S gives no size. One participant comes from each school instead of two, so a few more schools fit a room.
    "group_size": 12,
    "fewest": 5,  # S1: six workshops in different schools, the first in the specialist's own
    "first_at_home": True,  # S1
    "statement_prompt": "Where is your school with teaching for mastery today, and what does it want to work on next?",
    "statement_words": 250,
    "meetings": 6,  # S1
    "meeting_pattern": "Six workshops over the year, hosted in different schools, the first by the specialist's own",
    "release_days": 0,  # S4 names none
    "grant": Decimal("0"),  # S5
    "money_words": "Taking part is free and fully funded. There is no grant.",
    "clauses": [
        ("full_year", "We take part for the full academic year."),
        ("workshops", "Our lead participant comes to all six workshops."),
        ("in_school", "Our lead participant does the work in classrooms and across the school that goes with them."),
        ("leadership", "The school's leaders and the maths lead are strongly committed, and give the time it needs."),
        ("most_teachers", "Most teachers in our school have already started to teach for mastery."),
        ("hosting", "Other teachers join single workshops, to host or to plan together."),
    ],
    "roles": [
        ("lead_participant", "Lead participant", "Normally the teacher who leads maths.", True, True),
        ("headteacher", HEAD, "Stands for what the school commits to.", True, True),
    ],
}

SECONDARY = {
    "code": "NCP26-12",
    "kind": Project.Kind.SECONDARY,
    "title": "Secondary Teaching for Mastery",
    "summary": (
        "For maths departments of state-funded secondary schools. Two teachers, the Mastery Advocates, work with a "
        "Secondary Mastery Specialist and one other department; it starts in Key Stage 3 and goes on to Key Stage 4."
    ),
    "group_size": 2,  # Y1, Y3
    "fewest": 2,  # Y3
    "lead_year": 3,  # Y1: who has completed the second year of their own programme
    "lead_most": 2,  # Y1
    "group_unit": Project.Unit.DEPARTMENT,
    "statement_prompt": (
        "Statement of the head of department: why do you want to take part, what do you hope for, and why did you "
        "choose these two teachers?"
    ),
    "statement_words": 150,  # Y6
    "meetings": 4,  # Y4: at least four
    "meeting_pattern": (
        "At least four separate half-day meetings from September to July, and four to six days of work in your "
        "school with the specialist"
    ),
    "release_days": 10,  # Y4
    "grant": Decimal("2000"),  # Y5
    "money_words": "Taking part is free. Your department gets £2,000 towards the release of its teachers.",
    "clauses": [
        ("two_advocates", "We name two Mastery Advocates as described."),
        ("meetings", "Both teachers come to at least four separate half-day meetings from September to July."),
        ("in_school", "Both teachers work with the specialist in school, four to six days between the two of them."),
        ("tasks", "Both teachers carry out the tasks set between meetings."),
        ("release", "The two teachers together get at least ten days of release."),
        ("leadership", "The senior leadership team fully supports the work."),
        (
            "evaluation",
            "We write a final report and take part in evaluation. Quotations and data are used without our names.",
        ),
    ],
    "roles": [
        ("headteacher", HEAD, "Signs the school's commitment.", True, True),
        ("head_of_department", "Head of department", "Writes the statement and signs.", True, True),
        (
            "advocate_experienced",
            "First Mastery Advocate",
            "Experienced, with substantial responsibility: head or second in department, or Key Stage 3 lead.",
            True,
            True,
        ),
        (
            "advocate_developing",
            "Second Mastery Advocate",
            "Has an interest in leading the department's development.",
            True,
            True,
        ),
    ],
}

EDITIONS = (READINESS, DEVELOPMENT, EMBEDDING, SUSTAINING, SECONDARY)


@transaction.atomic
def load_editions() -> int:
    """Make the editions of 2026/27 that are not there yet, by code or by kind; return how many were made."""
    made = 0
    for edition in EDITIONS:
        there = Q(code=edition["code"]) | Q(year=YEAR, kind=edition["kind"])
        if not Project.objects.filter(there).exists():
            _make(edition)
            made += 1
    return made


def _make(edition: dict) -> Project:
    parts = ("criteria", "clauses", "roles")
    fields = {name: value for name, value in edition.items() if name not in parts}
    project = Project.objects.create(year=YEAR, default_closing=CLOSING, **PUBLIC_WORDS[edition["kind"]], **fields)
    Criterion.objects.bulk_create(
        Criterion(project=project, code=code, text=text, evidence_hint=hint, order=order)
        for order, (code, text, hint) in enumerate(edition.get("criteria", ()), start=1)
    )
    Clause.objects.bulk_create(
        Clause(project=project, code=code, text=text, order=order)
        for order, (code, text) in enumerate(edition["clauses"], start=1)
    )
    NamedRole.objects.bulk_create(
        NamedRole(project=project, code=code, title=title, hint=hint, named=named, signs=signs, order=order)
        for order, (code, title, hint, named, signs) in enumerate(edition["roles"], start=1)
    )
    moves.record(project, "shipped")
    return project
