"""What people type, before it is kept."""

import unicodedata

from django.core.exceptions import ValidationError

KEPT_CONTROLS = "\n\r\t"


def ordinal(number: int) -> str:
    """Like 1st, 22nd, 113th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def check_can_be_kept(text: str) -> None:
    """Refuses what no database keeps and no reader sees: control characters and halves of characters."""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in KEPT_CONTROLS for c in text):
        raise ValidationError("This holds a hidden character that we cannot keep. Delete it and type it again.")
