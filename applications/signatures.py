"""Who has signed for an application and who has not, as the school and the hub see it, and what each may do there."""

from dataclasses import dataclass

from applications.models import Application
from applications.signing_forms import WhoSignsForm
from hubs.access import rights_at
from journal.moves import Refused
from workgroups import pledge_changes, pledges
from workgroups.models import Pledge, Signatory

TONES = {"signed": "good", "declined": "bad", "not_me": "care", "waiting": "info"}


@dataclass(frozen=True)
class Row:
    """One signatory; `form` where somebody else, or another address, can be given; `may_send` a new link."""

    signatory: Signatory
    tone: str
    may_send: bool
    form: WhoSignsForm | None


@dataclass(frozen=True)
class Shown:
    """All of it for one page; `pledge` is None where nobody was asked to sign."""

    pledge: Pledge | None
    rows: tuple[Row, ...] = ()
    earlier: tuple[Signatory, ...] = ()

    @property
    def signed(self) -> int:
        return sum(row.signatory.status == "signed" for row in self.rows)

    @property
    def is_nobody_named(self) -> bool:
        """Whether the school still has to say who signs in one of the roles."""
        return self.is_waiting and any(not row.signatory.email for row in self.rows)

    @property
    def is_waiting(self) -> bool:
        return bool(self.pledge and self.pledge.status == "open")


def shown(application: Application, *, tried: WhoSignsForm | None = None, at: int | None = None) -> Shown:
    """The signatures of an application; `tried` is the form of the signatory `at` that could not be read."""
    pledge = application.pledge
    if pledge is None:
        return Shown(None)
    everybody = list(pledge.signatories.select_related("signature"))
    for signatory in everybody:
        signatory.pledge = pledge
    rows = (_row(one, tried if one.pk == at else None) for one in everybody if one.status != "void")
    return Shown(pledge, tuple(rows), tuple(one for one in everybody if one.status == "void"))


def _row(signatory: Signatory, tried: WhoSignsForm | None) -> Row:
    form = tried or WhoSignsForm(signatory=signatory)
    return Row(
        signatory,
        TONES.get(signatory.status, ""),
        _is_allowed(pledges.check_reissue, signatory),
        form if _is_allowed(pledge_changes.check_replace, signatory) else None,
    )


def _is_allowed(check, signatory: Signatory) -> bool:
    try:
        check(signatory)
    except Refused:
        return False
    return True


def check_go_ahead(application: Application, by) -> None:
    """A lead or assistant lead decides not to wait any longer."""
    if not rights_at(by, application.hub).decides:
        raise Refused("A hub lead or assistant hub lead goes ahead without a signature.")
    pledge_changes.check_go_ahead(application.pledge)


def go_ahead_without(application: Application, *, reason: str, by) -> None:
    check_go_ahead(application, by)
    pledge_changes.go_ahead_without(application.pledge, reason=reason, by=by)
