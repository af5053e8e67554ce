"""The Markdown of answers as HTML that is safe to show: no foreign HTML, no scripts, and nothing that is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from h2o_desktop.core.markdown_blocks import BlockKind, normalised, split_blocks
from h2o_desktop.formats.mathml import mathml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ADDRESS = re.compile(r"https?://[^\s<>\"`]+[^\s<>\"`.,;:!?'*_~)\]]")
_LONGEST_CODE = 100_000  # letters; longer code is shown without colours


def renderer_with(code: Callable[[str, str], str]) -> MarkdownIt:
    """A renderer; `code` makes HTML of a code block and its language."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin
    from mdit_py_plugins.texmath import texmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.use(texmath_plugin, "brackets")
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True, allow_labels=False)
    markdown.use(footnote_plugin)
    markdown.use(tasklists_plugin)
    markdown.core.ruler.push("addresses", _link_addresses)
    markdown.add_render_rule("image", _image)
    for kind in ("math_inline", "math_inline_double", "math_block"):
        markdown.add_render_rule(kind, _formula)

    def fence(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
        words = tokens[index].info.split()
        return code(tokens[index].content, words[0] if words else "")

    markdown.add_render_rule("fence", fence)
    markdown.add_render_rule("code_block", fence)
    return markdown


def with_thoughts(content: str) -> tuple[str, str]:
    """What a model thought before it answered, and the answer."""
    thoughts = [block for block in split_blocks(content) if block.is_thinking]
    if not thoughts:
        return "", content
    text = normalised(content)
    rest = text[thoughts[-1].end :].lstrip()
    return text[thoughts[0].start : thoughts[-1].end], rest.removeprefix("</think>").lstrip("\n")


def typed_parts(content: str) -> Iterator[tuple[bool, str, str]]:
    """The parts of a prompt: whether each is code, its text, and the language of code."""
    text = normalised(content)
    place = 0
    code: list[str] = []
    language = ""
    for block in split_blocks(content):
        if block.kind is not BlockKind.CODE:
            continue
        if block.begins:
            if text[place : block.start].strip():
                yield False, text[place : block.start].strip("\n"), ""
            code, language = [], (block.info.split() or [""])[0]
        code.append(block.source)
        place = block.end
        if block.ends:
            yield True, "\n".join(code), language
    if text[place:].strip():
        yield False, text[place:].strip("\n"), ""


def highlighted(code: str, language: str, **options: Any) -> str:  # noqa: ANN401 - options of Pygments
    """Code with its colours, as far as its language is known; `options` are those of Pygments' HTML."""
    if not language or len(code) > _LONGEST_CODE:
        return escape(code)
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(code)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, **options)))


def _formula(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _environment: object) -> str:
    token = tokens[index]
    drawn = mathml(token.content.strip(), is_displayed=token.type != "math_inline")
    return f"<p>{drawn}</p>\n" if token.type == "math_block" else drawn


def _image(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _environment: object) -> str:
    """A link in the place of a picture: to show it would tell its server who reads this."""
    address = str(tokens[index].attrs.get("src", ""))
    return f'<a href="{escape(address)}">{escape(tokens[index].content or address)}</a>'


def _link_addresses(state: StateCore) -> None:
    """Addresses that stand bare in the text become links."""
    for block in state.tokens:
        if block.type == "inline" and block.children and "://" in block.content:
            block.children = _with_links(block.children)


def _with_links(tokens: Sequence[Token]) -> list[Token]:
    result: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and not depth:
            result += _split(token)
        else:
            result.append(token)
    return result


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    place = 0
    for match in _ADDRESS.finditer(token.content):
        parts.append(_text(token, token.content[place : match.start()]))
        opening = token.copy(type="link_open", tag="a", nesting=1, attrs={"href": match.group()}, content="")
        closing = token.copy(type="link_close", tag="a", nesting=-1, content="")
        parts += [opening, _text(token, match.group()), closing]
        place = match.end()
    return [*parts, _text(token, token.content[place:])]


def _text(token: Token, content: str) -> Token:
    return token.copy(content=content)
