"""The colours of the window, light and dark, and how far two of them stand apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours, each as `#rrggbb`.

    `background` lies behind the conversation, `pane` behind the side panes and the top bar, `card` behind fields and
    buttons. `line` is for borders and grooves, `outline` for borders that alone show where a control is. `accent` fills
    (with `on_accent` on top), `accent_text` writes. `cut` is where the model begins to read, and errors; `good` marks
    what is ready.
    """

    background: str
    pane: str
    card: str
    line: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_text: str
    accent_background: str
    accent_line: str
    user_message: str
    code: str
    cut: str
    good: str


LIGHT = Colours(
    background="#f6f7f9",
    pane="#fbfbfc",
    card="#ffffff",
    line="#e2e5ea",
    outline="#838c9b",
    text="#1b1f24",
    muted="#626c7b",
    disabled="#99a1ad",
    accent="#b8860b",
    on_accent="#1b1f24",
    accent_text="#7d5a00",
    accent_background="#fff6da",
    accent_line="#e9c75a",
    user_message="#eef1f6",
    code="#f4f5f7",
    cut="#b3541e",
    good="#23804a",
)

DARK = Colours(
    background="#16181c",
    pane="#1b1e23",
    card="#202429",
    line="#2e333b",
    outline="#757f8d",
    text="#e6e8eb",
    muted="#98a2b0",
    disabled="#666f7b",
    accent="#f2c744",
    on_accent="#1b1f24",
    accent_text="#f2c744",
    accent_background="#3a3217",
    accent_line="#7d6620",
    user_message="#272c33",
    code="#1a1d22",
    cut="#e0895a",
    good="#6cc28c",
)


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21; the formula is that of WCAG 2.2 (relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
