"""A sweep as Markdown: the set-up, a table of the measures, and every answer."""

from __future__ import annotations

from collections.abc import Iterator

from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.sweep_report import CellReport, reports_of
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.sweep_facts import (
    MEASURES,
    cell_title,
    facts_of,
    shares_of,
    state_of,
    title_of,
    value_title,
)

_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>|#"})


def sweep_to_markdown(sweep: Sweep, server: str) -> str:
    """The document. Answers stand as quotations, so that headings in them do not mix with those around them."""
    plan, reports = sweep.plan, reports_of(sweep)
    lines = [f"# {title_of(plan)}", "", *_quoted(plan.prompt.content), ""]
    lines += [f"- {name}: {_plain(text)}" for name, text in facts_of(sweep, server).items()]
    lines += ["", *_table(sweep, reports), ""]
    lines += [f"- *{name}*: {explained}" for name, explained in MEASURES]
    for place, report in enumerate(reports):
        lines += ["", f"## {_plain(cell_title(plan, place))}", "", *_cell(report)]
    return well_formed("\n".join(lines).rstrip() + "\n")


def _table(sweep: Sweep, reports: tuple[CellReport, ...]) -> Iterator[str]:
    plan = sweep.plan
    columns = [value_title(plan.columns.key, value) for value in plan.columns.values]
    yield _row("", *map(_plain, columns))
    yield _row("---", *["---"] * len(columns))
    width = len(columns)
    for number, value in enumerate(plan.rows.values):
        cells = reports[number * width : (number + 1) * width]
        yield _row(_plain(value_title(plan.rows.key, value)), *map(_in_table, cells))


def _in_table(report: CellReport) -> str:
    figures = [f"{name} {figure}" for name, _share, figure in shares_of(report)]
    state = state_of(report.answer)
    return "<br>".join(filter(None, (_plain(state), *figures)))


def _cell(report: CellReport) -> Iterator[str]:
    state = state_of(report.answer)
    if state:
        yield f"*{_plain(state)}*"
        yield ""
    if report.answer is not None:
        yield from _quoted(report.answer.content)
        if report.answer.seed is not None:
            tokens = report.answer.usage.completion_tokens
            yield ""
            yield f"Seed {report.answer.seed}" + ("" if tokens is None else f", {tokens} tokens")


def _quoted(text: str) -> Iterator[str]:
    for line in text.strip().splitlines() or ("",):
        yield f"> {line}".rstrip()


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text in one line in which nothing means anything to Markdown."""
    return " ".join(text.split()).translate(_SPECIAL)
