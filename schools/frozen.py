"""What an application keeps of a school on the day it is sent, so that later changes do not rewrite it."""

from schools.models import School


def frozen_school(school: School) -> dict:
    """The register's facts as plain values, ready for JSON; the date is ISO 8601, ages are years."""
    return {
        "urn": school.urn,
        "name": school.name,
        "address": school.address,
        "postcode": school.postcode,
        "authority": school.authority.name if school.authority else "",
        "type": school.type_name,
        "type_code": school.type_code,
        "phase": school.phase_name,
        "phase_code": school.phase_code,
        "low_age": school.low_age,
        "high_age": school.high_age,
        "status": school.get_register_status_display(),
        "trust": school.trust.name if school.trust else "",
        "dfe_number": school.dfe_number,
        "register_date": school.register_date.isoformat() if school.register_date else None,
    }
