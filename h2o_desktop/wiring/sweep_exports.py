"""Sweeps written out, with connections named as the person named them."""

from __future__ import annotations

from pathlib import Path

from h2o_desktop.core.settings import Settings
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.wiring.exports import server_names


def export_sweep(sweep: Sweep, path: Path, settings: Settings) -> None:
    """Write a sweep into a file: CSV or HTML where its name ends so, otherwise Markdown.

    The file appears whole or not at all. Raises StorageError.
    """
    from h2o_desktop.storage.whole_file import write_whole

    write_whole(path, sweep_text(sweep, path.suffix.lower(), server_names(settings)))


def sweep_text(sweep: Sweep, ending: str, servers: dict[str, str]) -> str:
    """A sweep in the form that the ending of a file's name asks for."""
    server = servers.get(sweep.plan.connection, sweep.plan.connection)
    match ending:
        case ".csv":
            from h2o_desktop.formats.sweep_csv import sweep_to_csv

            return sweep_to_csv(sweep, server)
        case ".html" | ".htm":
            from h2o_desktop.formats.sweep_html import sweep_to_html

            return sweep_to_html(sweep, server)
        case _:
            from h2o_desktop.formats.sweep_markdown import sweep_to_markdown

            return sweep_to_markdown(sweep, server)
