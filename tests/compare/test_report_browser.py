"""The page in a browser: filters, keyboard, policy, print, and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from pipeline.compare.report import report
from tests.compare.sides import sample

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A violation of the policy is told on the document; it is counted there, before the page's own script runs.
COUNT_VIOLATIONS = (
    "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "diff.html"
    path.write_text(report(sample(), language="zh"), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, open; what it says on the console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    opened.on("console", note)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.add_init_script(COUNT_VIOLATIONS)
    opened.goto(file.as_uri())
    yield opened
    assert opened.evaluate("violations") == []
    assert said == []
    context.close()


def shown(page: Page) -> int:
    return page.locator("article.pair:visible").count()


def current(page: Page) -> str | None:
    found = page.locator("article[aria-current]")
    return found.get_attribute("id") if found.count() else None


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_all_is_shown_at_first(page: Page) -> None:
    assert shown(page) == page.locator("article.pair").count() > 10


def test_each_button_shows_as_many_cards_as_it_counts(page: Page) -> None:
    for button in page.locator(".sum button").all():
        button.click()
        assert shown(page) == int(button.locator("b").inner_text())
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator(".sum button[aria-pressed=true]").count() == 1


def test_digits_press_the_buttons(page: Page) -> None:
    press(page, "2")
    assert page.locator(".sum button[aria-pressed=true]").get_attribute("data-kind") == "due_date"
    press(page, "1")
    assert shown(page) == page.locator("article.pair").count()


def test_the_keyboard_goes_from_change_to_change_and_passes_over_what_is_unchanged(page: Page) -> None:
    changed = page.locator("article.pair:not([data-kinds^=unchanged])").evaluate_all("all => all.map(each => each.id)")
    visited = []
    for key in "jnjn":
        press(page, key)
        visited.append(current(page))
    assert visited == changed[:4]
    assert page.evaluate("document.activeElement.id") == changed[3]
    press(page, "k", "p")
    assert current(page) == changed[1]


def test_the_keyboard_stops_at_both_ends(page: Page) -> None:
    press(page, "k")
    assert current(page) is None
    press(page, *"j" * 40)
    last = current(page)
    press(page, "j")
    assert current(page) == last is not None


def test_a_slash_leads_to_the_search_which_filters_by_words(page: Page) -> None:
    press(page, "/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("市 司法局")
    assert shown(page) == 1
    assert (
        page.locator(".status").inner_text() == f"显示 1 处，共 {page.locator('article.pair').count()} 处 · 市 司法局"
    )
    press(page, "Escape")
    assert page.evaluate("document.activeElement.id") != "search"


def test_what_is_filtered_for_is_said_where_the_page_is_read(page: Page) -> None:
    assert page.locator(".status").inner_text() == ""
    press(page, "2")
    page.mouse.wheel(0, 500)
    page.wait_for_function("scrollY > 0")
    box = page.locator(".status").bounding_box()
    assert box is not None and 0 <= box["y"] < 100
    assert page.locator(".status").inner_text().endswith("处 · 时限变动")


def test_a_filter_pressed_deep_in_the_page_leads_to_what_it_shows(page: Page) -> None:
    press(page, *"j" * 12)
    deep = current(page)
    button = page.locator(".sum button[data-kind=split]")
    press(page, str(page.locator(".sum button").all_inner_texts().index(button.inner_text()) + 1))
    (first,) = page.locator("article.pair:visible").all()
    box = first.bounding_box()
    assert box is not None and 0 <= box["y"] < 800
    assert current(page) is None and first.get_attribute("id") != deep


def test_keys_typed_into_the_search_are_words(page: Page) -> None:
    press(page, "/", "j", "2")
    assert current(page) is None
    assert page.locator(".sum button[aria-pressed=true]").get_attribute("data-kind") == ""
    assert page.locator("#search").input_value() == "j2"


def test_a_question_mark_opens_the_keys_and_escape_closes_them(page: Page) -> None:
    press(page, "?")
    assert page.locator("#help").is_visible()
    press(page, "j")
    assert current(page) is None
    press(page, "Escape")
    assert not page.locator("#help").is_visible()
    page.locator("#keys").click()
    page.locator("#close").click()
    assert not page.locator("#help").is_visible()


def test_a_script_that_is_not_the_pages_own_does_not_run(browser: Browser, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "tampered.html"
    text = file.read_text(encoding="utf-8")
    path.write_text(text.replace("</main>", "<script>document.title = 'ran'</script></main>"), encoding="utf-8")
    context = browser.new_context()
    opened = context.new_page()
    opened.add_init_script(COUNT_VIOLATIONS)
    opened.goto(path.as_uri())
    assert opened.title() != "ran"
    assert opened.evaluate("violations") == ["script-src-elem"]
    context.close()


def test_in_print_there_are_no_controls_and_all_text_is_whole(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("header.bar").is_visible() and not page.locator(".sum").is_visible()
    assert page.locator(".summary").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 35, 40)"
    cut = "all => all.filter(each => each.scrollHeight > each.clientHeight + 1).length"
    assert page.locator("article p").evaluate_all(cut) == 0


@pytest.mark.parametrize("width", [320, 700, 901, 1600])
def test_nothing_runs_over_the_side(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_old_and_new_stand_side_by_side_where_there_is_room_and_below_each_other_where_not(page: Page) -> None:
    def tops() -> list[float]:
        card = page.locator("article.modified").first
        return [
            card.locator(side).first.evaluate("each => each.getBoundingClientRect().top") for side in (".was", ".is")
        ]

    assert tops()[0] == tops()[1]
    page.set_viewport_size({"width": 420, "height": 800})
    assert tops()[0] < tops()[1]


def test_dark_has_light_words_on_a_dark_page(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(21, 23, 26)"


def test_without_scripts_everything_is_shown_and_no_button_does_nothing(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(file.as_uri())
    assert shown(opened) == opened.locator("article.pair").count() > 10
    assert opened.locator("button:visible:enabled, input:visible").count() == 0
    context.close()


def test_the_focus_can_be_seen(page: Page) -> None:
    press(page, "Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert page.evaluate(f"{style}.outlineWidth") == "2px"
