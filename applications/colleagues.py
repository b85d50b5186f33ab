"""Colleagues who are asked to fill in a part of a draft: invited by a link of their own, seen how far, taken back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from applications import keys, spec, workflow
from applications.holders import Holder, as_holder
from applications.models import Application, DraftKey
from journal.moves import Refused, record
from schools.access import school_ids_of

MOST = 20


def may_invite(application: Application, holder: Holder) -> bool:
    """Whoever began it, and people of the school; a colleague who was invited does not invite others."""
    if holder.pk and (application.started_by_id == holder.pk or application.school_id in school_ids_of(holder.user)):
        return True
    held = keys.held_by(holder).filter(application=application)
    return held.exclude(kind=DraftKey.Kind.COLLEAGUE).exists()


def check_may_invite(application: Application, holder: Holder) -> None:
    if not application.is_draft:
        raise Refused("This has been sent, so nobody can fill in a part of it any more.")
    if not may_invite(application, holder):
        raise Refused("Only who began the application, and people of the school, ask colleagues to help.")


@transaction.atomic
def invite(application: Application, *, email: str, sections: list[str], by) -> DraftKey:
    """Send a link that opens these sections, or with none the whole draft. Asked again, it is as asked last."""
    holder = as_holder(by)
    check_may_invite(application, holder)
    others = invited(application).exclude(email=email.lower())
    if others.count() >= MOST:
        raise Refused(f"At most {MOST} colleagues can have a link. Take one back first.")
    opening = workflow.opening_of(application)
    fresh = {"sections": sections, "expires": keys.expiry(opening), "revoked": None}
    key, _ = DraftKey.objects.update_or_create(
        application=application, kind=DraftKey.Kind.COLLEAGUE, email=email.lower(), defaults=fresh
    )
    record(application, "invited a colleague", by=holder, colleague=key.pk, **holder.in_trail(application))
    keys.send_link(key, opening, asked_by=str(holder.user) if holder.pk else application.started_email)
    return key


@transaction.atomic
def take_back(application: Application, *, key: int, by) -> None:
    """The colleague's link opens nothing from now on; what they wrote stays."""
    holder = as_holder(by)
    check_may_invite(application, holder)
    if invited(application).filter(pk=key).update(revoked=timezone.now()):
        record(application, "took a link back", by=holder, colleague=key, **holder.in_trail(application))


def invited(application: Application):
    """Live keys of colleagues, in the order they were invited."""
    return DraftKey.objects.live().filter(application=application, kind=DraftKey.Kind.COLLEAGUE)


@dataclass(frozen=True)
class Helper:
    """One colleague as the task list shows them: which part, and how far it is."""

    key: DraftKey
    part: str
    done: int
    of: int

    @property
    def state(self) -> str:
        if self.done == self.of:
            return "Done"
        if self.done or self.key.opened:
            return f"{self.done} of {self.of} done"
        return "Not opened yet"


def helpers(application: Application, sections: list[spec.SectionState]) -> list[Helper]:
    return [
        _helper(key, [state for state in sections if key.opens_section(state.section.slug)])
        for key in invited(application)
    ]


def _helper(key: DraftKey, theirs: list[spec.SectionState]) -> Helper:
    part = ", ".join(state.section.title for state in theirs) if key.sections else "All of it"
    return Helper(key, part, sum(state.state == "done" for state in theirs), len(theirs))
