"""`import`: conversations from files of this and of other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from h2o_desktop.commands import Options
from h2o_desktop.commands.opened import opened
from h2o_desktop.wiring.imports import FilePreview, import_files, preview

_PROGRESS_EVERY = 100


def import_conversations(options: Options, paths: Sequence[Path], *, dry_run: bool) -> int:
    """Import all that the files hold, or nothing when one of them does not fit; a dry run only says what would be."""
    with opened(options) as services:
        if dry_run:
            for shown in preview(services.store, paths, progress=_progress):
                print(json.dumps(_document(shown), ensure_ascii=False) if options.json else _line(shown))
            return 0
        imported = import_files(services.store, paths, progress=_progress)
    if options.json:
        print(json.dumps(asdict(imported)))
    else:
        print(
            f"Imported {imported.new} new conversations; {imported.grown} got something new; "
            f"{imported.known} were here already."
        )
    return 0


def _document(shown: FilePreview) -> dict[str, object]:
    return {
        "file": str(shown.path),
        "programs": list(shown.programs),
        "conversations": shown.conversations,
        "empty": shown.empty,
        **asdict(shown.imported),
        "titles": list(shown.titles),
    }


def _line(shown: FilePreview) -> str:
    counts = shown.imported
    head = (
        f"{shown.path}: {', '.join(shown.programs) or 'empty'}\n"
        f"  {shown.conversations} conversations: {counts.new} new, {counts.grown} with something new, "
        f"{counts.known} here already, {shown.empty} empty"
    )
    return "\n".join((head, *(f"    {title}" for title in shown.titles)))


def _progress(count: int) -> None:
    if count % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
        print(f"\r{count} conversations read", end="", file=sys.stderr, flush=True)
