"""The hub judges a check otherwise than the rules did, with a reason and on record; the rules' own words stay."""

from django.db import transaction

from applications.eligibility import worst
from applications.models import Application, Judgement
from applications.reviewing import Seen, check_decide, locked_as_seen
from hubs.access import Rights, rights_at
from journal.clock import day_and_clock
from journal.moves import Refused, Stale, record

ONLY_LEAD = "The rules say not met: only the hub lead can judge it as met, as with placing a school not eligible."
SAID_ALREADY = "The rules say that already. Judge otherwise, or leave it."


def open_outcomes(said: str) -> list[tuple[str, str]]:
    """What the hub can judge a check to be where the rules `said` this: met, not met, or either."""
    return [(value, label) for value, label in Judgement.Outcome.choices if value != said]


def why_only_lead(said: str, rights: Rights) -> str:
    """Why who has these rights cannot judge a check otherwise that the rules `said` fails; "" where they can."""
    return ONLY_LEAD if said == Judgement.Outcome.FAIL and not rights.leads else ""


@transaction.atomic
def judge(
    application: Application,
    *,
    code: str,
    outcome: str,
    reason: str,
    by,
    seen: Seen | None = None,
    seen_judgement: int | None = None,
) -> Application:
    """Let a check count as `outcome`; `seen_judgement` is the key of the judgement the page showed, if any.

    By who may decide, while it waits for a decision. The verdict is worked out again.
    """
    current = locked_as_seen(application, seen)
    check_decide(current, by)
    check, reason = _check(current, code), reason.strip()
    if outcome not in dict(open_outcomes(check["outcome"])):
        raise Refused(SAID_ALREADY)
    why_not = why_only_lead(check["outcome"], rights_at(by, current.hub))
    if why_not:
        raise Refused(why_not)
    if not reason:
        raise Refused("Write why you judge otherwise: it stays on record.")
    before = _as_seen(current, code, seen_judgement)
    if before:
        before.delete()
    made = Judgement.objects.create(application=current, code=code, outcome=outcome, reason=reason, by=by)
    note = f"{check['title']}: {made.get_outcome_display().lower()}. {reason}"
    record(current, "judged a check", by=by, note=note, code=code, rules=check["outcome"], now=outcome)
    return settle(current)


@transaction.atomic
def take_back(
    application: Application, *, code: str, by, seen: Seen | None = None, seen_judgement: int | None = None
) -> Application:
    """From now on the check counts as the rules judged it."""
    current = locked_as_seen(application, seen)
    check_decide(current, by)
    check = _check(current, code)
    before = _as_seen(current, code, seen_judgement)
    if before is None:
        raise Refused("Nobody has judged this check otherwise, so there is nothing to take back.")
    before.delete()
    record(current, "took back a judgement", by=by, note=f"{check['title']}.", code=code, rules=check["outcome"])
    return settle(current)


def after_correction(application: Application, *, before: list[dict]) -> Application:
    """Judgements stand where their check came out as in `before`, the checks that were judged; others are set aside.

    Under the application's lock, once a correction has brought new checks.
    """
    said = {check["code"]: (check["outcome"], check["reason"]) for check in before}
    now = {check["code"]: (check["outcome"], check["reason"]) for check in application.checks}
    titles = {check["code"]: check["title"] for check in before}
    for judgement in application.judgements.all():
        if now.get(judgement.code) != said.get(judgement.code):
            judgement.delete()
            note = f"{titles.get(judgement.code, judgement.code)}: what the school says is different now."
            record(application, "set aside a judgement", note=note, code=judgement.code)
    return settle(application)


def settle(application: Application) -> Application:
    """Work the verdict out from the checks and the judgements that stand, and keep it. Under the application's lock."""
    judged = dict(application.judgements.values_list("code", "outcome"))
    outcome = worst(judged.get(check["code"], check["outcome"]) for check in application.checks)
    Application.objects.filter(pk=application.pk).update(outcome=outcome)
    application.outcome = outcome
    return application


def rules_outcome(application: Application) -> str:
    """The verdict as the rules alone gave it when it was sent; "" where nothing was judged."""
    return worst(check["outcome"] for check in application.checks) if application.checks else ""


def _check(application: Application, code: str) -> dict:
    check = next((check for check in application.checks if check.get("code") == code), None)
    if check is None:
        raise Refused("This application has no such check.")
    return check


def _as_seen(application: Application, code: str, seen: int | None) -> Judgement | None:
    """The judgement that stands, if it is the one the reader saw; else Stale, naming who was faster."""
    now = application.judgements.select_related("by").filter(code=code).first()
    if (now.pk if now else None) == seen:
        return now
    if now is None:
        raise Stale("A colleague took that judgement back. Nothing of yours was saved over it.")
    raise Stale(f"{now.by} judged this check before you ({day_and_clock(now.at)}). Nothing of yours was saved over it.")
