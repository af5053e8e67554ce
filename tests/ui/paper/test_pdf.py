"""A PDF file as a reader gets it: parsed with another library than the one that paints it."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from dataclasses import replace

import pypdf
import pytest
from pypdf.generic import Destination
from PySide6.QtGui import QColor, QImage, QPageSize
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation, Timings
from h2o_desktop.core.errors import Cancelled
from h2o_desktop.formats.pdf_contents import with_contents
from h2o_desktop.ui.paper.pdf import PdfMaker
from h2o_desktop.ui.paper.tools import NOTHING_LOADED
from tests.showcase import conversation

SCREEN_DOTS_PER_INCH = 96.0


SERVERS = {"local": "This computer, http://127.0.0.1:8080"}


def made(
    what: Conversation,
    size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4,
    images: Mapping[str, QImage] = NOTHING_LOADED,
) -> pypdf.PdfReader:
    maker = PdfMaker(SCREEN_DOTS_PER_INCH, size, images=images)
    pages = maker(what, lambda _count: None, CancelToken(), servers=SERVERS)
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
        "first text after 0.24 s",
        "HTML stays text",
        "temperature 0.4",
        "seed 1874220",
        "The answer reached the limit of 512 new tokens.",
        "The server did not answer. Check the address.",
        "bridge_89 = build(89, width=267)",
        "The end.",
        "Other branches",
        "The Volga, with 3,530 km.",
    ):
        assert part in text
    assert text.index("def by_length") < text.index("Caspian Sea") < text.index("bridge_0 ") < text.index("The end.")
    assert text.count("bridge_50 =") == 1  # what continues on the next page is not there twice


def test_the_outline_leads_to_the_pages_of_the_messages(showcase: pypdf.PdfReader, texts: list[str]) -> None:
    entries = outline(showcase)
    assert entries[0] == ("Rivers of Europe & <everything> else", 0, 0)
    messages = [level for title, level, _page in entries if level < 3]
    assert messages == [0, 1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]
    for title, level, page in entries[1:]:
        assert title.split()[0 if level == 1 else -1] in texts[page]
    headings = [(title, level) for title, level, _page in entries if level > 2]
    assert headings[:4] == [("Rivers of Europe", 3), ("Code", 4), ("Tables", 4), ("Lists and quotes", 4)]
    assert headings[-1] == ("Day 8", 3)
    assert [title for title, level, _page in entries if level == 1][-2:] == [
        "print('typed code') What does it print?",
        "Other branches",
    ]
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
    assert with_rows[1].startswith("BridgeLengthYear")


def test_an_answer_tells_all_that_is_known_of_it(qapp: object) -> None:
    example = conversation()
    asked = {
        "temperature": 3.0,
        "max_new_tokens": 512,
        "stop": "\n\n",
        "top_k": 7,
        "top_p": None,
        "system_prompt": "Short.",
        "begins_with": "Well",
    }
    first = replace(example.messages[1], content="Yes.", requested={"system_prompt": "Be brief."}, sent={})
    sent = {"temperature": 2.0, "max_tokens": 512, "top_p": 0.5, "logit_bias": {"1": -1}}
    last = replace(first, id="a9", parent_id=first.id, requested=asked, sent=sent, timings=Timings(0.5, 2.5, 0.25))
    text = words(made(Conversation(example.summary, (example.messages[0], first, last), last.id)).pages[0])
    for part in (
        "Server: This computer, http://127.0.0.1:8080",
        "Asked for, but sent differently or not at all: system_prompt Be brief.",
        'Sent: temperature 2.0 · max_tokens 512 · top_p 0.5 · logit_bias {"1": -1}',
        'Asked for, but sent differently or not at all: temperature 3.0 · top_k 7 · stop "\\n\\n" · begins_with Well',
        "seed 1874220",
        "tokens of the prompt: 62",
        "tokens of the answer: 128",
        "64.0 tokens/s",
        "first text after 0.50 s",
        "thought for 0.25 s",
        "whole answer after 2.50 s",
        "ended because: stop",
    ):
        assert "".join(part.split()) in "".join(text.split())
    assert text.count("Short.") == 1  # the prompt that stands before the messages is not told again


def targets(reader: pypdf.PdfReader, page: int) -> list[tuple[int, float]]:
    """Where the links of a page lead to: pages and heights above their lower edges."""
    pages = {one.indirect_reference: number for number, one in enumerate(reader.pages)}
    links = [one.get_object() for one in reader.pages[page].get("/Annots", [])]
    return [(pages[link["/Dest"][0]], float(link["/Dest"][3])) for link in links if "/Dest" in link]


def test_other_branches_are_reached_and_left_by_links(qapp: object) -> None:
    example = conversation()
    ask, answer = (replace(one, content="**Well**, yes") for one in example.messages[:2])
    again = replace(answer, id="b1", content="<think>hm</think>\n# No", model="other")
    deeper = replace(ask, id="b2", parent_id="b1", content="Why not?")
    anew = replace(ask, id="b3", content="Other beginning")
    orphan = replace(ask, id="b4", parent_id="gone", content="Lost and found")
    whole = Conversation(example.summary, (ask, answer, again, deeper, anew, orphan), answer.id)
    reader = made(whole)
    text = "".join(words(page) for page in reader.pages)
    entries = [(title, level) for title, level, _page in outline(reader) if level]
    beside = [("Other beginning", 2), ("Lost and found", 2), ("other", 2), ("Why not?", 2)]
    assert [one for one in entries if one != ("No", 3)][-5:] == [("Other branches", 1), *beside]
    for way in ("Another prompt here: Other beginning", "Another prompt here: Lost", "Another answer here: No"):
        assert way in text
    _title, _system, prompt, _answer, section, beginning, lost, no, _deeper = places(reader)
    contents = [places(reader)[1], prompt, section]
    led = [target for page in range(len(reader.pages)) for target in targets(reader, page)]
    assert led == [*contents, beginning, lost, no, prompt, no]
    assert text.index("Follows: **Well**, yes") < text.index("Follows: No") < text.index("Why not?", text.index("No"))
    shown = Conversation(example.summary, (ask, answer), answer.id)
    assert "Other branches" not in words(made(shown).pages[0])


def places(reader: pypdf.PdfReader) -> list[tuple[int, float]]:
    """The places of the messages, those of the outline's first two levels, in their order."""
    found: list[tuple[int, float]] = []

    def walk(entries: list[object], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            elif isinstance(entry, Destination) and level < 3:
                number = reader.get_destination_page_number(entry)
                assert number is not None
                assert entry.top is not None
                found.append((number, float(entry.top)))

    walk(list(reader.outline), 0)
    return found


def test_pictures_that_are_at_hand_are_painted(qapp: object) -> None:
    example = conversation()
    address = "https://example.org/map.png"
    answer = replace(example.messages[1], content=f"![a map]({address})\n\n![far](https://example.org/far.png)")
    whole = Conversation(example.summary, (example.messages[0], answer), answer.id)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    page = made(whole, images={address: image}).pages[0]
    painted = [one.get_object() for one in page["/Resources"]["/XObject"].values()]
    assert [(one["/Width"], one["/Height"]) for one in painted if one["/Subtype"] == "/Image"] == [(300, 200)]
    assert "far · from example.org" in words(page)
    assert not any(
        one.get_object()["/Subtype"] == "/Image"
        for one in made(whole).pages[0]["/Resources"].get("/XObject", {}).values()
    )


def test_the_small_print_of_an_answer_is_on_one_page(qapp: object) -> None:
    example = conversation()
    counts = set()
    for lines in range(16, 34):
        answer = replace(example.messages[1], content="\n\n".join(["line"] * lines))
        reader = made(Conversation(example.summary, (example.messages[0], answer), answer.id))
        counts.add(len(reader.pages))
        (page,) = (text for text in map(words, reader.pages) if "Server: " in text)
        assert "whole answer after" in page
        assert page.index("Server: ") < page.index("tokens of the prompt") < page.index("whole answer after")
    assert counts == {1, 2}  # so that it came to the edge


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
            PdfMaker(SCREEN_DOTS_PER_INCH)(conversation(), progress, cancel, servers=SERVERS)
        except Cancelled as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=30_000)
    assert told == [1]
    assert len(outcome) == 1
