"""Which Work Group is right for a school: at most six questions, then advice with its reasons (J2 to J6, R4, Y2, U2).

Pure: the facts of `facts.of_school` and what was said in, the next question or the advice out. What fits is judged
by `eligibility.fitting` alone; here stands only what is asked, in which order, and which of several that fit comes
first. A question is asked where register and history do not answer it and its answer changes the advice:

- level: a school with both primary and secondary pupils can go either way (J2, Y2);
- been, when: places of years before this service, which nobody else knows; Embedding follows at once (J3, J4);
- criteria: Readiness is for schools in one of the edition's circumstances (R4);
- ready: those may start at Readiness or at Development, and only they know which (J2);
- teachers: Readiness, Development and Secondary are for two teachers who get time (R3, D5, Y4). Who leads maths is
  not asked: every school has or finds somebody, and the form wants the name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from applications import eligibility
from applications.eligibility import FAIL, PHASES, Claim, Declared, Facts, Fit, Past
from applications.eligibility.types import academic_year

SECONDARY = "secondary"
FOR_TWO_TEACHERS = ("readiness", "development", SECONDARY)
MOST_QUESTIONS = 6
# In the order of preference where several fit: who was in a group goes on with it (J3, S6).
GOING_ON = ("embedding", "sustaining")

Said = Mapping[str, tuple[str, ...]]
Words = tuple[tuple[str, str], ...]  # a criterion's code and text


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """`several`: any number of choices may be ticked; the last one then stands for none of them."""

    name: str
    title: str
    why: str
    choices: tuple[Choice, ...]
    asks: str
    several: bool = False

    def read(self, given: Said) -> tuple[str, ...]:
        """What was chosen, in the order of the choices; empty where nothing was, or nothing that is there."""
        chosen = tuple(choice.value for choice in self.choices if choice.value in given.get(self.name, ()))
        if not self.several:
            return chosen[:1]
        none = self.choices[-1].value
        return tuple(value for value in chosen if value != none) or chosen

    def in_words(self, chosen: tuple[str, ...]) -> str:
        return "; ".join(choice.label for choice in self.choices if choice.value in chosen)


@dataclass(frozen=True)
class Answer:
    question: Question
    chosen: tuple[str, ...]

    @property
    def words(self) -> str:
        return self.question.in_words(self.chosen)


@dataclass(frozen=True)
class Walk:
    """The questions that arose with their answers, and the one to ask next (None: enough is known)."""

    answers: tuple[Answer, ...]
    question: Question | None

    @property
    def said(self) -> dict[str, tuple[str, ...]]:
        return {answer.question.name: answer.chosen for answer in self.answers}


def walk(facts: Facts, given: Said, *, criteria: Words) -> Walk:
    """Go through the questions that arise, as far as they are answered. What did not arise is not listened to."""
    answers: list[Answer] = []
    said: dict[str, tuple[str, ...]] = {}
    for name, arises in ARISES.items():
        if not arises(facts, said, criteria):
            continue
        question = QUESTIONS[name](facts, criteria)
        chosen = question.read(given)
        if not chosen:
            return Walk(tuple(answers), question)
        answers.append(Answer(question, chosen))
        said[name] = chosen
    return Walk(tuple(answers), None)


def fits_of(facts: Facts, said: Said, criteria: Words, *, at_its_word: bool = False) -> dict[str, Fit]:
    """How each kind fits the school with what it says of itself, by kind.

    What only the school says is for the hub to judge; `at_its_word` shows where it leads if the hub agrees.
    """
    declared = declared_by(facts, said, criteria)
    history = tuple(replace(past, declared=not at_its_word) for past in declared.history)
    told = replace(facts, history=facts.history + history, claims=declared.claims)
    return {fit.kind: fit for fit in eligibility.fitting(told)}


def declared_by(facts: Facts, said: Said, criteria: Words) -> Declared:
    """What was said, as the rules take it; circumstances without evidence, which the form asks for."""
    history: tuple[Past, ...] = ()
    been = _one(said, "been")
    if been in PHASES:
        year = facts.year - 1 if _one(said, "when") == "last" else None
        history = (Past(been, year, facts.school_name, declared=True),)
    ticked = said.get("criteria")
    claims = None if ticked is None else tuple(Claim(code, text, "") for code, text in criteria if code in ticked)
    return Declared(history, claims)


# --- When a question arises -------------------------------------------------------------------------


def kinds_in_register(facts: Facts) -> list[str]:
    """Kinds of project that the register does not rule out: no answer of the school can change that."""
    return [
        fit.kind
        for fit in eligibility.fitting(facts)
        if not any(check.outcome == FAIL and check.source == "register" for check in fit.checks)
    ]


def side(facts: Facts, said: Said) -> str:
    """The side the advice is for: "primary", "secondary", or "" where the register rules out both."""
    kinds = kinds_in_register(facts)
    if SECONDARY in kinds and len(kinds) > 1:
        return _one(said, "level")
    return (SECONDARY if kinds == [SECONDARY] else "primary") if kinds else ""


def _has_two_sides(facts: Facts, said: Said, criteria: Words) -> bool:
    kinds = kinds_in_register(facts)
    return SECONDARY in kinds and len(kinds) > 1


def _is_unknown_primary(facts: Facts, said: Said, criteria: Words) -> bool:
    return side(facts, said) == "primary" and not facts.history and bool(open_to(facts, said, criteria))


def _was_in_development(facts: Facts, said: Said, criteria: Words) -> bool:
    return _one(said, "been") == "development"


def _is_new(facts: Facts, said: Said, criteria: Words) -> bool:
    is_new = _is_unknown_primary(facts, said, criteria) and _one(said, "been") not in PHASES
    return is_new and bool(criteria)


def _may_choose_where_to_start(facts: Facts, said: Said, criteria: Words) -> bool:
    ticked = set(said.get("criteria", ())) & {code for code, _ in criteria}
    return bool(ticked) and {"readiness", "development"} <= open_to(facts, said, criteria)


def _is_for_two_teachers(facts: Facts, said: Said, criteria: Words) -> bool:
    return choose(facts, said, criteria) in FOR_TWO_TEACHERS


ARISES = {
    "level": _has_two_sides,
    "been": _is_unknown_primary,
    "when": _was_in_development,
    "criteria": _is_new,
    "ready": _may_choose_where_to_start,
    "teachers": _is_for_two_teachers,
}


def kinds_of(of_side: str) -> tuple[str, ...]:
    return {SECONDARY: (SECONDARY,), "primary": PHASES}.get(of_side, ())


def open_to(facts: Facts, said: Said, criteria: Words) -> set[str]:
    """Kinds that fit on the school's side if it is taken at its word."""
    kinds = kinds_of(side(facts, said))
    fits = fits_of(facts, said, criteria, at_its_word=True)
    return {kind for kind, fit in fits.items() if kind in kinds and fit.fits}


