"""The colours of all code in one message."""

from __future__ import annotations

from collections.abc import Sequence

from h2o_desktop.core.markdown_blocks import BlockKind
from h2o_desktop.ui.chat_view.highlighting import CodeColours, Highlighter
from h2o_desktop.ui.chat_view.lexing import Span
from h2o_desktop.ui.chat_view.message_text import MessageText
from h2o_desktop.ui.chat_view.rich_text import Piece, PieceKind

MOST_NESTED_LETTERS = 6000


class Colouring:
    """Remembers what is known of the colours of each piece of code, by the block in which it begins."""

    def __init__(self, highlighter: Highlighter) -> None:
        self._highlighter = highlighter
        self._wholes: dict[int, CodeColours] = {}

    def clear(self) -> None:
        """The blocks are other ones."""
        self._wholes.clear()

    def has(self, whole: int, colours: CodeColours) -> bool:
        """Whether these are the colours of that piece of code."""
        return self._wholes.get(whole) is colours

    def spans(self, text: MessageText, index: int, pieces: Sequence[Piece]) -> list[list[Span]]:
        """The coloured stretches of each piece of a block, as far as they are known."""
        block = text.blocks[index]
        if block.kind is BlockKind.CODE:
            return [self._spans_of_part(text, index)]
        return [self._spans_of_piece(piece) if piece.kind is PieceKind.CODE else [] for piece in pieces]

    def _spans_of_part(self, text: MessageText, index: int) -> list[Span]:
        whole = text.whole_of(index)
        language = language_of(text.blocks[whole].info)
        if not language:
            return []
        colours = self._wholes.get(whole)
        if colours is None or colours.language != language:
            colours = self._wholes[whole] = CodeColours(language)
        last = text.blocks[text.parts_of(whole)[-1]]
        if text.is_growing and not last.is_closed:
            self._highlighter.grow(colours, text.code_parts(whole, colours.part))
        else:
            self._highlighter.finish(colours, text.code_parts(whole))
        return colours.in_units(index - whole, text.blocks[index].source)

    def _spans_of_piece(self, piece: Piece) -> list[Span]:
        """Code inside a list item or a quote: lexed anew each time, when it is not long."""
        language, code = language_of(piece.info), piece.text.text
        if not language or len(code) > MOST_NESTED_LETTERS:
            return []
        colours = CodeColours(language)
        self._highlighter.lex_at_once(colours, code)
        return colours.in_units(0, code)


def language_of(info: str) -> str:
    """The language that stands beside an opening fence."""
    words = info.replace("{", " ").replace("}", " ").replace(",", " ").split()
    return words[0].lstrip(".").lower() if words else ""
