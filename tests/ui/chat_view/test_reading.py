"""Blocks to pieces: the short way says the same as the long one."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from h2o_desktop.core.markdown_block import BlockKind
from h2o_desktop.core.markdown_blocks import split_blocks
from h2o_desktop.ui.chat_view.inline_reader import image_words
from h2o_desktop.ui.chat_view.markdown_reader import References, read_at_length, read_block, read_quickly
from h2o_desktop.ui.chat_view.rich_text import Container, Piece, PieceKind, Style, cut_units, units_of

PARTS = [
    "word", " ", "  ", "\n", "**bold**", "*", "_", "`x`", "# ", "## ", "#", "- ", "* ", "3. ", "2) ", "[a](b)", "[r]",
    "!", "http://a.org/x", "(http://b.org)", "<b>", "&amp;", "\\*", "\\", "$x$", "~~no~~", "[ ] ", "|", ">", "    ",
    "\t", "=", "---", ":", "\\[x\\]", "[^1]",
]  # fmt: skip


def outline(pieces: list[Piece]) -> list[object]:
    """What is seen of some pieces."""
    return [(one.kind, one.text.text, one.text.runs, one.containers, one.marker, one.level) for one in pieces]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join))
@example(" \tword")
@example("\\ \nword")
@settings(max_examples=600)
def test_the_short_way_says_the_same_as_the_long_one(text: str) -> None:
    references = References({"R": {"href": "http://r.org", "title": ""}}, {"1"})
    for block in split_blocks(text):
        quick = read_quickly(block, references) if block.kind is BlockKind.TEXT else None
        if quick is not None:
            assert outline(quick) == outline(read_at_length(block, references))


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text."""
    references = References()
    blocks = split_blocks(text)
    for block in blocks:
        references.learn(block)
    return [piece for block in blocks for piece in read_block(block, references)]


def test_lists_nest_and_count() -> None:
    pieces = pieces_of("4. a\n   - b\n     - c\n\n     1. d\n5. e\n0. f")
    assert [(one.marker, one.text.text, len(one.containers)) for one in pieces] == [
        ("4.", "a", 1),
        ("•", "b", 2),
        ("◦", "c", 3),
        ("1.", "d", 3),
        ("5.", "e", 1),
        ("6.", "f", 1),
    ]
    assert [one.marker for one in pieces_of("0. zero\n\n   more\n1. one")] == ["0.", "", "1."]


def test_tasks_are_boxes() -> None:
    assert [(one.marker, one.text.text) for one in pieces_of("- [ ] a\n- [x] b\n- [y] c")] == [
        ("☐", "a"),
        ("☑", "b"),
        ("•", "[y] c"),
    ]


def test_an_empty_item_is_shown() -> None:
    assert [(one.marker, one.text.text) for one in pieces_of("-\n- a")] == [("•", ""), ("•", "a")]


def test_quotes_hold_all_kinds() -> None:
    pieces = pieces_of("> # head\n> text\n>\n> ```py\n> x\n> ```\n> ---\n> > deep")
    assert [one.kind for one in pieces] == [
        PieceKind.HEADING,
        PieceKind.PARAGRAPH,
        PieceKind.CODE,
        PieceKind.RULE,
        PieceKind.PARAGRAPH,
    ]
    assert pieces[-1].containers == (Container.QUOTE, Container.QUOTE)


def test_references_and_footnotes_may_come_later() -> None:
    link, _definition, note = pieces_of(
        "[a][r] and [^1] and [^2]\n\n[r]: http://r.org\n\n[^1]: a **note**\n\n    more"
    )[0:3]
    assert [(run.style, run.target) for run in link.text.runs] == [(Style.LINK, "http://r.org"), (Style.RAISED, "")]
    assert link.text.text == "a and 1 and [^2]"
    assert _definition.marker == "1"
    assert note.text.text == "more"


def test_addresses_become_links_without_the_sentence_around_them() -> None:
    (piece,) = pieces_of("See (https://a.org/x_(y)), http://b.org/z. And [c](http://c.org).")
    assert [run.target for run in piece.text.runs] == ["https://a.org/x_(y)", "http://b.org/z", "http://c.org"]


def test_html_is_text() -> None:
    text = "<div onclick='x'>\n\n<script>alert(1)</script> <!-- c --> &lt;"
    assert (
        " ".join(one.text.text for one in pieces_of(text)) == "<div onclick='x'> <script>alert(1)</script> <!-- c --> <"
    )


def test_image_words_name_the_host() -> None:
    assert image_words("", "https://a.org/x.png") == "[Image · from a.org]"
    assert image_words("Cat", "x.png") == "[Cat]"
    assert image_words("Cat", "http://[bad") == "[Cat]"


def test_long_items_go_on_as_parts_of_the_item() -> None:
    text = "- first\n" + "\n\n".join("  paragraph " + "x " * 200 for _ in range(120))
    pieces = pieces_of(text)
    assert all(one.containers == (Container.LIST,) for one in pieces)


def test_tables_keep_their_head_in_the_first_part_only() -> None:
    pieces = pieces_of("| a | b |\n|:--|--:|\n" + "| 1 | 2 |\n" * 30)
    assert [one.level for one in pieces if one.kind is PieceKind.ROW] == [1] + [0] * 30
    assert [cell.align for cell in pieces[0].cells] == ["left", "right"]


def test_units_are_those_of_utf_16() -> None:
    assert units_of("a👩b") == 4
    assert cut_units("a👩b", 1, 3) == "👩"


def test_brackets_beyond_all_measure_are_letters() -> None:
    text = "![" * 90 + "[" * 60 + " [a](http://b.org)"
    (piece,) = pieces_of(text)
    assert piece.text.text == text
    assert "".join(piece.text.text for piece in pieces_of("[" * 20_000)) == "[" * 20_000


def test_many_brackets_that_are_closed_are_links() -> None:
    (piece,) = pieces_of("[" * 50 + "[a](http://b.org) " * 150)
    assert piece.text.text == "[" * 50 + ("a " * 150).strip()
    assert sum(bool(run.target) for run in piece.text.runs) == 150
