"""`models`: which models a server has, and fetching one onto this computer."""

from __future__ import annotations

import json
import sys
from typing import TextIO

from h2o_desktop.commands import Options
from h2o_desktop.commands.ask import stopped_by_interrupt
from h2o_desktop.commands.opened import opened
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress
from h2o_desktop.core.settings import ConnectionKind
from h2o_desktop.wiring.services import Services

BAR_CELLS = 30
MEGABYTE = 1_000_000
PHASES = {
    DownloadPhase.FETCHING: "fetching",
    DownloadPhase.UNPACKING: "unpacking",
    DownloadPhase.CHECKING: "checking",
}


def list_models(options: Options) -> int:
    """Print the models of the named server, or those that this computer has and can fetch."""
    with opened(options) as services:
        profile = options.profile(services.settings)
        if profile is None or profile.kind is ConnectionKind.LOCAL:
            _print_local(services, as_json=options.json)
        else:
            services.use_profile(profile)
            for model in services.provider_for(profile.id).list_models(CancelToken()):
                document = {"id": model.id, "name": model.name, "context_tokens": model.context_tokens}
                print(json.dumps(document, ensure_ascii=False) if options.json else model.id)
    return 0


def _print_local(services: Services, *, as_json: bool) -> None:
    installed = services.installed()
    for model in services.local_models():
        document = {
            "id": model.id,
            "name": model.name,
            "installed": model.id in installed,
            "size_bytes": model.size_bytes,
            "licence": model.licence,
            "source": model.source,
        }
        state = "installed" if model.id in installed else f"models get {model.id}"
        size = f"{model.size_bytes / MEGABYTE:.0f} MB"
        line = f"{model.id:<14} {model.name:<26} {size:>7}  {model.licence:<11} {state}"
        print(json.dumps(document, ensure_ascii=False) if as_json else line)


def get_model(options: Options, model_id: str) -> int:
    """Fetch a model, with a progress bar where somebody sees it; does nothing when it is there already."""
    cancel = CancelToken()
    bar = ProgressBar(sys.stderr)
    with opened(options) as services:
        if model_id in services.installed():
            print(f"{model_id} is on this computer already.", file=sys.stderr)
            return 0
        try:
            with stopped_by_interrupt(cancel):
                services.fetch(model_id, bar.show, cancel)
        finally:
            bar.end()
    return 0


class ProgressBar:
    """A line that fills; on a stream that is no terminal, one line for each phase."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._phase: DownloadPhase | None = None
        self._shown = ""

    def show(self, progress: DownloadProgress) -> None:
        """Show how far the download is."""
        if not self._stream.isatty():
            if progress.phase is not self._phase:
                print(f"{PHASES[progress.phase]} …", file=self._stream, flush=True)
            self._phase = progress.phase
            return
        line = self._line(progress)
        if line != self._shown:
            self._stream.write(f"\r{line:<78}")
            self._stream.flush()
            self._shown = line

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            self._stream.write("\n")
            self._shown = ""

    def _line(self, progress: DownloadProgress) -> str:
        done = progress.done_bytes / MEGABYTE
        if not progress.total_bytes:
            return f"{PHASES[progress.phase]:<10} {done:.1f} MB"
        cells = int(BAR_CELLS * min(1.0, progress.done_bytes / progress.total_bytes))
        bar = "█" * cells + "░" * (BAR_CELLS - cells)
        return f"{PHASES[progress.phase]:<10} {bar} {done:.1f} of {progress.total_bytes / MEGABYTE:.1f} MB"