def choose(facts: Facts, said: Said, criteria: Words) -> str:
    """Of what fits, the one to advise: go on with the group, else where the school wants to begin; "" for none."""
    fits = open_to(facts, said, criteria)
    begin = ("readiness", "development") if _one(said, "ready") == "later" else ("development", "readiness")
    return next((kind for kind in (*GOING_ON, *begin, SECONDARY) if kind in fits), "")


# --- What is asked ----------------------------------------------------------------------------------


def _level(facts: Facts, criteria: Words) -> Question:
    return Question(
        "level",
        "Which part of your school is it for?",
        "Your school may have both primary and secondary pupils. Each has Work Groups of its own; you can come back "
        "and check for the other.",
        (Choice("primary", "Primary: Years 1 to 6"), Choice(SECONDARY, "Secondary: Key Stages 3 and 4")),
        "Choose the part of your school that it is for.",
    )


def _been(facts: Facts, criteria: Words) -> Question:
    return Question(
        "been",
        "Has your school been in one of these Work Groups before?",
        "We have no record of it, but our records do not go back to the beginning of the programme. Choose the latest.",
        (
            Choice("never", "No, in none of them"),
            Choice("readiness", "Readiness"),
            Choice("development", "Development"),
            Choice("embedding", "Embedding"),
            Choice("sustaining", "Sustaining"),
            Choice("unsure", "I am not sure"),
        ),
        "Choose the latest your school has been in, or say that you are not sure.",
    )


def _when(facts: Facts, criteria: Words) -> Question:
    last = academic_year(facts.year - 1)
    return Question(
        "when",
        "When was your school in Development?",
        "Embedding is for the year right after Development. From then on it is Sustaining.",
        (Choice("last", f"In {last}, the year before this one"), Choice("earlier", "Earlier")),
        "Say when your school was in Development.",
    )


def _criteria(facts: Facts, criteria: Words) -> Question:
    return Question(
        "criteria",
        "Which of these describe your school?",
        "They decide whether your school can begin with a year of preparation. Tick all that are true; nobody sees "
        "your ticks unless you go on to apply.",
        (*(Choice(code, text) for code, text in criteria), Choice("none", "None of these")),
        "Tick what describes your school, or “None of these”.",
        several=True,
    )


def _ready(facts: Facts, criteria: Words) -> Question:
    return Question(
        "ready",
        "Where is your school with maths today?",
        "With what you ticked, your school can begin in either place.",
        (
            Choice(
                "later",
                "We need a year to get ready",
                "To settle how maths is led, and lay the ground on which teaching for mastery stands.",
            ),
            Choice(
                "now",
                "We are ready to change how maths is taught",
                "Two teachers can begin in their own classes and bring it to the whole school.",
            ),
        ),
        "Choose the sentence that is nearer to your school.",
    )


def _teachers(facts: Facts, criteria: Words) -> Question:
    return Question(
        "teachers",
        "Can your school release two teachers for this work?",
        "They come to meetings and have a specialist beside them in school. In Development and in Secondary it is at "
        "least ten days in the year, the two of them together.",
        (
            Choice("two", "Yes, two teachers"),
            Choice("one", "One teacher only"),
            Choice("unsure", "Not yet, or I do not know"),
        ),
        "Say whether your school can release two teachers.",
    )


QUESTIONS = {
    "level": _level,
    "been": _been,
    "when": _when,
    "criteria": _criteria,
    "ready": _ready,
    "teachers": _teachers,
}


def _one(said: Said, name: str) -> str:
    return next(iter(said.get(name, ())), "")
