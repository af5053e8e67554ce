"""The colours of the code in a message, all at once."""

from __future__ import annotations

from collections.abc import Sequence

from h2o_desktop.core.markdown_blocks import BlockKind
from h2o_desktop.ui.chat_view.code_colouring import language_of
from h2o_desktop.ui.chat_view.highlighting import MOST_LETTERS, CodeColours, divided
from h2o_desktop.ui.chat_view.lexing import Span, load_lexer, spans_of
from h2o_desktop.ui.chat_view.message_text import MessageText
from h2o_desktop.ui.chat_view.rich_text import Piece, PieceKind


class CodeColouring:
    """Lexes each piece of code of a message once, when its first part is asked for."""

    def __init__(self, text: MessageText) -> None:
        self._text = text
        self._wholes: dict[int, CodeColours] = {}

    def spans(self, index: int, pieces: Sequence[Piece]) -> list[list[Span]]:
        """The coloured stretches of each piece of a block."""
        block = self._text.blocks[index]
        if block.kind is not BlockKind.CODE:
            return [_colours_of_piece(piece) for piece in pieces]
        whole = self._text.whole_of(index)
        if whole not in self._wholes:
            info = self._text.blocks[whole].info
            self._wholes[whole] = _coloured(language_of(info), self._text.code_parts(whole))
        return [self._wholes[whole].in_units(index - whole, block.source)]


def _colours_of_piece(piece: Piece) -> list[Span]:
    if piece.kind is not PieceKind.CODE:
        return []
    code = piece.text.text
    return _coloured(language_of(piece.info), [code]).in_units(0, code)


def _coloured(language: str, parts: list[str]) -> CodeColours:
    colours = CodeColours(language)
    lexer = load_lexer(language) if language and sum(map(len, parts)) <= MOST_LETTERS else None
    if lexer is not None:
        spans = [span for span, _place in spans_of(lexer, "".join(parts) + "\n")]
        colours.spans = divided(spans, parts)
    return colours
