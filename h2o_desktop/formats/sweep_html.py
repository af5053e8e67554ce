"""A sweep as one HTML file: light and dark, the measures as drawings, no scripts, and nothing that is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.sweep_report import CellReport, reports_of
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.html import HEAD, markdown_renderer
from h2o_desktop.formats.html_style import STYLE
from h2o_desktop.formats.sweep_facts import (
    MEASURES,
    cell_title,
    facts_of,
    shares_of,
    state_of,
    title_of,
    value_title,
)

_BAR_WIDTH = 100
_BAR_HEIGHT = 8
_SWEEP_STYLE = """main { max-width: none; }
:root { --bar: #b8860b; }
@media (prefers-color-scheme: dark) { :root { --bar: #f2c744; } }
.prompt, .facts, .legend { max-width: 760px; }
.prompt { white-space: pre-wrap; overflow-wrap: anywhere; padding: 12px 16px; border-radius: 8px;
 background: var(--user); }
.facts { border-collapse: collapse; font-size: 13px; color: var(--muted); }
.facts th { padding-right: 12px; font-weight: normal; text-align: start; vertical-align: top; }
.facts td { overflow-wrap: anywhere; white-space: pre-wrap; }
.grid { overflow-x: auto; }
.grid table { display: table; width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 8px; }
.grid th { border: none; padding: 4px 8px; font-size: 13px; text-align: start; vertical-align: top; }
.grid thead th:first-child, .grid tbody th { width: 9em; }
.grid td { min-width: 220px; padding: 10px 12px; vertical-align: top; border: 1px solid var(--line);
 border-radius: 8px; background: var(--card); overflow-wrap: anywhere; }
.grid td pre { max-width: 100%; }
.grid .note { margin: 0; }
.answer { max-height: 22em; overflow-y: auto; margin: 6px 0 10px; }
.answer > :first-child { margin-top: 0; } .answer > :last-child { margin-bottom: 0; }
.bars { width: 100%; margin: 0; font-size: 12px; color: var(--muted); border-collapse: collapse; }
.grid .bars { display: table; border-spacing: 0; }
.bars th, .grid .bars th { width: 6em; padding: 0; font-weight: normal; font-size: 12px; }
.grid .bars th, .grid .bars td { vertical-align: middle; }
.bars td, .grid .bars td { min-width: 0; padding: 0 0 0 6px; border: none; background: none; border-radius: 0; }
.bars td:last-child { width: 6em; text-align: end; color: var(--text); font-variant-numeric: tabular-nums; }
.bars svg { display: block; width: 100%; height: 8px; }
.groove { fill: var(--line); } .bar { fill: var(--bar); }
.small { margin: 6px 0 0; font-size: 12px; color: var(--muted); }
.legend { font-size: 13px; color: var(--muted); }
@media print { .answer { max-height: none; } }
"""


def sweep_to_html(sweep: Sweep, server: str) -> str:
    """The document."""
    plan = sweep.plan
    title = title_of(plan)
    parts = [
        HEAD.format(title=escape(title), style=STYLE + _SWEEP_STYLE),
        f"<h1>{escape(title)}</h1>",
        f'<p class="prompt" dir="auto">{escape(plan.prompt.content.strip())}</p>',
        *_facts(sweep, server),
        '<div class="grid">',
        *_grid(sweep),
        "</div>",
        *_legend(),
        "</main></body></html>",
    ]
    return well_formed("\n".join(parts) + "\n")


def _facts(sweep: Sweep, server: str) -> Iterator[str]:
    yield '<table class="facts">'
    for name, text in facts_of(sweep, server).items():
        yield f"<tr><th scope=row>{escape(name)}</th><td>{escape(text)}</td></tr>"
    yield "</table>"


def _grid(sweep: Sweep) -> Iterator[str]:
    plan, reports = sweep.plan, reports_of(sweep)
    renderer = markdown_renderer()
    columns = "".join(
        f"<th scope=col>{escape(value_title(plan.columns.key, value))}</th>" for value in plan.columns.values
    )
    yield f"<table><thead><tr><th></th>{columns}</tr></thead><tbody>"
    width = len(plan.columns.values)
    for number, value in enumerate(plan.rows.values):
        yield f"<tr><th scope=row>{escape(value_title(plan.rows.key, value))}</th>"
        for place in range(number * width, (number + 1) * width):
            answer = reports[place].answer
            body = str(renderer.render(answer.content)) if answer is not None else ""
            label = escape(cell_title(plan, place), quote=True)
            yield f'<td aria-label="{label}">{_state(reports[place])}'
            yield f'<div class="answer" dir="auto" tabindex=0>{body}</div>' if body else ""
            yield f"{_bars(reports[place])}{_figures(reports[place])}</td>"
        yield "</tr>"
    yield "</tbody></table>"


def _state(report: CellReport) -> str:
    state = state_of(report.answer)
    if not state:
        return ""
    failed = " failure" if report.answer is not None and report.answer.status is Status.FAILED else ""
    return f'<p class="note{failed}">{escape(state)}</p>'


def _bars(report: CellReport) -> str:
    shares = shares_of(report)
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{_drawn(share)}</td><td>{escape(figure)}</td></tr>"
        for name, share, figure in shares
    )
    return f'<table class="bars">{rows}</table>' if rows else ""


def _drawn(share: float) -> str:
    """The bar alone; its figure stands beside it as text."""
    width = round(_BAR_WIDTH * min(1.0, max(0.0, share)), 1)
    return (
        f'<svg viewBox="0 0 {_BAR_WIDTH} {_BAR_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="groove" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}"/>'
        f'<rect class="bar" width="{width}" height="{_BAR_HEIGHT}"/></svg>'
    )


def _figures(report: CellReport) -> str:
    answer = report.answer
    if answer is None:
        return ""
    parts = [
        "" if answer.seed is None else f"seed {answer.seed}",
        "" if answer.usage.completion_tokens is None else f"{answer.usage.completion_tokens} tokens",
        "" if answer.timings.total_s is None else f"{answer.timings.total_s:.2f} s",
    ]
    return f'<p class="small">{escape(" · ".join(filter(None, parts)))}</p>'


def _legend() -> Iterator[str]:
    yield '<ul class="legend">'
    for name, explained in MEASURES:
        yield f"<li><strong>{escape(name)}</strong>: {escape(explained)}</li>"
    yield "</ul>"
