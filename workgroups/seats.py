"""How the seats of a group are told: the one place that makes these words."""


def said(taken: int, capacity: int, *, words: str = "", over: int = 0, unfit: int = 0) -> str:
    """Like "7 of 8", or "9 of 8, 1 by override, 1 not eligible" where a hub lead went against a rule.

    `words` stand behind the numbers, as in "7 of 8 places are taken".
    """
    return f"{taken} of {capacity} {words}".rstrip() + against(over=over, unfit=unfit)


def against(*, over: int, unfit: int) -> str:
    """What follows a number of places where some were given against a rule; else nothing."""
    words = (f", {over} by override" if over else "", f", {unfit} not eligible" if unfit else "")
    return "".join(words)
