"""Blocks of Markdown to the pieces that are laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from h2o_desktop.core.markdown_blocks import Block, BlockKind
from h2o_desktop.ui.chat_view.inline_reader import plain_text_of, rich_text_of
from h2o_desktop.ui.chat_view.markdown_parser import markdown_parser
from h2o_desktop.ui.chat_view.rich_text import Cell, Container, Piece, PieceKind, RichText, Style

if TYPE_CHECKING:
    from markdown_it.token import Token

BETWEEN, TIGHT, ABOVE_HEADING, JOINED = 0.55, 0.2, 0.95, 0.0
DEEPEST_INDENT = 8
BULLETS = ("•", "◦", "▪")
OPEN_TASK, DONE_TASK = "☐", "☑"
_MEANING = re.compile(r"[*_`\\\[<>&~$|]|://|!\[|  \n|\t")
_BLOCK_MEANING = re.compile(r"(?:^|\n)(?:[ \t]*(?:[-+*=#>`~|\[_]|\d+[.)]|:-)| {0,3}\t| {4})|  \n|\t[ \t]*\n|\\[ \t]*\n")
_SHORT = re.compile(r" {0,3}(?:(#{1,6})|([-+*])|(\d{1,9})[.)]) {1,4}(\S[^\n]*)")
_CLOSING_MARKS = re.compile(r"[ \t]+#+[ \t]*$|[ \t]+$")
_TASK = re.compile(r"\[([ xX])\]\s+")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*")
_ALIGN = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}


@dataclass(slots=True)
class References:
    """What blocks of a message say about other blocks: targets of links, and the labels of footnotes."""

    links: dict[str, Any] = field(default_factory=dict)
    footnotes: set[str] = field(default_factory=set)

    def learn(self, block: Block) -> bool:
        """Take over what a block defines; tells whether it defines anything new."""
        if block.kind is not BlockKind.TEXT or "]:" not in block.source:
            return False
        known = len(self.links) + len(self.footnotes)
        footnote = _FOOTNOTE.match(block.source)
        if footnote is not None:
            self.footnotes.add(footnote.group(1))
        elif block.source.lstrip().startswith("["):
            env: dict[str, Any] = {"references": self.links}
            markdown_parser().parse(block.source, env)
        return len(self.links) + len(self.footnotes) > known

    @property
    def env(self) -> dict[str, Any]:
        """What the parser is given; a copy, since it adds what it reads, and what a tail defines may yet change."""
        return {"references": dict(self.links), "footnotes": self.footnotes}


def read_block(block: Block, references: References) -> list[Piece]:
    """The pieces of a block. Code and formulas become one piece each."""
    match block.kind:
        case BlockKind.CODE:
            pieces = [Piece(PieceKind.CODE, RichText(), info=block.info)]
            pieces[0].text.add(block.source)
        case BlockKind.FORMULA:
            pieces = [_formula(block)]
        case BlockKind.TABLE:
            pieces = _read("\n".join(filter(None, (block.head, block.source))), references)
            if not block.begins:
                pieces = [piece for piece in pieces if piece.kind is not PieceKind.ROW or not piece.level]
        case BlockKind.INLINE:
            pieces = [Piece(PieceKind.PARAGRAPH, rich_text_of(_inline(block.source, references)))]
        case _:
            pieces = _read_text(block, references)
    if pieces:
        pieces[0].gap = _gap_above(block, pieces[0])
    return pieces


def read_plainly(block: Block) -> list[Piece]:
    """The pieces of a block of a prompt: what a person typed is shown as it was typed, but code as code."""
    if block.kind is BlockKind.CODE:
        return read_block(block, References())
    source = "\n".join(filter(None, (block.head, block.source)))
    gap = BETWEEN if block.after_blank and not block.joined and block.begins else JOINED
    return [Piece(PieceKind.PARAGRAPH, plain_text_of(source), gap=gap)]


def _gap_above(block: Block, first: Piece) -> float:
    if block.joined or not block.begins:
        return JOINED
    if first.kind is PieceKind.HEADING:
        return ABOVE_HEADING
    if not block.after_blank and Container.LIST in first.containers:
        return TIGHT
    return BETWEEN


def _formula(block: Block) -> Piece:
    source = block.source.strip()
    mark = "$$" if source.startswith("$$") else "\\["
    piece = Piece(PieceKind.FORMULA if block.is_closed else PieceKind.PARAGRAPH)
    if block.is_closed:
        piece.info = source[len(mark) : -len(mark)].strip()
    piece.text.add(source)
    return piece


def _read_text(block: Block, references: References) -> list[Piece]:
    footnote = _FOOTNOTE.match(block.source)
    if footnote is not None:
        return _read_footnote(block, footnote, references)
    quick = read_quickly(block, references)
    if quick is not None:
        return quick
    return read_at_length(block, references)


def read_at_length(block: Block, references: References) -> list[Piece]:
    """The pieces of any Markdown but footnotes."""
    number = {} if block.number is None else {0: block.number}
    pieces = _read(block.source, references, number)
    if block.in_item:
        for piece in pieces:
            piece.containers = (Container.LIST, *piece.containers)
    return pieces


def read_quickly(block: Block, references: References) -> list[Piece] | None:
    """The pieces of a plain paragraph, of a heading and of an item of one line; None for all others.

    These are most blocks of most answers, and the short way takes a third of the time.
    """
    source = block.source
    if block.in_item:
        return None
    match = _SHORT.fullmatch(source)
    if match is not None:
        marks, bullet, number, text = match.groups()
        text = text.rstrip(" \t")
        if _BLOCK_MEANING.match(text):
            return None
        if marks:
            text = _CLOSING_MARKS.sub("", text)
            return [Piece(PieceKind.HEADING, _text_of(text, references), level=len(marks))] if text.strip() else None
        if _TASK.match(text):
            return None
        marker = BULLETS[0] if bullet else f"{number if block.number is None else block.number}."
        return [Piece(PieceKind.PARAGRAPH, _text_of(text, references), (Container.LIST,), marker)]
    if _BLOCK_MEANING.search(source):
        return None
    return [
        Piece(PieceKind.PARAGRAPH, _text_of("\n".join(line.strip(" \t") for line in source.split("\n")), references))
    ]


def _text_of(source: str, references: References) -> RichText:
    if _MEANING.search(source):
        return rich_text_of(_inline(source, references))
    return plain_text_of(source.replace("\n", " ").strip())


def _read_footnote(block: Block, footnote: re.Match[str], references: References) -> list[Piece]:
    lines = [line.removeprefix("    ") for line in block.source[footnote.end() :].split("\n")]
    pieces = _read("\n".join(lines), references)
    for piece in pieces:
        piece.containers = (Container.LIST, *piece.containers)
    if pieces:
        pieces[0].marker = footnote.group(1)
    return pieces


def _inline(source: str, references: References) -> Sequence[Token]:
    tokens = markdown_parser().parseInline(source, references.env)
    return tokens[0].children or () if tokens else ()


def _read(source: str, references: References, numbers: Mapping[int, int] | None = None) -> list[Piece]:
    return _Reader(dict(numbers or {})).read(markdown_parser().parse(source, references.env))


class _Reader:
    """Walks over the tokens of a block once."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self._pieces: list[Piece] = []
        self._containers: list[Container] = []
        self._lists: list[int | None] = []
        self._numbers = numbers
        self._marker = ""
        self._level = 0
        self._align = ""
        self._in_header = False

    def read(self, tokens: Sequence[Token]) -> list[Piece]:
        for token in tokens:
            getattr(self, f"_on_{token.type}", self._on_other)(token)
        return self._pieces

    def _on_other(self, token: Token) -> None:
        """Tokens that change nothing here."""

    def _on_blockquote_open(self, token: Token) -> None:
        self._containers.append(Container.QUOTE)

    def _on_blockquote_close(self, token: Token) -> None:
        self._containers.pop()

    def _on_bullet_list_open(self, token: Token) -> None:
        self._lists.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        first = int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0
        self._lists.append(self._numbers.pop(0, first) if len(self._lists) == 0 else first)

    def _on_bullet_list_close(self, token: Token) -> None:
        self._lists.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> None:
        number = self._lists[-1]
        self._containers.append(Container.LIST)
        if number is None:
            depth = sum(1 for other in self._lists if other is None) - 1
            self._marker = BULLETS[min(depth, len(BULLETS) - 1)]
        else:
            self._marker = f"{number}."
            self._lists[-1] = number + 1

    def _on_list_item_close(self, token: Token) -> None:
        if self._marker:
            self._add(Piece(PieceKind.PARAGRAPH))
        self._containers.pop()

    def _on_paragraph_open(self, token: Token) -> None:
        self._level = 0
        self._is_tight = token.hidden

    def _on_heading_open(self, token: Token) -> None:
        self._level = int(token.tag[1])

    def _on_heading_close(self, token: Token) -> None:
        self._level = 0

    def _on_inline(self, token: Token) -> None:
        children = list(token.children or ())
        if self._lists and self._marker and not self._in_row and token.content.startswith("["):  # not an escaped one
            children = self._with_task(children)
        text = rich_text_of(children, Style.BOLD if self._in_header else Style.PLAIN)
        if self._in_row:
            self._pieces[-1].cells.append(Cell(text, self._align))
        else:
            kind = PieceKind.HEADING if self._level else PieceKind.PARAGRAPH
            self._add(Piece(kind, text, level=self._level, gap=TIGHT if self._is_tight else BETWEEN))

    def _with_task(self, children: list[Token]) -> list[Token]:
        match = _TASK.match(children[0].content) if children and children[0].type == "text" else None
        if match is not None:
            self._marker = OPEN_TASK if match.group(1) == " " else DONE_TASK
            children[0].content = children[0].content[match.end() :]
        return children

    def _on_fence(self, token: Token) -> None:
        piece = Piece(PieceKind.CODE, info=token.info.strip(), gap=BETWEEN)
        piece.text.add(token.content.removesuffix("\n"))
        self._add(piece)

    _on_code_block = _on_fence

    def _on_hr(self, token: Token) -> None:
        self._add(Piece(PieceKind.RULE, gap=BETWEEN))

    def _on_thead_open(self, token: Token) -> None:
        self._in_header = True

    def _on_thead_close(self, token: Token) -> None:
        self._in_header = False

    def _on_tr_open(self, token: Token) -> None:
        self._in_row = True
        self._add(Piece(PieceKind.ROW, level=1 if self._in_header else 0))

    def _on_tr_close(self, token: Token) -> None:
        self._in_row = False

    def _on_th_open(self, token: Token) -> None:
        self._align = _ALIGN.get(str(token.attrGet("style")), "")

    _on_td_open = _on_th_open

    def _add(self, piece: Piece) -> None:
        piece.containers = tuple(self._containers[:DEEPEST_INDENT])
        piece.marker, self._marker = self._marker, ""
        if piece.kind is PieceKind.HEADING and self._pieces:
            piece.gap = ABOVE_HEADING
        self._pieces.append(piece)

    _in_row = False
    _is_tight = False
