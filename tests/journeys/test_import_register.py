"""An administrator brings the register up to date in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from schools.register import import_register
from tests.schools.conftest import LINKS, REGISTER


def axe(page):
    # On these pages axe puts in a style of its own, which our policy would rightly refuse.
    results = Axe().run(page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [1280, 375])
def test_a_register_is_checked_and_applied(live_server, adam, open_page, sign_in, tmp_path, width):
    page = open_page(width, bypass_csp=True)
    import_register(REGISTER, links=LINKS)
    changed = tmp_path / "edubasealldata.csv"
    changed.write_bytes(REGISTER.read_bytes().replace(b"Kingfisher Primary Academy", b"Kingfisher Academy"))
    sign_in(page, adam)
    page.goto("/admin/schools/school/")
    page.get_by_role("link", name="Import the register").click()
    axe(page)
    page.get_by_label("Register").set_input_files(changed)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("name “Kingfisher Primary Academy” → “Kingfisher Academy”")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Apply these changes").click()
    expect(page.get_by_text("The register is up to date with edubasealldata.csv")).to_be_visible()
