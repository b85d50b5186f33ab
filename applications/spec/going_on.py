"""Pages of the projects that go on with a group: Embedding and Sustaining (J3, J4, B1, S6).

What the programme knows of last year stands in them already (`applications.continuing`), to be confirmed.
"""

from applications.spec import parts
from applications.spec.types import Field, Kind, Page

STAYS = (
    ("stay", "Yes, we stay with this group"),
    ("other", "No, we would like another group"),
    ("unsure", "We are not sure: talk to us"),
)
GROUP = parts.checked(
    Page(
        "your-group",
        "Continue with your group",
        intro="The schools of a group normally stay together. Your hub reads here which group that is.",
        fields=(
            Field(
                "group_name",
                "Name of your Work Group last year",
                asks="Enter the name of your Work Group last year, or “none”.",
                hint="If you do not know it, write who led it or where it met.",
            ),
            Field("group_lead", "Who led it or supported it?", needed=False, personal=True),
            Field(
                "group_members",
                "Schools in it",
                Kind.WORDS,
                hint="One school on each line, as far as you know them.",
                needed=False,
                most_characters=4000,
            ),
            Field(
                "group_stays",
                "Do you want to continue with this group?",
                Kind.CHOICE,
                "Say whether you want to continue with this group.",
                choices=STAYS,
            ),
            Field(
                "group_stays_why",
                "What would suit your school better?",
                Kind.WORDS,
                "Say what would suit your school better.",
                most_characters=1000,
                only_if=("group_stays", "other"),
            ),
        ),
    )
)

DEVELOPMENT_YEAR = parts.checked(
    Page(
        "development-year",
        "Your Development year",
        heading="was_in_development",
        fields=(
            Field(
                "was_in_development",
                "Was your school in a Development Work Group last year?",
                Kind.YES_NO,
                "Say whether your school was in a Development Work Group last year.",
                hint="Embedding follows a year in Development.",
            ),
            Field(
                "development_when",
                "When was it in Development, and with which hub?",
                asks="Say when your school was in Development and with which hub, or that it never was.",
                hint="If it never was, say so: your hub tells you what comes first.",
                most_characters=300,
                only_if=("was_in_development", "no"),
            ),
        ),
    )
)

JOURNEY = parts.checked(
    Page(
        "so-far",
        "Your school in the programme so far",
        fields=(
            Field(
                "been_in",
                "Which of these has your school been part of?",
                Kind.CHOICES,
                "Tick what your school has been part of.",
                hint="Tick all that it has.",
                choices=(
                    ("development", "A Development Work Group"),
                    ("embedding", "An Embedding Work Group"),
                    ("sustaining", "A Sustaining Work Group"),
                    ("none", "None of these yet"),
                ),
            ),
            Field(
                "been_in_when",
                "When, and with which groups?",
                Kind.WORDS,
                "Say when, and with which groups, as far as you know.",
                hint="For example “Development 2024/25 with GLOW, Embedding the year after”.",
                most_characters=1000,
            ),
        ),
    )
)

# S3: most teachers have already started. S1: workshops are hosted in different schools.
TODAY = Page(
    "today",
    "Teaching for mastery in your school today",
    fields=(
        Field(
            "teachers_started",
            "How many of your teachers have started to teach for mastery?",
            Kind.CHOICE,
            "Say how many of your teachers have started to teach for mastery.",
            choices=(
                ("all", "All of them"),
                ("most", "Most of them"),
                ("half", "About half"),
                ("few", "Fewer than half"),
                ("none", "None yet"),
            ),
        ),
        Field(
            "can_host",
            "Could your school host one of the workshops?",
            Kind.CHOICE,
            "Say whether your school could host one of the workshops.",
            hint="The group visits a lesson and works together for half a day. Your answer binds you to nothing.",
            choices=(("yes", "Yes"), ("perhaps", "Perhaps, ask us"), ("no", "Not this year")),
        ),
    ),
)
