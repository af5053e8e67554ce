"""A server for the benchmark of the lens: it counts, and tells a choice of the next token among 500.

    python -m tests.benchmarks.lens_server --port-file FILE

`/asked` tells how many other questions there were.
"""

from __future__ import annotations

import argparse
import json
import os
import threading
from pathlib import Path
from typing import Any

from tests.fakes.llama_server import LlamaServer
from tests.fakes.openai_server import MODEL
from tests.fakes.socket_server import Connection, Received

TOKENS = 500


def choice() -> list[dict[str, Any]]:
    """Probabilities that fall as those of real models do."""
    weights = [1 / (rank + 1) ** 1.4 for rank in range(TOKENS)]
    whole = sum(weights) * 1.02  # the rest is not told
    return [{"id": rank, "token": f" word{rank}", "prob": weight / whole} for rank, weight in enumerate(weights)]


class LensServer(LlamaServer):
    """Tells how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.raw = self.penalised = choice()
        self.pages.documents["/v1/models"] = {
            "data": [{"id": MODEL, "owned_by": "llamacpp", "meta": {"n_ctx": 131072}}]
        }

    def _answer(self, request: Received, connection: Connection) -> bool:
        if request.target == "/asked":
            others = sum(one.target != "/asked" for one in self.received)
            connection.reply(200, json.dumps({"count": others}))
            return True
        return super()._answer(request, connection)


def main() -> None:
    """Serve until killed; the port is written into a file as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port-file", type=Path, required=True)
    options = parser.parse_args()
    with LensServer() as server:
        temporary = options.port_file.with_suffix(".part")
        temporary.write_text(f"{server.port}\n", encoding="ascii")
        os.replace(temporary, options.port_file)
        threading.Event().wait()


if __name__ == "__main__":
    main()
