"""Writes the table of parameters into the README:  python -m tests.readme."""

from __future__ import annotations

from pathlib import Path

from h2o_desktop.core.parameters import PARAMETERS, ParameterKind, ParameterSpec

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN = "<!-- parameters: written by `python -m tests.readme` -->\n"
END = "<!-- end of parameters -->"


def number(value: float, spec: ParameterSpec) -> str:
    return f"{value:.{spec.decimals}f}" if spec.decimals else f"{value:,.0f}"


def row(spec: ParameterSpec) -> str:
    """One parameter as a row of the table."""
    extent = "text"
    if spec.kind is ParameterKind.SWITCH:
        extent = "on or off"
    elif spec.kind in {ParameterKind.NUMBER, ParameterKind.COUNT}:
        extent = f"{number(spec.lowest, spec)} to {number(spec.highest, spec)}"
    default = "not sent"
    if isinstance(spec.default, bool):
        default = "on" if spec.default else "off"
    elif isinstance(spec.default, int | float):
        default = number(spec.default, spec)
    return f"| {spec.label} | `{spec.key}` | {extent} | {default} | {spec.help} |"


def with_table(text: str) -> str:
    """The README with the table as it should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = ["| | key | range | default | what it does |", "| --- | --- | --- | --- | --- |", *map(row, PARAMETERS)]
    return f"{before}{BEGIN}\n" + "\n".join(table) + f"\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
