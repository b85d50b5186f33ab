"""What an application keeps of a school on the day it is sent (U3)."""

from schools.models import School


def frozen_school(school: School) -> dict:
    """The register's facts as plain values, ready for JSON."""
    return {
        "urn": school.urn,
        "name": school.name,
        "address": school.address,
        "postcode": school.postcode,
        "authority": school.authority.name if school.authority else "",
        "type": school.type_name,
        "phase": school.phase_name,
        "low_age": school.low_age,
        "high_age": school.high_age,
        "status": school.get_register_status_display(),
        "trust": school.trust.name if school.trust else "",
        "dfe_number": school.dfe_number,
        "register_date": school.register_date.isoformat() if school.register_date else None,
    }
