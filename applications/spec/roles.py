"""What a form asks of the people it names beside who they are: the rules of the roles as questions (D2, S2, Y3, Y6)."""

from applications.spec.pages import About
from applications.spec.types import Field, Kind

ON_LEADERSHIP, MATHS_LEAD, BOTH = "leadership", "maths_lead", "both"
HEAD_POST = Field(
    "headteacher_post",
    "Are they the headteacher?",
    Kind.CHOICE,
    "Say whether this is the headteacher, or a senior leader who acts for them.",
    choices=(("head", "The headteacher"), ("senior", "A senior leader who acts for the headteacher")),
)

# In a small school the head may lead maths as well.
READINESS = {"headteacher": About((HEAD_POST,), may_be=("maths_lead",))}
# The two lead teachers of Development, who go on together in Embedding (D2, J3).
LEAD_SENIOR = About(
    fields=(
        Field(
            "lead_senior_standing",
            "What is this teacher?",
            Kind.CHOICE,
            "Say whether the first lead teacher is on the senior leadership team, the maths lead, or both.",
            choices=(
                (ON_LEADERSHIP, "On the senior leadership team"),
                (MATHS_LEAD, "The maths lead"),
                (BOTH, "On the senior leadership team, and the maths lead"),
            ),
        ),
    )
)
LEAD_CHANGE = About(
    fields=(
        Field(
            "lead_change_role",
            "Role in the school",
            asks="Say what the second lead teacher’s role in the school is.",
            hint="For example the year group they teach, and what they lead.",
        ),
        Field(
            "lead_change_able",
            "This teacher is able to make significant changes in practice, in their own class and with colleagues.",
            Kind.TICK,
            "Tick to say that the second lead teacher is able to make significant changes in practice.",
        ),
    )
)
# In a small school the head may be the lead teacher who is on the senior leadership team.
PRIMARY_LEADS = {
    "lead_senior": LEAD_SENIOR,
    "lead_change": LEAD_CHANGE,
    "headteacher": About((HEAD_POST,), may_be=("lead_senior",)),
}

LEAD_PARTICIPANT = About(
    fields=(
        Field(
            "lead_participant_leads_maths",
            "Does this teacher lead maths in your school?",
            Kind.YES_NO,
            "Say whether the lead participant leads maths in your school.",
        ),
        Field(
            "maths_lead_name",
            "Who leads maths?",
            asks="Enter the name of the teacher who leads maths.",
            only_if=("lead_participant_leads_maths", "no"),
            personal=True,
        ),
        Field(
            "lead_participant_why",
            "Why is this teacher the one to take part?",
            Kind.WORDS,
            hint="The lead participant is normally the teacher who leads maths.",
            needed=False,
            most_characters=1000,
            only_if=("lead_participant_leads_maths", "no"),
        ),
    )
)
SUSTAINING = {"lead_participant": LEAD_PARTICIPANT, "headteacher": About((HEAD_POST,), may_be=("lead_participant",))}


def _year_groups(code: str) -> Field:
    return Field(
        f"{code}_year_groups",
        "Year groups taught",
        Kind.CHOICES,
        "Tick the year groups that this teacher teaches.",
        hint="This school year. Tick all of them.",
        choices=tuple((str(year), f"Year {year}") for year in range(7, 14)),
    )


EXPERIENCED = About(
    trn=True,
    # The head of department can well be the experienced one of the two (Y3).
    may_be=("headteacher", "head_of_department"),
    fields=(
        _year_groups("advocate_experienced"),
        Field(
            "advocate_experienced_role",
            "Role in the department",
            Kind.CHOICE,
            "Say what the first Mastery Advocate’s role in the department is.",
            choices=(
                ("head", "Head of department"),
                ("second", "Second in department"),
                ("ks3", "Key Stage 3 lead"),
                ("other", "Another role with substantial responsibility"),
            ),
        ),
        Field(
            "advocate_experienced_other",
            "Which role, and what are they responsible for?",
            asks="Say what the first Mastery Advocate is responsible for.",
            only_if=("advocate_experienced_role", "other"),
            most_characters=300,
        ),
    ),
)
DEVELOPING = About(
    trn=True,
    fields=(
        _year_groups("advocate_developing"),
        Field(
            "advocate_developing_role",
            "Role in the department",
            asks="Say what the second Mastery Advocate’s role in the department is.",
        ),
        Field(
            "advocate_developing_interest",
            "This teacher has an interest in leading the development of the department.",
            Kind.TICK,
            "Tick to say that the second Mastery Advocate has an interest in leading the department’s development.",
        ),
    ),
)
SECONDARY = {
    "headteacher": About((HEAD_POST,), trn=True),
    "head_of_department": About(trn=True),
    "advocate_experienced": EXPERIENCED,
    "advocate_developing": DEVELOPING,
}
