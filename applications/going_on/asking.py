"""The hub's side of going on: next year's group made of last year's, each school asked, reminded, its seat taken back.

The seats are kept when the group is made, all or none of them. Pressed twice, or by two people at once, there is one
group, one seat and one email each (decision 38).
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from applications.deciding.answering import with_new_link
from applications.deciding.preparing import check_answer_by
from applications.going_on import knowing, letters
from applications.going_on.candidates import Candidate, candidates
from applications.going_on.models import Continuation
from hubs.access import rights_at
from hubs.models import Hub
from journal import tokens
from journal.moves import Refused, move, record
from workgroups import groups, places
from workgroups.going_on import check_goes_on
from workgroups.models import Project, WorkGroup

State = Continuation.Status
MOVES = {
    State.OPEN: {
        State.CONFIRMED: "confirmed",
        State.TO_DECIDE: "sent for the hub to decide",
        State.DECLINED: "does not go on",
        State.TAKEN_BACK: "taken back",
    },
    State.CONFIRMED: {},
    State.TO_DECIDE: {},
    State.DECLINED: {State.OPEN: "asked again"},
    State.TAKEN_BACK: {State.OPEN: "asked again"},
}
# Nobody is written to by hand more often than this, however often the button is pressed.
NOT_AGAIN_FOR = timedelta(hours=20)
RELATED = ("group__hub", "group__project", "group__lead__user", "school", "earlier__group", "place", "application")


def check_desk(hub: Hub, by) -> None:
    if not rights_at(by, hub).at_desk:
        raise Refused(f"Only people at the desk of {hub} can do this.")


@transaction.atomic
def continue_group(
    old: WorkGroup, *, project: Project, schools: dict[int, str], answer_by: date, words: str, by, **details
) -> WorkGroup:
    """Make next year's group, keep a seat for each of `schools` (address by key of last year's place), and ask them.

    `details` are the group's own, as for `groups.set_up`. Done before, it answers with the group that there is.
    """
    old = places.locked(old)
    check_desk(old.hub, by)
    check_goes_on(old, project)
    if there := WorkGroup.objects.filter(continues=old, project=project).first():
        return there
    check_answer_by(answer_by)
    if not schools:
        raise Refused("Tick at least one school that goes on.")
    if len(schools) > details["capacity"]:
        raise Refused(f"You ask {len(schools)} schools, and the group has {details['capacity']} places.")
    among = _by_key(old, project)
    chosen = [(_candidate(old, key, among), email) for key, email in schools.items()]
    group = groups.set_up(hub=old.hub, project=project, by=by, continues=old, **details)
    for candidate, email in chosen:
        _ask(group, candidate, email, answer_by=answer_by, words=words, by=by)
    return group


def _by_key(old: WorkGroup, project: Project) -> dict[int, Candidate]:
    return {one.earlier.pk: one for one in candidates(old, project)}


def _candidate(old: WorkGroup, key: int, among: dict[int, Candidate]) -> Candidate:
    found = among.get(key)
    if found is None:
        raise Refused(f"That school was not in {old.name}.")
    if found.why_not:
        raise Refused(f"{found.school.name} cannot be asked. {found.why_not}")
    return found


def _ask(group: WorkGroup, candidate: Candidate, email: str, *, by, **said) -> Continuation:
    """Keep the seat and write to the school. One that has said no before is asked anew."""
    place = places.reserve(group=group, school=candidate.school, by=by)
    token, now = tokens.new_token(), timezone.now()
    kept = {"place": place, "email": email.lower(), "token_hash": tokens.hash_of(token), "asked": now, "by": by, **said}
    one = Continuation.objects.filter(group=group, school=candidate.school).select_related(*RELATED).first()
    if one:
        was = one.email
        kept |= {"answered": None, "reason": "", "links": one.links + 1}
        if one.application and not one.application.is_draft:  # sent by itself since, and withdrawn: it begins anew
            kept |= {"application": None, "opened": None}
        move(one, State.OPEN, by=by, table=MOVES, also=kept)
        if one.application and was != one.email:
            knowing.hand_over(one, was)
    else:
        one = Continuation.objects.create(group=group, school=candidate.school, earlier=candidate.earlier, **kept)
        record(one, "asked to go on", by=by, group=group.pk, school=candidate.school.pk)
    letters.ask(one, token)
    return one


@transaction.atomic
def ask_more(group: WorkGroup, *, earlier: int, email: str, answer_by: date, by) -> Continuation:
    """Ask one more school of last year's group, or one again that said no; `earlier` is the key of its place there."""
    group = places.locked(group)
    check_desk(group.hub, by)
    if group.continues is None:
        raise Refused(f"{group.name} does not go on from a group of last year.")
    check_answer_by(answer_by)
    candidate = _candidate(group.continues, earlier, _by_key(group.continues, group.project))
    return _ask(group, candidate, email, answer_by=answer_by, words="", by=by)


@transaction.atomic
def remind_all(group: WorkGroup, *, by) -> int:
    """Write again to each school that is silent, with a new link; how many. Who was written to lately is left out."""
    check_desk(group.hub, by)
    silent = Continuation.objects.unanswered().filter(group=group).select_related(*RELATED)
    return sum(_remind(one, by=by) for one in silent)


def _remind(one: Continuation, *, by) -> bool:
    if not claim(one):
        return False
    _send_again(one, again=True)
    record(one, "reminded", by=by)
    return True


def claim(one: Continuation) -> bool:
    """Marked as written to in the transaction that writes: of two presses at once, the second finds it done."""
    now = timezone.now()
    due = Continuation.objects.filter(pk=one.pk, status=State.OPEN, asked__lt=now - NOT_AGAIN_FOR)
    return bool(due.update(asked=now))


@transaction.atomic
def write_to(one: Continuation, *, email: str, by) -> Continuation:
    """Send the question to another address, or to the same again. The links before it open nothing any more."""
    current = locked(one)
    check_desk(current.group.hub, by)
    check_waiting(current)
    was, current.email = current.email, email.lower()
    if current.application_id and was != current.email:
        knowing.hand_over(current, was)
    current.asked = timezone.now()
    current.save(update_fields=["email", "asked"])
    _send_again(current)
    record(current, "written to", by=by, changed=was != current.email)
    return current


def _send_again(one: Continuation, *, again: bool = False) -> None:
    letters.ask(one, with_new_link(one), again=again)


@transaction.atomic
def take_back(one: Continuation, *, reason: str, by) -> Continuation:
    """The seat is free for another; the school is told, with the reason."""
    current = locked(one)
    check_desk(current.group.hub, by)
    check_waiting(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you take the seat back: the school reads it.")
    also = {"answered": timezone.now(), "reason": reason}
    event = move(current, State.TAKEN_BACK, by=by, table=MOVES, note=reason, also=also)
    places.give_up(current.place, by=by, note=reason)
    letters.tell_school(current, "continue_taken_back", key=str(event.pk))
    return current


def check_waiting(one: Continuation) -> None:
    if not one.is_open:
        raise Refused(f"{one.school.name} has answered, or is asked no more: {one.get_status_display().lower()}.")


def locked(one: Continuation) -> Continuation:
    """The row as it is now, under a lock that lasts to the end of the transaction."""
    return Continuation.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=one.pk)
