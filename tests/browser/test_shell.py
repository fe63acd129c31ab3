"""The frame in a real browser: command menu, chords, the phone's bottom bar."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.look import DESKTOP, PHONE, THEMES
from tests.cast import Person


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_home_is_without_fault(open_page: Open, ada: Person, width: int, theme: str) -> None:
    assert open_page("/home/", width=width, theme=theme, person=ada).faults() == []


def test_command_menu_finds_and_goes(open_page: Open, ada: Person) -> None:
    look = open_page("/home/", person=ada)
    look.page.keyboard.press("Control+k")
    results = look.page.locator("#command-results a")
    results.first.wait_for()
    assert look.violations() == []
    look.page.keyboard.type("rfqs")
    expect(results.first).to_have_text("RFQsg r")
    look.page.keyboard.press("Enter")
    look.page.wait_for_url("**/rfqs/**")


def test_chord_follows_the_navigation(open_page: Open, ada: Person) -> None:
    page = open_page("/home/", person=ada).page
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/rfqs/**")


def test_single_letters_can_be_switched_off(open_page: Open, ada: Person) -> None:
    page = open_page("/home/", person=ada).page
    page.keyboard.press("?")
    page.get_by_label("Single letters work as shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keyboard").is_visible()


def test_more_holds_what_the_phone_has_no_room_for(open_page: Open, ada: Person) -> None:
    look = open_page("/home/", width=PHONE, person=ada)
    look.page.locator(".bottom-bar summary").click()
    assert look.page.get_by_role("button", name="Sign out").is_visible()
    assert look.faults() == []


def test_everything_works_without_scripts(open_page: Open, ada: Person) -> None:
    page = open_page("/home/", person=ada).page
    state = page.context.storage_state()
    plain = page.context.browser.new_context(java_script_enabled=False, storage_state=state)  # type: ignore[union-attr]  # launched here
    try:
        quiet = plain.new_page()
        quiet.goto(page.url)
        quiet.get_by_role("button", name="Search or jump to…").click()
        quiet.get_by_role("searchbox").fill("home")
        quiet.get_by_role("button", name="Search", exact=True).click()
        assert quiet.locator(".results a span").first.inner_text() == "Home"
    finally:
        plain.close()
