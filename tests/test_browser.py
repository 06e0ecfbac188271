"""The HTML report in a real browser: headless Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil

import pytest
from pack import rule, write_pack

pytestmark = pytest.mark.browser

# The page must open on machines without a screen, and ask nobody for anything.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
DRAFT = """\
Hi Ana,

You failed to read it, and it comes soon. Oh well.

Tom
"""
HOSTILE = """\
<script>document.title = "pwned"</script> it comes soon

"><img src="https://evil.example/x.png" onerror="document.title = 'pwned'"> very soon

<a href="javascript:document.title='pwned'">x</a> {{ 7 * 7 }} ]]> %0A soon

</style><style>body { display: none }</style> soon
"""
RULES = {
    "blaming/failed": rule("you failed to", severity="error", instead='"[Thing] is missing."'),
    "vague-timeline/soon": rule("soon", instead='"by [day and hour]"'),
    "vague-timeline/later": rule("later"),
    "dismissive/oh-well": rule("oh well", severity="suggestion"),
}


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no browser: install Debian's chromium, or name one with CHROMIUM=/path"
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, command, tmp_path):
    """Lint the files of the folder and open the report; all that the page says is in ``said``."""
    write_pack(tmp_path / "house", RULES)
    contexts = []

    def open_(files, **options):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(text.encode())
        report = tmp_path / "report.html"
        command("check", "--pack", "house", "--isolated", f"--output-file=html={report}")
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.on("request", lambda asked: page.said.append(asked.url))
        page.goto(report.as_uri())
        assert page.said.pop(0) == report.as_uri()
        return page

    yield open_
    for context in contexts:
        context.close()


TWO = {"a.txt": DRAFT, "b.txt": "It comes later.\n", "c.txt": "It comes on Friday.\n"}


def shown(page):
    """Return the rules of the notes that are to be seen."""
    return [
        note.locator("code").inner_text()
        for note in page.locator("main .note").all()
        if note.is_visible()
    ]


def test_no_script_of_a_draft_runs_and_nothing_is_loaded(opened):
    page = opened({"a.txt": HOSTILE, "<img src=x onerror=alert(1)>.txt": "It comes soon.\n"})

    assert page.title() == "replylint: 5 findings in 2 replies"
    assert page.said == []
    assert page.locator("img").count() == 0
    text = page.locator("main").inner_text()
    for words in ("<script>document.title", 'onerror="document', "javascript:", "]]> %0A", "{{ 7"):
        assert words in text
    assert page.locator("h2").first.inner_text() == "<img src=x onerror=alert(1)>.txt"


def test_every_reply_stands_with_its_words_marked(opened):
    page = opened(TWO)

    assert [mark.inner_text() for mark in page.locator(".mark").all()] == [
        "You failed to", "soon", "Oh well", "later",
    ]  # fmt: skip
    assert page.locator(".text").first.inner_text().rstrip() == DRAFT.rstrip()
    assert page.locator(".reply.clean").count() == 1
    assert page.locator("tbody th").all_inner_texts() == ["vague-timeline", "blaming", "dismissive"]


ODD = {
    "a.txt": "Hi,\n\n   item A    3 pcs\n   item B    1 pc\n\nIt comes soon. 👨‍👩‍👧\n\n> You said so.\n\n-- \nTom\nShop Ltd",
    "b.md": "Run `npm install`; it comes soon.",
    "c.html": "<p>Press <code>Save</code>, then it comes soon.</p><p>Bye</p>",
    "crlf.txt": "Hi,\r\n\r\nit comes soon.\r\nBye",
    "d.txt": "مرحبا، نمی‌خواهم. It comes soon.",
}


def test_a_reply_looks_as_its_file_does(opened):
    """Its lines, quotes, signature and code included; what was not linted is told from the rest."""
    page = opened(ODD)

    texts = [text.inner_text().strip() for text in page.locator("main .text").all()]
    assert texts == [
        ODD["a.txt"],
        ODD["b.md"],
        "Press Save, then it comes soon.\n\nBye",
        "Hi,\n\nit comes soon.\nBye",
        ODD["d.txt"],
    ]
    assert page.locator(".left-out").all_inner_texts() == ["> You said so.\n\n-- \nTom\nShop Ltd"]
    assert page.locator(".placeholder").all_inner_texts() == ["`npm install`", "Save"]
    assert page.locator(".mark").all_inner_texts() == ["soon"] * 5


def test_many_replies_without_findings_are_shown_when_asked_for(opened):
    clean = {f"clean/{number:02}.txt": "It comes on Friday.\n" for number in range(21)}
    page = opened(TWO | clean)

    assert not page.locator(".reply.clean").first.is_visible()
    page.get_by_label("replies without findings 22").check()
    assert page.locator(".reply.clean").first.is_visible()
    assert len(shown(page)) == 4


def test_going_back_shows_what_the_filters_say(opened):
    page = opened(TWO)
    page.get_by_label("error 1").uncheck()

    page.goto("about:blank")
    page.go_back()

    box = page.locator("[name=severity]").first
    assert box.is_checked() == ("blaming/failed" in shown(page))


def test_an_address_shows_its_note_whatever_was_filtered(opened):
    page = opened(TWO)
    page.get_by_label("error 1").uncheck()

    page.evaluate("location.hash = 'f1'")

    page.wait_for_function("!document.getElementById('f1').hidden")
    assert "blaming/failed" in shown(page)


def test_marks_that_overlap_are_one_stop_each_and_light_up_together(opened):
    page = opened({"a.txt": "You failed to tell us, and very soon later you failed to call.\n"})
    stops = page.locator(".mark[tabindex='0'], .mark:not([tabindex])")

    assert stops.count() == len(shown(page))
    page.locator(".mark").first.hover()
    assert page.locator(".mark.current").count() == 1


def test_filters_work_by_mouse(opened):
    page = opened(TWO)
    everything = [
        "blaming/failed",
        "vague-timeline/soon",
        "dismissive/oh-well",
        "vague-timeline/later",
    ]

    assert shown(page) == everything
    page.get_by_label("error 1").uncheck()
    assert shown(page) == everything[1:]
    page.get_by_label("Rule").select_option("vague-timeline")
    assert shown(page) == ["vague-timeline/soon", "vague-timeline/later"]
    page.get_by_label("File").select_option(label="b.txt (1)")
    assert shown(page) == ["vague-timeline/later"]
    assert page.locator("output").inner_text() == "1 of 4 findings shown"
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelector('output').textContent.startsWith('4 of 4')")
    assert shown(page) == everything
    page.get_by_role("button", name="dismissive").click()
    assert shown(page) == ["dismissive/oh-well"]
    assert not page.locator(".reply.clean").is_visible()
    assert page.said == []


def test_a_mark_has_the_numbers_of_the_notes_that_are_left(opened):
    page = opened({"a.txt": "You failed to call soon, oh well.\n"})
    numbers = "[...document.querySelectorAll('.mark')].map((mark) => mark.dataset.n)"

    assert page.evaluate(numbers) == ["1", "2", "3"]
    page.get_by_label("warning 1").uncheck()
    assert page.evaluate(numbers) == ["1", "", "3"]
    assert page.locator(".mark[tabindex='0']").count() == 2


def test_filters_work_by_keyboard(opened):
    page = opened(TWO)

    page.locator("[name=severity]").first.focus()
    page.keyboard.press("Space")
    assert "blaming/failed" not in shown(page)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("blam")
    page.keyboard.press("Enter")
    page.locator("[name=severity]").first.focus()
    page.keyboard.press("Space")
    assert shown(page) == ["blaming/failed"]
    assert page.locator(".mark.off").count() == 3


def test_nothing_left_says_so(opened):
    page = opened(TWO)

    for box in page.locator("[name=severity]").all():
        box.uncheck()

    assert page.get_by_text("Nothing is left with these filters.").is_visible()


def test_the_card_comes_with_the_pointer_and_goes_with_escape(opened):
    page = opened(TWO)
    card = page.locator(".card")

    assert card.is_hidden()
    page.locator(".mark").nth(1).hover()
    assert card.is_visible()
    said = card.inner_text()
    assert "“soon” is flagged." in said
    assert "by [day and hour]" in said
    assert "A test says so." in said
    page.locator(".mark").nth(1).click()
    card.click()  # it can be read and its words taken
    page.wait_for_timeout(300)
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_the_card_comes_with_the_keyboard(opened):
    page = opened(TWO)

    page.locator("button[type=reset]").focus()
    page.keyboard.press("Tab")
    assert "“You failed to” is flagged." in page.locator(".card").inner_text()
    page.keyboard.press("Tab")
    assert "“soon” is flagged." in page.locator(".card").inner_text()
    described = page.evaluate(
        "document.activeElement.getAttribute('aria-describedby').trim().split(' ')"
        ".map((id) => document.getElementById(id)?.textContent)"
    )
    assert described == ["warning", "“soon” is flagged.", "Write: by [day and hour]"]
    page.keyboard.press("Enter")
    assert page.url.endswith("#f2")
    assert page.evaluate("document.activeElement.id") == "f2"


def test_on_a_phone_the_card_comes_with_a_tap_and_nothing_overflows(opened):
    phone = {"width": 320, "height": 640}
    page = opened(
        TWO | {"d.txt": "x" * 400 + " soon"}, viewport=phone, has_touch=True, is_mobile=True
    )

    page.locator(".mark").first.tap()
    card = page.locator(".card")
    assert "You failed to" in card.inner_text()
    page.locator("h1").tap()
    assert card.is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= phone["width"]
    assert page.locator(".text").first.bounding_box()["width"] > 0.7 * phone["width"]


def test_without_scripts_all_is_there_to_read(opened):
    page = opened(TWO, java_script_enabled=False)

    assert len(shown(page)) == 4
    assert page.locator("form").is_hidden()
    page.locator(".mark").nth(1).click()
    assert page.url.endswith("#f2")
    page.locator("#f2 summary").click()
    assert page.locator("#f2").get_by_text("A test says so.").is_visible()


def test_paper_has_the_reasons_and_no_controls(opened):
    page = opened(TWO)

    page.emulate_media(media="print")

    assert page.locator("form").is_hidden()
    assert page.locator("#f1").get_by_text("A test says so.").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(opened, scheme):
    """The rules of WCAG 2.2 AA that axe-core can check: contrast, names, roles, order."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    library = '{"macros": [{"title": "A", "body": "Hi {{name}}, it comes soon, You failed to."}]}'
    page = opened(TWO | {"macros.json": library, "broken/macros.json": "["}, color_scheme=scheme)
    page.locator(".mark").first.focus()

    tags = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    found = axe.run(page, options=tags).response["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_a_run_with_nothing_found_is_a_page_too(opened):
    page = opened({"c.txt": "It comes on Friday.\n"})

    assert "No findings in 1 reply of 1 file." in page.locator(".summary").inner_text()
    assert page.said == []
