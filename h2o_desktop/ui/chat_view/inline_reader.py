"""Inline Markdown to text with styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from h2o_desktop.ui.chat_view.rich_text import FORMULA_LETTER, RichText, Style

if TYPE_CHECKING:
    from markdown_it.token import Token

_ADDRESS = re.compile(r"https?://[^\s<>\"`]+[^\s<>\"`.,;:!?'*_~]")
_STYLES = {"strong": Style.BOLD, "em": Style.ITALIC, "s": Style.STRIKE}


def rich_text_of(tokens: Sequence[Token], base: int = Style.PLAIN) -> RichText:
    """The text of the children of an inline token."""
    text = RichText()
    styles: list[int] = []
    target = ""
    style = base
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            styles.append(style)
            style |= Style.LINK if name == "link" else _STYLES.get(name, Style.PLAIN)
            target = str(token.attrGet("href") or "") if name == "link" else target
        elif token.nesting == -1:
            style = styles.pop()
            target = "" if name == "link" else target
        else:
            _add_leaf(text, token, style, target)
    return text


def plain_text_of(source: str) -> RichText:
    """A text in which nothing has a meaning but addresses."""
    text = RichText()
    _add_text(text, source, Style.PLAIN, "")
    return text


def _add_leaf(text: RichText, token: Token, style: int, target: str) -> None:
    match token.type:
        case "code_inline":
            text.add(token.content, style | Style.CODE, target)
        case "softbreak":
            text.add(" ", style, target)
        case "hardbreak":
            text.add("\n", style, target)
        case "image":
            address = str(token.attrGet("src") or "")
            text.add(image_words(token.content, address), style | Style.IMAGE, address)
        case "formula":
            text.add(FORMULA_LETTER, style | Style.FORMULA, token.content)
        case "footnote":
            text.add(token.content, style | Style.RAISED)
        case _:
            _add_text(text, token.content, style, target)


def _add_text(text: RichText, source: str, style: int, target: str) -> None:
    """Text; addresses that stand bare in it become links."""
    place = 0
    if not target and "://" in source:
        for match in _ADDRESS.finditer(source):
            address = _balanced(match.group())
            text.add(source[place : match.start()], style)
            text.add(address, style | Style.LINK, address)
            place = match.start() + len(address)
    text.add(source[place:], style, target)


def _balanced(address: str) -> str:
    """An address without closing brackets that belong to the sentence around it."""
    for opening, closing in ("()", "[]"):
        while address.endswith(closing) and address.count(closing) > address.count(opening):
            address = address[:-1]
    return address


def image_words(alternative: str, address: str) -> str:
    """What stands for an image that was not fetched."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    name = alternative or QCoreApplication.translate("ChatView", "Image")
    if not host:
        return QCoreApplication.translate("ChatView", "[{name}]").format(name=name)
    return QCoreApplication.translate("ChatView", "[{name} · from {host}]").format(name=name, host=host)
