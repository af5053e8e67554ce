"""What all messages of a view are laid out with: type, colours of code, drawings of formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtGui import QImage

from h2o_desktop.core.markdown_blocks import Block
from h2o_desktop.ui.chat_view.formulas import Formula, FormulaShop
from h2o_desktop.ui.chat_view.highlighting import Highlighter
from h2o_desktop.ui.chat_view.rich_text import FORMULA_LETTER, Piece, PieceKind, RichText, Style, cut_units
from h2o_desktop.ui.chat_view.typography import Typography


class FormulaSource(Protocol):
    """Where drawings of formulas come from."""

    def formula(self, latex: str, *, is_displayed: bool) -> Formula | None:
        """The drawing of a formula; None while it is not there, and when the LaTeX is wrong."""


class Tools(Protocol):
    """What the layout of a block needs."""

    @property
    def typography(self) -> Typography:
        """Fonts, colours and distances."""

    @property
    def formulas(self) -> FormulaSource:
        """Drawings of formulas."""

    @property
    def images(self) -> Mapping[str, QImage]:
        """The images that may be shown, by their addresses."""


@dataclass(slots=True)
class Workshop:
    """The tools of a view. `images` are those that the person asked for, by their addresses."""

    typography: Typography
    highlighter: Highlighter
    formulas: FormulaShop
    images: dict[str, QImage] = field(default_factory=dict)


def with_formulas(pieces: list[Piece], shop: FormulaSource) -> list[Piece]:
    """The pieces, with the source in the place of formulas that are not drawn yet or cannot be."""
    for piece in pieces:
        if piece.kind is PieceKind.FORMULA:
            _settle_displayed(piece, shop)
            continue
        if any(run.style & Style.FORMULA for text in piece.texts for run in text.runs):
            for cell in piece.cells:
                cell.text = _settled(cell.text, shop)
            piece.text = _settled(piece.text, shop)
    return pieces


def _settle_displayed(piece: Piece, shop: FormulaSource) -> None:
    source = piece.text.text
    piece.text = RichText()
    if shop.formula(piece.info, is_displayed=True) is None:
        piece.kind = PieceKind.PARAGRAPH
        piece.text.add(source, Style.CODE)
    else:
        piece.text.add(FORMULA_LETTER, Style.FORMULA, piece.info)


def _settled(text: RichText, shop: FormulaSource) -> RichText:
    settled = RichText()
    place = 0
    for run in text.runs:
        settled.add(cut_units(text.text, place, run.start))
        place = run.start + run.length
        if run.style & Style.FORMULA and shop.formula(run.target, is_displayed=False) is None:
            settled.add(f"${run.target}$", Style.CODE)
        else:
            settled.add(cut_units(text.text, run.start, place), run.style, run.target)
    settled.add(cut_units(text.text, place, text.units))
    return settled


def may_have_formula(block: Block) -> bool:
    """Whether a block may have formulas in it."""
    source = block.head + block.source
    return "$" in source or "\\(" in source or "\\[" in source
