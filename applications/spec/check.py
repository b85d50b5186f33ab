"""What is still wrong with answers, in words: pure, the same for one page as it is saved and for the whole form."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from applications.spec.days import day_of
from applications.spec.types import Answers, Field, Kind, Page
from journal import clock

Problem = tuple[str, str]  # a field's name, a sentence for the reader

email_is_valid = EmailValidator()
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|GIR 0AA")
# As printed on letters of many years: RP99/12345, 99 12345, 9912345.
TRN = re.compile(r"(?:TRN|RP)?[ :./-]*((?:\d[ ./-]*){7})", re.IGNORECASE)


def count_words(text: str) -> int:
    """Words as people count them: runs of anything but white space. The page's script counts the same way."""
    return len(text.split())


def problems(page: Page, answers: Answers) -> list[Problem]:
    """What keeps this page from being complete, at most one sentence a field, in the page's order."""
    found = dict(problem for field in page.asked(answers) if (problem := _problem(field, answers.get(field.name))))
    for rule in page.rules:
        if broken := rule.broken(answers):
            found.setdefault(*broken)
    order = [field.name for field in page.fields]
    return sorted(found.items(), key=lambda item: order.index(item[0]))


def is_started(page: Page, answers: Answers) -> bool:
    """Whether anything of this page was answered."""
    return any(answers.get(field.name) for field in page.fields)


def _problem(field: Field, answer: object) -> Problem | None:
    if not answer:
        return (field.name, field.asks) if field.needed else None
    says = _shape(field, answer)
    return (field.name, says) if says else None


def _shape(field: Field, answer: object) -> str:
    match field.kind:
        case Kind.EMAIL:
            try:
                email_is_valid(str(answer))
            except ValidationError:
                return "Enter an email address like name@example.org."
        case Kind.PHONE:
            digits = re.sub(r"\D", "", str(answer))
            if not 7 <= len(digits) <= 15 or re.search(r"[^\d\s()+\-.extEXT]", str(answer)):
                return "Enter a telephone number with its area code, like 01632 960 001."
        case Kind.POSTCODE if not POSTCODE.fullmatch(tidy_postcode(str(answer))):
            return "Enter a postcode like GL5 1AA."
        case Kind.TRN if not TRN.fullmatch(str(answer)):
            return "Enter the teacher reference number, 7 numbers, like 9912345. It may begin with 0."
        case Kind.DATE if day_of(answer) is None:
            return "Enter a date like 14 March 2024."
        case Kind.WORDS if field.most_words and (count := count_words(str(answer))) > field.most_words:
            over = count - field.most_words
            return (
                f"You have used {count} words, and the most is {field.most_words}. "
                f"Take out {over} word{'s' if over > 1 else ''}."
            )
        case Kind.CHOICE | Kind.YES_NO if answer not in values_of(field):
            return field.asks
        case Kind.CHOICES if not isinstance(answer, list) or any(one not in values_of(field) for one in answer):
            return field.asks
        case Kind.SCHOOLS:
            return next((says for _, _, says in row_problems(field, answer)), "")
    if field.pattern and not re.fullmatch(field.pattern, str(answer)):
        return field.pattern_says
    return ""


def tidy_trn(text: str) -> str:
    """The seven digits of a teacher reference number, however typed; anything else as it is."""
    found = TRN.fullmatch(text)
    return "".join(str(int(char)) for char in found[1] if char.isdecimal()) if found else text


def tidy_postcode(text: str) -> str:
    """Capitals, with one space in its place, where it reads like a postcode; anything else as it is."""
    run_together = "".join(text.split()).upper()
    tidy = f"{run_together[:-3]} {run_together[-3:]}"
    return tidy if POSTCODE.fullmatch(tidy) else text


def row_problems(field: Field, rows: list[Answers]) -> list[tuple[int, str, str]]:
    """What is wrong with the schools named: the row's place, its part ("school", "relationship" or "other"), words."""
    found, seen = [], set()
    for place, row in enumerate(rows):
        name = row.get("name") or row["typed"]
        if not row.get("urn"):
            found.append((place, "school", f"Say which school you mean by “{row['typed']}”."))
        elif row["urn"] in seen:
            found.append((place, "school", f"You have named {name} already."))
        seen.add(row.get("urn"))
        if row.get("relationship") not in values_of(field):
            found.append((place, "relationship", f"Say how your school and {name} belong together."))
        elif row["relationship"] == "other" and not row.get("other"):
            found.append((place, "other", f"Say in a few words what ties you to {name}."))
    return found


def choices_of(field: Field) -> tuple[tuple[str, str], ...]:
    return (("yes", "Yes"), ("no", "No")) if field.kind is Kind.YES_NO else field.choices


def values_of(field: Field) -> list[str]:
    return [value for value, _ in choices_of(field)]


def in_words(field: Field, answer: object) -> str:
    """The answer as a reader sees it; "" where there is none."""
    match field.kind:
        case Kind.TICK:
            return ("Agreed" if field.needed else "Yes") if answer else ""
        case Kind.YES_NO | Kind.CHOICE:
            return dict(choices_of(field)).get(answer, "")
        case Kind.CHOICES:
            return ", ".join(label for value, label in choices_of(field) if value in (answer or []))
        case Kind.DATE if day := day_of(answer):
            return clock.day(day)
        case Kind.SCHOOLS:
            return "\n".join(school_in_words(row, field) for row in answer or [])
    return str(answer or "")


def school_in_words(row: Answers, field: Field) -> str:
    """Like "Ash Primary School, Stroud, GL5 1AA (URN 115552) – in the same trust"."""
    relationship = row.get("relationship")
    tie = row.get("other") if relationship == "other" else dict(field.choices).get(relationship)
    return row["typed"] + (f" – {tie[:1].lower()}{tie[1:]}" if tie else "")
