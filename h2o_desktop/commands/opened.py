"""The services of one command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from h2o_desktop.commands import Options
from h2o_desktop.wiring.services import Services


@contextmanager
def opened(options: Options) -> Iterator[Services]:
    """What a command works with, closed behind it.

    That a file was damaged, and what became of it, is told on the error output: the next start finds it mended, and
    would say nothing any more.
    """
    services = Services(options.data_dir)
    try:
        yield services
    finally:
        services.close()
        for report in services.startup_reports:
            print(f"h2o-desktop: {report}", file=sys.stderr)
