"""The state diagrams of `docs/states.md`, drawn from the tables of moves themselves."""

from applications import workflow
from applications.arrivals import desk
from applications.arrivals.models import Arrival
from applications.deciding import ending, passing
from applications.deciding.models import Offer
from applications.going_on import asking
from applications.going_on.models import Continuation
from applications.models import Alternative, Application, PassOn
from schools import claims
from schools.models import Claim
from workgroups import places, pledges
from workgroups.models import Place, Pledge, Signatory

DIAGRAMS = [
    ("An expression of interest", Application, workflow.MOVES),
    ("An offer of a place", Offer, ending.OFFER_MOVES),
    ("An alternative that a school is offered", Alternative, ending.ALTERNATIVE_MOVES),
    ("A school asked whether its application is passed on", PassOn, passing.PASS_ON_MOVES),
    ("A claim of a school", Claim, claims.MOVES),
    ("A file of forms that arrived beside the service", Arrival, desk.MOVES),
    ("A place in a Work Group", Place, places.MOVES),
    ("A school asked to go on with its group", Continuation, asking.MOVES),
    ("What a school signs", Pledge, pledges.MOVES),
    ("One person's signature", Signatory, pledges.SIGNATORY_MOVES),
]
HEAD = """# States and moves

Drawn by `make states` from the tables of moves; a test fails when this file is behind them. An arrow is one verb,
its word the event's kind in the trail.
"""


def document() -> str:
    """The whole of `docs/states.md`."""
    return "\n".join([HEAD, *(f"## {title}\n\n{diagram(model, table)}\n" for title, model, table in DIAGRAMS)])


def diagram(model, table) -> str:
    """A Mermaid diagram of `model.status`: it begins at the field's default and ends where no move leads on."""
    status = model._meta.get_field("status")
    lines = ["stateDiagram-v2", f"    [*] --> {status.default}"]
    lines += [f"    {value}: {label}" for value, label in status.choices]
    for origin, moves in table.items():
        lines += [f"    {origin} --> {target}: {kind}" for target, kind in moves.items()]
        lines += [] if moves else [f"    {origin} --> [*]"]
    return "\n".join(["```mermaid", *lines, "```"])
