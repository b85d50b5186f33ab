"""The colours of the stylesheet, measured: text 4.5 to 1, edges 3 to 1, and one list for both ways into the dark."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
BLOCK = re.compile(
    r"(:root|:root:not\(\[data-bs-theme=\"light\"\]\)|\[data-bs-theme=\"dark\"\]) \{\n(.*?)\n\s*\}", re.S
)
LIGHT, DARK, CHOSEN_DARK = (dict(re.findall(r"--([\w-]+): ([^;]+);", body)) for _name, body in BLOCK.findall(CSS)[:3])

TEXT_ON = [
    *(
        (ink, ground)
        for ink in ("ink", "muted", "link", "link-strong")
        for ground in ("ground", "soft", "raised", "hero")
    ),
    *((ink, f"{ink}-soft") for ink in ("good", "care", "bad")),
    *((ink, "ground") for ink in ("good", "care", "bad", "bad-strong", "brand")),
    *((f"phase-{phase}", "ground") for phase in ("1", "2", "3", "4", "secondary")),
    *(("ground", f"phase-{phase}") for phase in ("1", "2", "3", "4", "secondary")),
    *((ink, soft) for ink in ("ink", "link") for soft in ("good-soft", "care-soft", "bad-soft", "info-soft")),
    *(("phase-2", "info-soft"), ("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-bad", "bad")),
    *(("header-ink", "header"), ("header-soft", "header"), ("brand", "soft")),
]
EDGE_ON = [("edge", "ground"), ("edge", "soft"), ("bad", "ground"), ("brand", "ground"), ("ink", "focus")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(colours: dict, pairs: list, least: float) -> list[str]:
    measured = [(front, back, contrast(colours[front], colours[back])) for front, back in pairs]
    return [f"{front} on {back}: {ratio:.2f}" for front, back, ratio in measured if ratio < least]


def test_white_on_black_is_measured_as_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_is_readable_on_its_ground(colours):
    assert too_faint(colours, TEXT_ON, 4.5) == []


def test_edges_of_controls_can_be_seen_in_the_light():
    assert too_faint(LIGHT, EDGE_ON, 3) == []


def test_edges_of_controls_can_be_seen_in_the_dark():
    on_dark = [pair for pair in EDGE_ON if pair != ("ink", "focus")]
    assert too_faint(DARK, on_dark, 3) == []
    assert contrast(DARK["focus"], DARK["ground"]) > 3


def test_the_dark_a_person_chose_is_the_dark_of_their_device():
    assert CHOSEN_DARK == DARK


def test_the_dark_forgets_no_colour():
    assert set(DARK) == set(LIGHT)
