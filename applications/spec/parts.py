"""Pages that read the same every year and whatever the project; each declaration chooses from them."""

from dataclasses import replace

from applications.spec.types import FROM_HISTORY, Field, Kind, Page, marker

ONE_NAME = "Somebody with only one name writes it in both boxes."

SCHOOL = Page(
    "details",
    "Your school’s details",
    facts="school",
    intro="They come from the national register of schools. You do not need to type them again.",
    fields=(
        Field("school_right", "Are these details right?", Kind.YES_NO, "Say whether the school’s details are right."),
        Field(
            "school_correction",
            "What should they say?",
            Kind.WORDS,
            "Say what is not right.",
            hint="Your hub reads this. To put it right for good, ask whoever keeps your school’s entry in the "
            "Department for Education’s register, Get Information about Schools.",
            most_characters=1000,
            only_if=("school_right", "no"),
        ),
        Field(
            "school_postcode",
            "Postcode",
            Kind.POSTCODE,
            hint="If the register’s is not right.",
            needed=False,
            most_characters=20,
            only_if=("school_right", "no"),
        ),
        Field(
            "school_telephone",
            "School telephone",
            Kind.PHONE,
            hint="The number your hub can ring in school hours.",
            needed=False,
            most_characters=30,
            autocomplete="tel",
        ),
    ),
)

# A secondary school gives its telephone number (Y6).
SCHOOL_WITH_TELEPHONE = replace(
    SCHOOL,
    fields=tuple(
        replace(field, needed=True, asks="Enter the school’s telephone number.") if field.kind is Kind.PHONE else field
        for field in SCHOOL.fields
    ),
)


def checked(page: Page) -> Page:
    """The page with a tick at its end where its answers were taken over from last year: confirmed, not typed."""
    tick = Field(
        f"checked_{page.slug.replace('-', '_')}",
        "I have checked these answers from last year, and they are right for this year.",
        Kind.TICK,
        f"Check last year’s answers under “{page.title}” and tick the box at the end.",
        only_if=(marker(page.slug), FROM_HISTORY),
    )
    return replace(page, fields=(*page.fields, tick))


APPLICANT = Page(
    "you",
    "Who is filling this in?",
    intro="Your hub writes to you about this application.",
    fields=(
        Field(
            "first_name",
            "First name",
            asks="Enter your first name.",
            most_characters=80,
            autocomplete="given-name",
            personal=True,
        ),
        Field(
            "last_name",
            "Last name",
            asks="Enter your last name.",
            hint=ONE_NAME,
            most_characters=80,
            autocomplete="family-name",
            personal=True,
        ),
        Field(
            "job",
            "Your job at the school",
            asks="Enter your job at the school.",
            hint="For example headteacher, maths lead or school office.",
            most_characters=100,
            autocomplete="organization-title",
        ),
        Field(
            "email",
            "Email",
            Kind.EMAIL,
            "Enter your email address.",
            hint="We send a copy of the application here.",
            most_characters=254,
            autocomplete="email",
            personal=True,
        ),
        Field(
            "telephone",
            "Telephone",
            Kind.PHONE,
            "Enter your telephone number.",
            most_characters=30,
            autocomplete="tel",
            personal=True,
        ),
    ),
)

GROUP = Page(
    "schools",
    "Are you applying as part of a group of schools?",
    heading="in_group",
    fields=(
        Field(
            "in_group",
            "Are you applying as part of a group of schools?",
            Kind.YES_NO,
            "Say whether you are applying as part of a group of schools.",
            hint="Each school sends an application of its own. Your hub puts schools together where it can.",
        ),
        Field(
            "group_schools",
            "Schools you want to be placed with",
            Kind.SCHOOLS,
            "Name at least one school you want to be placed with.",
            hint="Start with its name, postcode or URN.",
            only_if=("in_group", "yes"),
            choices=(
                ("trust", "In the same trust"),
                ("federation", "In the same federation"),
                ("cluster", "In the same local cluster"),
                ("other", "Another tie"),
            ),
        ),
    ),
)

PRIVACY = Page(
    "privacy",
    "How your hub uses what you tell it",
    facts="privacy",
    fields=(
        Field(
            "privacy",
            "I have read this, and the people named in this application know that their details are in it.",
            Kind.TICK,
            "Tick to say that you have read how your hub uses what you tell it.",
        ),
    ),
)
