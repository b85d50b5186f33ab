"""What a school would read of a prepared decision: the real email, unsaved, with a link that opens nothing."""

from copy import copy

from applications import letters
from applications.deciding.models import Alternative, Decision, Offer, PassOn
from journal import outbox
from journal.models import Email, Event

NO_TOKEN = "the-link-stands-here"


def preview(decision: Decision) -> Email:
    """Of a decision read with its application, place and group; no queries but for the hub's own words."""
    application = copy(decision.application)
    if decision.kind == Decision.Kind.OFFER:
        offer = Offer(application=application, place=decision.place, answer_by=decision.answer_by, words=decision.words)
        return outbox.compose(**letters.offered(application, offer, NO_TOKEN)[0])
    if decision.kind == Decision.Kind.WAITING:
        return outbox.compose(**letters.to_school(application, "waiting_listed", key="preview", words=decision.words))
    if decision.kind == Decision.Kind.PASS_ON:
        asked = PassOn(application=application, opening=decision.opening, answer_by=decision.answer_by)
        asked.words = decision.words
        return outbox.compose(**letters.pass_on(application, asked, NO_TOKEN)[0])
    if decision.kind == Decision.Kind.ALTERNATIVE:
        kept = {"opening": decision.opening, "place": decision.place, "words": decision.words}
        alternative = Alternative(application=application, answer_by=decision.answer_by, **kept)
        return outbox.compose(**letters.alternative(application, alternative, NO_TOKEN)[0])
    application.decline_reason = decision.words
    return outbox.compose(**letters.decision(application, "declined", Event()))
