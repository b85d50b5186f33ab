"""Rules about what the register says of a school: open, state-funded, primary, secondary (N6, Y2)."""

from applications.eligibility.types import FAIL, JUDGE, PASS, Check, Facts


def is_open(facts: Facts) -> Check:
    outcome, reason = {
        "1": (PASS, "The register says the school is open."),
        "2": (FAIL, "The register says the school has closed. If it became an academy, apply under its new URN."),
        "3": (JUDGE, "The register says the school is open but proposed to close: the hub decides."),
        "4": (JUDGE, "The register says the school has not opened yet: the hub decides."),
    }.get(facts.register_status, (JUDGE, "The register does not say whether the school is open: the hub decides."))
    return Check("open", "Open school", outcome, reason, "register", facts.register_date)


def is_state_funded(facts: Facts) -> Check:
    outcome, reason = {
        True: (PASS, f"State-funded: {facts.type_name or 'its type'}."),
        False: (FAIL, f"The programme is for state-funded schools; the register says: {facts.type_name}."),
        None: (JUDGE, "The register does not say whether the school is state-funded: the hub decides."),
    }[facts.is_state_funded]
    return Check("state_funded", "State-funded", outcome, reason, "register", facts.register_date)


def teaches_primary(facts: Facts) -> Check:
    outcome, reason = {
        True: (PASS, "The school teaches primary pupils."),
        False: (FAIL, "This is for primary schools, and the register gives the school no primary phase or ages."),
        None: (JUDGE, "The register does not settle whether the school teaches primary pupils: the hub decides."),
    }[facts.is_primary]
    return Check("primary", "Primary phase", outcome, reason, "register", facts.register_date)


def teaches_secondary(facts: Facts) -> Check:
    """Y2. Work starts in Key Stage 3 and goes on to Key Stage 4."""
    outcome, reason = {
        True: (PASS, "The school teaches secondary pupils."),
        False: (
            FAIL,
            "This is for the maths departments of secondary schools, and the register gives the school no secondary "
            "phase or ages.",
        ),
        None: (JUDGE, "The register does not settle whether the school teaches secondary pupils: the hub decides."),
    }[facts.is_secondary]
    return Check("secondary", "Secondary phase", outcome, reason, "register", facts.register_date)
