"""A PDF file as a reader gets it: parsed with another library than the one that paints it."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import pypdf
import pytest
from pypdf.generic import Destination
from PySide6.QtGui import QPageSize
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.errors import Cancelled
from h2o_desktop.formats.pdf_contents import with_contents
from h2o_desktop.ui.paper.pdf import PdfMaker
from tests.showcase import conversation

SCREEN_DOTS_PER_INCH = 96.0
SERVERS = {"local": "This computer"}


def made(what: Conversation, size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4) -> pypdf.PdfReader:
    pages = PdfMaker(SCREEN_DOTS_PER_INCH, size)(what, lambda _count: None, CancelToken(), servers=SERVERS)
    return pypdf.PdfReader(io.BytesIO(with_contents(pages)))


@pytest.fixture(scope="module")
def showcase(qapp: object) -> pypdf.PdfReader:
    return made(conversation())


def words(page: pypdf.PageObject) -> str:
    """The text of a page; where the style changes, lines end."""
    return page.extract_text().replace("\n", "")


@pytest.fixture(scope="module")
def texts(showcase: pypdf.PdfReader) -> list[str]:
    return [words(page) for page in showcase.pages]


def outline(reader: pypdf.PdfReader) -> list[tuple[str, int, int]]:
    """Title, level and page number of each entry."""
    found: list[tuple[str, int, int]] = []

    def walk(entries: list[object], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            else:
                assert isinstance(entry, Destination)
                number = reader.get_destination_page_number(entry)
                assert number is not None
                found.append((str(entry.title), level, number))

    walk(list(reader.outline), 0)
    return found


def test_every_page_has_its_number_and_the_title(texts: list[str]) -> None:
    count = len(texts)
    assert count > 4
    for number, text in enumerate(texts, 1):
        assert text.endswith(f"{number} / {count}Rivers of Europe & <everything> else")


def test_the_text_can_be_selected_in_the_order_of_reading(texts: list[str]) -> None:
    text = "".join(texts)
    for part in (
        "You are a patient geographer.",
        "Show me all about rivers.    indented *typed* text<b>bold?</b>",
        "def by_length(rivers: list[River]) -> list[River]:",
        "Caspian Sea",
        "Волга впадает в Каспийское море",
        "日本語: 川は海に注ぐ。中文：河流入海。",
        "first after 0.24 s",
        "HTML stays text",
        "temperature 0.4",
        "seed 1874220",
        "The answer reached the limit of 512 new tokens.",
        "The server did not answer. Check the address.",
        "bridge_89 = build(89, width=267)",
        "The end.",
    ):
        assert part in text
    assert "The Volga, with 3,530 km." not in text  # another branch
    assert text.index("def by_length") < text.index("Caspian Sea") < text.index("bridge_0 ") < text.index("The end.")
    assert text.count("bridge_50 =") == 1  # what continues on the next page is not there twice


def test_the_outline_leads_to_the_pages_of_the_messages(showcase: pypdf.PdfReader, texts: list[str]) -> None:
    entries = outline(showcase)
    assert entries[0] == ("Rivers of Europe & <everything> else", 0, 0)
    messages = [level for title, level, _page in entries if level < 3]
    assert messages == [0, 1, 1, 2, 1, 2, 1, 2, 1, 2]
    for title, level, page in entries[1:]:
        assert title.split()[0 if level == 1 else -1] in texts[page]
    headings = [(title, level) for title, level, _page in entries if level > 2]
    assert headings[:4] == [("Rivers of Europe", 3), ("Code", 4), ("Tables", 4), ("Lists and quotes", 4)]
    assert headings[-1] == ("Day 8", 3)
    assert [title for title, level, _page in entries if level == 1][-1] == "print('typed code') What does it print?"
    assert showcase.page_mode == "/UseOutlines"


def test_the_contents_can_be_clicked(showcase: pypdf.PdfReader) -> None:
    pages = {page.indirect_reference: number for number, page in enumerate(showcase.pages)}
    links = [one.get_object() for one in showcase.pages[0]["/Annots"]]
    inside = [link for link in links if "/Dest" in link]
    shown = [page for _title, level, page in outline(showcase) if level == 1]
    assert [pages[link["/Dest"][0]] for link in inside] == shown
    for link in inside:
        left, bottom, right, top = (float(one) for one in link["/Rect"])
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842
        assert 0 < float(link["/Dest"][3]) < 842
    addresses = {link["/A"]["/URI"] for link in links if "/A" in link}
    assert {"https://example.org/rivers?a=1&b=2", "https://example.org/danube"} <= addresses


def test_only_addresses_that_are_safe_to_open_become_links(qapp: object) -> None:
    example = conversation()
    text = "[run](file:///etc/passwd) [script](javascript:alert(1)) [mail](mailto:a@example.org)"
    answer = replace(example.messages[1], content=text)
    reader = made(Conversation(example.summary, (example.messages[0], answer), answer.id))
    links = [one.get_object() for one in reader.pages[0]["/Annots"]]
    assert [link["/A"]["/URI"] for link in links] == ["mailto:a@example.org"]


def test_a_table_that_continues_has_its_heading_on_each_page(texts: list[str]) -> None:
    with_rows = [text for text in texts if "1800" in text or "1844" in text]
    assert len(with_rows) == 2
    assert all(text.startswith("BridgeLengthYear") for text in with_rows)


def test_emoji_are_finer_than_the_pixels_of_the_layout(qapp: object) -> None:
    example = conversation()
    prompt = replace(example.messages[0], content="A wave: 🌊. A flag: 🇳🇴. A tick is none: ✓.")
    reader = made(Conversation(example.summary, (prompt,), prompt.id))
    objects = reader.pages[0]["/Resources"]["/XObject"]
    images = [one.get_object() for one in objects.values()]
    assert sum(1 for image in images if image["/Subtype"] == "/Image" and image["/Height"] > 60) == 2
    assert "A tick is none: ✓." in words(reader.pages[0])


def test_a_conversation_without_messages_has_a_page(qapp: object) -> None:
    summary = replace(conversation().summary, title="", created_s=1e300)
    reader = made(Conversation(summary), QPageSize.PageSizeId.Letter)
    assert len(reader.pages) == 1
    assert "Conversation" in words(reader.pages[0])
    assert float(reader.pages[0].mediabox.height) == 792
    assert reader.page_mode != "/UseOutlines"


def test_what_no_page_can_hold_is_cut(qapp: object) -> None:
    example = conversation()
    tall = "| a | b |\n|---|---|\n| " + "word " * 3000 + " | small |\n\n$$" + r"\\" * 2 + "$$\n\n" + "x" * 20_000
    answer = replace(example.messages[1], content=tall)
    reader = made(Conversation(example.summary, (example.messages[0], answer), answer.id))
    text = "".join(page.extract_text() for page in reader.pages)
    assert text.count("word") == 3000
    assert text.count("x") >= 20_000


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b\ud800c \u202eright to left\ufeff",
        ">" * 200 + " deep",
        "\n".join("  " * depth + "- x" for depth in range(40)),
        "# " + "heading " * 1000,
        "```python\nleft = open",
        "<think>\nnever ends",
        " \n\n ",
        "|" + "column|" * 60 + "\n|" + "-|" * 60 + "\n|" + "value|" * 60,
        "$$\n\\begin{matrix}" + "1\\\\" * 120 + "\\end{matrix}\n$$",
        "| a |\n|---|\n" + "| $x^2$ |\n" * 40,
    ],
)
def test_whatever_models_and_people_write_becomes_pages(qapp: object, text: str) -> None:
    example = conversation()
    prompt, answer = (replace(message, content=text) for message in example.messages[:2])
    summary = replace(example.summary, title=f"odd \ud800\x00 {text[:10]}")
    reader = made(Conversation(summary, (prompt, answer), answer.id))
    assert words(reader.pages[-1]).count(f"{len(reader.pages)} / {len(reader.pages)}") == 1


def test_pages_are_made_beside_the_window_and_stopped_there(qtbot: QtBot) -> None:
    cancel = CancelToken()
    told: list[int] = []
    outcome: list[BaseException] = []

    def progress(count: int) -> None:
        told.append(count)
        cancel.set()

    def work() -> None:
        try:
            PdfMaker(SCREEN_DOTS_PER_INCH)(conversation(), progress, cancel, servers={})
        except Cancelled as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=30_000)
    assert told == [1]
    assert len(outcome) == 1
