"""Every component, on two widths and in two themes: no accessibility fault, nothing sticks out, no complaint."""

import pytest

from tests.browser.conftest import Open
from tests.browser.look import DESKTOP, PHONE, THEMES


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_gallery_is_without_fault(open_page: Open, width: int, theme: str) -> None:
    assert open_page("/ui/", width=width, theme=theme).faults() == []


def test_charts_fit_their_container(open_page: Open) -> None:
    wide, narrow = open_page("/ui/").page, open_page("/ui/", width=PHONE).page
    assert wide.locator(".flow .wide svg").is_visible()
    assert narrow.locator(".flow .narrow svg").is_visible()
    assert not narrow.locator(".flow .wide svg").is_visible()


def test_theme_switches_without_a_reload_and_stays(open_page: Open) -> None:
    page = open_page("/ui/").page
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_slash_goes_to_the_search_unless_somebody_types(open_page: Open) -> None:
    page = open_page("/ui/").page
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Search products and suppliers")
    assert search.evaluate("element => element === document.activeElement")
    page.keyboard.type("a/b")
    assert search.input_value() == "a/b"


def test_escape_closes_a_menu_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page("/ui/").page
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('afterbegin',"
        " '<details data-menu open><summary>More</summary><div class=menu><a href=#main>One</a></div></details>')"
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('details[data-menu]').open") is False
    assert page.evaluate("document.activeElement.textContent") == "More"
