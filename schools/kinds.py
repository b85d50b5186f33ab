"""State-funded, primary, secondary: derived from the register's codes. Filled in by the register's tests."""


def is_state_funded(type_code: str) -> bool | None:
    raise NotImplementedError


def is_primary(type_code: str, phase_code: str, low_age: int | None, high_age: int | None) -> bool | None:
    raise NotImplementedError


def is_secondary(type_code: str, phase_code: str, low_age: int | None, high_age: int | None) -> bool | None:
    raise NotImplementedError
