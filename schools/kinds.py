"""State-funded, primary, secondary: derived from the register's type, phase and ages. None: for a person to judge.

Codes are those of *Get Information About Schools*, with or without leading noughts (it has published both).
"""

MAINTAINED = {"1", "2", "3", "5", "7", "12", "14", "15"}
ACADEMIES = {"6", "28", "33", "34", "42", "43", "44", "45", "46", "57"}
FREE_SCHOOLS = {"35", "36", "38", "39", "40", "41"}
COLLEGES = {"18", "31"}
STATE_FUNDED = MAINTAINED | ACADEMIES | FREE_SCHOOLS | COLLEGES
# Independent schools, universities, schools of other countries, teaching online.
NOT_STATE_FUNDED = {"10", "11", "25", "29", "30", "37", "49"}
# On neither list, so for the hub to judge: non-maintained special schools (authorities pay their fees), secure
# units, service children's schools, special post-16 institutions, and types that are yet to come.

# Sixth forms, colleges and universities, and nurseries: they have no pupils from 5 to 16.
OTHER_AGES = {"15", "18", "29", "31", "32", "39", "45", "46", "57"}

# Phase codes: 0 not applicable, 1 nursery, 2 primary, 3 middle deemed primary, 4 secondary,
# 5 middle deemed secondary, 6 16 plus, 7 all-through.
PRIMARY_BY_PHASE = {"1": False, "2": True, "3": True, "4": False, "5": None, "6": False, "7": True}
SECONDARY_BY_PHASE = {"1": False, "2": False, "3": None, "4": True, "5": True, "6": False, "7": True}
PRIMARY_AGES = 5, 11
SECONDARY_AGES = 11, 16


def is_state_funded(type_code: str) -> bool | None:
    """Whether the state pays (N6, Y2); None where the type is unknown or does not settle it."""
    code = _code(type_code)
    if code in STATE_FUNDED:
        return True
    return False if code in NOT_STATE_FUNDED else None


def is_primary(type_code: str, phase_code: str, low_age: int | None, high_age: int | None) -> bool | None:
    """Whether it teaches Years 1 to 6, by phase; by ages (statutory, in years) where the phase does not apply.

    Special schools and pupil referral units have no phase. A middle school deemed secondary teaches Years 5
    and 6: None.
    """
    phase = _code(phase_code)
    if phase in PRIMARY_BY_PHASE:
        return PRIMARY_BY_PHASE[phase]
    return _by_ages(type_code, low_age, high_age, PRIMARY_AGES)


def is_secondary(type_code: str, phase_code: str, low_age: int | None, high_age: int | None) -> bool | None:
    """Whether it teaches Key Stages 3 and 4 (Y2), as `is_primary` does for Years 1 to 6.

    A middle school deemed primary teaches some of Key Stage 3: None.
    """
    phase = _code(phase_code)
    if phase in SECONDARY_BY_PHASE:
        return SECONDARY_BY_PHASE[phase]
    return _by_ages(type_code, low_age, high_age, SECONDARY_AGES)


def _by_ages(type_code: str, low_age: int | None, high_age: int | None, ages: tuple[int, int]) -> bool | None:
    """Whether pupils of those ages are taught for a year at least; the upper age is the one at which they leave."""
    if _code(type_code) in OTHER_AGES:
        return False
    if low_age is None or high_age is None:
        return None
    return low_age < ages[1] and high_age > ages[0]


def _code(code: str) -> str:
    return code.strip().lstrip("0")
