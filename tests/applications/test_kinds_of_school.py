"""The kinds of school that the register has, by their codes, and what is open to each. The schools are made up."""

import pytest

from applications import facts
from applications.eligibility import fitting
from schools.models import School

# What it is, (type, phase, lowest and highest age, register status), how each kind of project fits.
J, Y, N = "judge", "eligible", "not_eligible"
NO_HISTORY = {"embedding": N, "sustaining": N}
KINDS = [
    ("community primary", ("01", "2", 4, 11, "1"), (J, Y, N)),
    ("infant school", ("02", "2", 4, 7, "1"), (J, Y, N)),
    ("secondary academy", ("34", "4", 11, 18, "1"), (N, N, Y)),
    ("university technical college", ("40", "4", 14, 19, "1"), (N, N, Y)),
    ("all-through academy", ("28", "7", 3, 19, "1"), (J, Y, Y)),
    ("middle deemed primary", ("01", "3", 8, 12, "1"), (J, Y, J)),
    ("middle deemed secondary", ("05", "5", 9, 13, "1"), (J, J, Y)),
    ("community special, all ages", ("07", "0", 3, 19, "1"), (J, Y, Y)),
    ("community special, secondary", ("07", "0", 11, 16, "1"), (N, N, Y)),
    ("special with no ages in the file", ("07", "0", None, None, "1"), (J, J, J)),
    ("non-maintained special", ("08", "0", 5, 11, "1"), (J, J, N)),
    ("pupil referral unit", ("14", "0", 11, 16, "1"), (N, N, Y)),
    ("nursery", ("15", "1", 3, 5, "1"), (N, N, N)),
    ("sixth form college", ("18", "6", 16, 19, "1"), (N, N, N)),
    ("independent", ("11", "0", 3, 18, "1"), (N, N, N)),
    ("independent special", ("10", "0", 7, 16, "1"), (N, N, N)),
    ("Welsh", ("30", "0", 4, 11, "1"), (N, N, N)),
    ("of a type yet to come", ("99", "2", 4, 11, "1"), (J, J, N)),
    ("closed", ("01", "2", 4, 11, "2"), (N, N, N)),
    ("proposed to close", ("01", "2", 4, 11, "3"), (J, J, N)),
    ("proposed to open", ("35", "2", 4, 11, "4"), (J, J, N)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("codes", "expected"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_what_is_open_to_a_school_of_that_kind(codes, expected):
    type_code, phase, low, high, status = codes
    school = School(
        urn=900_900,
        name="Made Up",
        register_status=status,
        type_code=type_code,
        phase_code=phase,
        low_age=low,
        high_age=high,
    )
    school.save()
    found = {fit.kind: fit.outcome for fit in fitting(facts.of_school(school, year=2026))}
    wanted = dict(zip(("readiness", "development", "secondary"), expected, strict=True))
    assert found == wanted | NO_HISTORY
