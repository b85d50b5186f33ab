"""What a school is writing on: its draft, or the correction of what it has sent. The pages of a form serve both."""

from applications import corrections, workflow
from applications.models import Application
from applications.spec import Page
from applications.stale import Drawn
from journal.moves import Refused


def take_up(application: Application) -> bool:
    """Whether there is something to write on; a correction's answers are then laid over those that were sent."""
    application.only = None
    if application.is_draft:
        return True
    correction = corrections.open_of(application)
    if correction is None:
        return False
    application.correction = correction
    application.only = _only(application)
    corrections.laid_over(application, correction, application.only)
    return True


def _only(application: Application) -> frozenset[str] | None:
    """Names of the answers that may be corrected, None for all; what can no longer be sent stays readable."""
    try:
        return corrections.allowed(application)
    except Refused:
        return None


def is_open(application: Application, page: Page) -> bool:
    """Whether this page of what was taken up may be written on."""
    return application.only is None or any(field.name in application.only for field in page.fields)


def save(application: Application, *, answers: dict, by, drawn: Drawn | None = None) -> Application:
    """Save one page of what was taken up; never over newer words (`stale.Clash`)."""
    if application.is_draft:
        return workflow.save_page(application, answers=answers, by=by, drawn=drawn)
    return corrections.laid_over(
        application, corrections.save_page(application.correction, answers=answers, drawn=drawn), application.only
    )


def read_again(application: Application) -> None:
    """As it was saved last."""
    application.refresh_from_db(fields=["answers", "version", "saved"])
    take_up(application)
