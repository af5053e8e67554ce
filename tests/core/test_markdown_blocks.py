"""Splitting growing Markdown into blocks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from h2o_desktop.core.markdown_blocks import Block, BlockKind, BlockSplitter, normalised, split_blocks
from h2o_desktop.core.markdown_scanner import CODE_LINES, CONTAINER_LETTERS, PART_LETTERS, TABLE_ROWS

PIECES = [
    "word", " ", "\n", "\n\n", "```", "~~~", "`", "- ", "* ", "1. ", "2) ", "> ", "|", "| a | b |\n|---|:-:|\n", "$$",
    "\\[", "\\]", "<think>", "</think>", "# ", "---", "===", "    ", "\t", "\r\n", "\r", "[^1]: ", "[a]: http://b.c",
    "*", "<div>", "é", "👩‍👧", "x" * 40, "y " * 2100, "z" * 4100,
]  # fmt: skip


def fed(text: str, cuts: list[int]) -> BlockSplitter:
    """A splitter that got the text cut at these places, and was asked for its tail after each piece."""
    splitter = BlockSplitter()
    places = [0, *sorted({cut % (len(text) + 1) for cut in cuts}), len(text)]
    for start, end in pairwise(places):
        before = list(splitter.finished)
        splitter.tail()
        splitter.feed(text[start:end])
        assert splitter.finished[: len(before)] == before, "a finished block changed"
    return splitter


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.lists(st.integers(0, 10**6), max_size=12))
@settings(max_examples=400)
@example("a\r\n\r\nb", [2, 3, 4])
@example("```\ncode\n```", [1, 2, 3, 4, 10, 11])
def test_any_way_of_cutting_gives_the_same_blocks(text: str, cuts: list[int]) -> None:
    splitter = fed(text, cuts)
    assert splitter.finished + splitter.tail() == split_blocks(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=300)
def test_blocks_lie_in_order_and_hold_their_source(text: str) -> None:
    whole, last = normalised(text), 0
    for block in split_blocks(text):
        assert last <= block.start <= block.end <= len(whole)
        last = block.end
        if block.kind in (BlockKind.TEXT, BlockKind.INLINE) and not block.in_item:
            assert whole[block.start : block.end] == block.source


PLAIN_PIECES = [
    "word", " ", "\n", "\n\n", "```\n", "~~~\n", "`", "> ", "| a | b |\n|---|---|\n", "| c | d |\n", "# ", "---\n",
    "===\n", "    ", "***\n", "*", "_", "\n```py\nx = 1\n```\n", "- item\n", "1. one\n", "  more\n", "2. two\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PLAIN_PIECES), max_size=16).map("".join))
@settings(max_examples=400)
def test_blocks_read_one_by_one_say_the_same_as_the_whole(text: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    whole = normalised(text)
    assert outline(parser, [whole]) == outline(parser, [whole[one.start : one.end] for one in split_blocks(text)])


def outline(parser: MarkdownIt, sources: list[str]) -> list[str]:
    """What is said: kinds of blocks and their contents; lists that follow each other may be one list."""
    found = []
    for source in sources:
        for token in parser.parse(source):
            if "list_open" in token.type or "list_close" in token.type:
                continue
            if token.nesting >= 0 and token.type != "paragraph_open":
                found.append(f"{token.type}:{token.content.rstrip()}")
    return found


def kinds(text: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.source) for block in split_blocks(text)]


def test_each_kind_of_block() -> None:
    text = "# Title\ntext\n\n> quote\nlazy\n\n- one\n- two\n  more\n\n```py\nx\n```\n| a |\n|---|\n| 1 |\n\n$$\nx\n$$\n"
    text += "---\n\n    code\n\nHead\n===\n[^1]: note\n    more\n"
    assert kinds(text) == [
        (BlockKind.TEXT, "# Title"),
        (BlockKind.TEXT, "text"),
        (BlockKind.TEXT, "> quote\nlazy"),
        (BlockKind.TEXT, "- one"),
        (BlockKind.TEXT, "- two\n  more"),
        (BlockKind.CODE, "x"),
        (BlockKind.TABLE, "| 1 |"),
        (BlockKind.FORMULA, "$$\nx\n$$"),
        (BlockKind.TEXT, "---"),
        (BlockKind.TEXT, "    code"),
        (BlockKind.TEXT, "Head\n==="),
        (BlockKind.TEXT, "[^1]: note\n    more"),
    ]


def test_items_keep_their_numbers() -> None:
    blocks = split_blocks("3. a\n3. b\n\n3. c\n1) d\n- e\n\ntext\n\n7. f\n")
    assert [block.number for block in blocks] == [3, 4, 5, 1, None, None, 7]
    assert [block.after_blank for block in blocks[:4]] == [True, False, True, False]


def test_items_after_a_lazy_line_keep_their_numbers() -> None:
    assert [block.number for block in split_blocks("1. a\nlazy\n2. b\n\n3. c\n")] == [1, 3]


def test_an_open_fence_is_not_closed() -> None:
    (block,) = split_blocks("```python\nx = 1\n")
    assert (block.kind, block.source, block.info, block.is_closed) == (BlockKind.CODE, "x = 1", "python", False)
    (block,) = split_blocks("$$\nx\n")
    assert (block.kind, block.is_closed) == (BlockKind.FORMULA, False)


def test_a_formula_is_given_up_at_a_blank_line_or_when_it_is_too_long() -> None:
    assert kinds("$$ is money\n\nmore") == [(BlockKind.TEXT, "$$ is money"), (BlockKind.TEXT, "more")]
    assert split_blocks("$$\n" + "x\n" * PART_LETTERS)[0].kind is BlockKind.TEXT
    assert kinds("$$ a $$ b") == [(BlockKind.TEXT, "$$ a $$ b")]
    assert kinds("\\[ a \\]") == [(BlockKind.FORMULA, "\\[ a \\]")]


def test_code_loses_the_indentation_of_its_fence() -> None:
    assert kinds("  ```\n  a\n    b\n c\n  ```") == [(BlockKind.CODE, "a\n  b\nc")]
    assert kinds("```\n~~~\n```` \nx") == [(BlockKind.CODE, "~~~"), (BlockKind.TEXT, "x")]


def test_long_code_comes_in_parts() -> None:
    lines = [f"line {number}" for number in range(2 * CODE_LINES + 5)]
    blocks = split_blocks("```\n" + "\n".join(lines) + "\n```\n")
    assert [(block.begins, block.ends) for block in blocks] == [(True, False), (False, False), (False, True)]
    assert "\n".join(block.source for block in blocks).split("\n") == lines


def test_a_long_table_comes_in_parts_that_know_their_head() -> None:
    rows = [f"| {number} | x |" for number in range(TABLE_ROWS + 3)]
    first, second = split_blocks("| a | b |\n|---|---|\n" + "\n".join(rows))
    assert first.head == second.head == "| a | b |\n|---|---|"
    assert (first.source + "\n" + second.source).split("\n") == rows


def test_one_long_line_comes_in_parts_without_loss() -> None:
    for text in ("word " * 5000, "x" * 20_000, "👩‍👧" * 6000, "- " + "item " * 3000):
        blocks = split_blocks(text)
        assert all(len(block.source) <= PART_LETTERS for block in blocks)
        assert "".join(block.source for block in blocks) == text.strip() or len(blocks) > 3
        assert [block.joined for block in blocks] == [False] + [True] * (len(blocks) - 1)
        assert "".join(text[one.start : one.end] for one in blocks) == text


def test_a_long_line_is_not_cut_inside_a_letter() -> None:
    text = "e\u0301" * 4000
    assert all(not block.source.startswith("\u0301") for block in split_blocks(text))


def test_a_long_line_of_code_comes_in_parts() -> None:
    blocks = split_blocks("```\n" + "x" * 9000 + "\nend\n```")
    assert [block.joined for block in blocks] == [False, True, True]
    assert "".join(block.source for block in blocks) == "x" * 9000 + "\nend"


def test_large_containers_are_cut_at_a_line() -> None:
    quote = "\n".join(f"> line {number} {'x' * 80}" for number in range(1000))
    assert 1 < len(split_blocks(quote)) < 10
    item = "- first\n" + "\n".join(f"  line {number} {'x' * 80}" for number in range(1000))
    first, second, *_rest = split_blocks(item)
    assert len(first.source) >= CONTAINER_LETTERS
    assert second.in_item
    assert second.source.startswith("line")
    paragraph = "\n".join("x" * 80 for _ in range(200))
    assert [block.kind for block in split_blocks(paragraph)][1] is BlockKind.INLINE


def test_thinking_is_told_apart() -> None:
    blocks = split_blocks("\n<think>\nHm, let me\n\nthink.</think>\n\nAnswer")
    assert [(block.source, block.is_thinking) for block in blocks] == [
        ("Hm, let me", True),
        ("think.", True),
        ("Answer", False),
    ]


def test_thinking_may_have_no_end_yet() -> None:
    splitter = BlockSplitter()
    splitter.feed("<thi")
    assert splitter.tail() == []
    splitter.feed("nk>so")
    assert splitter.tail()[0].is_thinking
    assert splitter.is_thinking
    splitter.feed("</think>\n")
    splitter.tail()
    assert not splitter.is_thinking


def test_the_mark_of_thinking_in_the_middle_is_text() -> None:
    assert kinds("a <think> b") == [(BlockKind.TEXT, "a <think> b")]
    assert not any(block.is_thinking for block in split_blocks("a\n<think>\nb"))


def test_a_table_may_follow_a_line_of_text() -> None:
    text, table = split_blocks("text\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert (text.source, table.kind, table.after_blank) == ("text", BlockKind.TABLE, False)


@pytest.mark.parametrize("text", ["| a | b |\n|---|", "a\n---|---", "| a |\n|---|\n    code"])
def test_what_only_looks_like_a_table(text: str) -> None:
    assert all(block.kind is not BlockKind.TABLE or block.source == "" for block in split_blocks(text))


def test_empty_texts_have_no_blocks() -> None:
    assert split_blocks("") == split_blocks(" \n\t\n") == []
    assert split_blocks("```")[0] == Block(BlockKind.CODE, "", 0, 3, is_closed=False)
