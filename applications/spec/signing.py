"""Whom a form's answers concern: what each signature is given over, and what others read."""

from applications.spec.types import Answers, FormSpec, Kind

PROMISES = ("clause_", "understood")
REASONS = ("statement", "criterion_", "evidence_", "inspected_")
# Beginnings of the names of fields that a role's signature is given over, beside those about the person themselves.
# Who leads the school or the department stands for the reasons too; everybody stands for the commitments.
SIGNS_OVER = {
    "headteacher": (*PROMISES, *REASONS, "own_"),
    "head_of_department": (*PROMISES, "statement"),
}
PRIVATE = (Kind.TRN, Kind.EMAIL, Kind.PHONE)
ABOUT_APPLICANT = "you"  # the page on whoever fills the form in
NAMING = ("first_name", "last_name", "email")


def signs_over(role: str) -> tuple[str, ...]:
    """Beginnings of the names of the fields whose change ends this role's signature."""
    return (f"{role}_", *SIGNS_OVER.get(role, PROMISES))


def concerned(roles, changed: set[str]) -> set[str]:
    """Of these roles, those that sign over a field in `changed`."""
    return {role for role in roles if any(name.startswith(signs_over(role)) for name in changed)}


def named_anew(roles, changed: set[str]) -> set[str]:
    """Of these roles, those where the form names somebody else, another address or another number."""
    return {role for role in roles if changed & {f"{role}_{part}" for part in (*NAMING, "trn")}}


def person_of(role: str, answers: Answers) -> dict[str, str]:
    """Who holds a role, as the form names them: `name`, `email` and `trn`, each "" where it does not say."""
    first, last, email, trn = (str(answers.get(f"{role}_{part}") or "") for part in (*NAMING, "trn"))
    # Somebody with only one name writes it in both boxes.
    name = first if first == last else f"{first} {last}".strip()
    return {"name": name, "email": email, "trn": trn}


def marked(sections: list[dict], form: FormSpec, roles) -> list[dict]:
    """A frozen form for signatories: `of` says which role a row is about, `private` that nobody else reads it."""
    private = {field.name for field in form.fields() if field.kind in PRIVATE}
    return [{**part, "answers": [_marked(row, private, roles) for row in part["answers"]]} for part in sections]


def _marked(row: dict, private: set[str], roles) -> dict:
    name = row.get("name", "")
    of = next((role for role in roles if name.startswith(f"{role}_")), "")
    kept = {"label": row["label"], "value": row["value"]}
    if of:
        kept["of"] = of
    if name in private or row.get("trn"):
        kept["private"] = True
    if row.get("trn"):
        kept["trn"] = True
    return kept
