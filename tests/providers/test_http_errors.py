from __future__ import annotations

import http.client
import inspect
import socket
import ssl
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import urllib3

from h2o_desktop.core import errors
from h2o_desktop.core.errors import DesktopError, NetworkError, ProtocolError, StreamCut, Unanswered, Unreachable
from h2o_desktop.providers import http_errors
from h2o_desktop.providers.http_errors import MAX_DETAIL_LETTERS, not_connected, translated

ADDRESS = "https://chat.example.org"


def exception_classes() -> list[type[BaseException]]:
    """Every class of exception that the two libraries define."""
    found = {
        value
        for module in (requests.exceptions, urllib3.exceptions)
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, BaseException) and value.__module__ == module.__name__
    }
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


SPECIAL_ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "requests.exceptions.JSONDecodeError": ("Expecting value", "text", 0),
    "urllib3.exceptions.IncompleteRead": (3, 5),
    "urllib3.exceptions.InvalidChunkLength": (SimpleNamespace(tell=lambda: 3, length_remaining=5), b"zz"),
}


def made(kind: type[BaseException]) -> BaseException:
    """An instance, however many arguments it takes."""
    special = SPECIAL_ARGUMENTS.get(f"{kind.__module__}.{kind.__qualname__}")
    if special is not None:
        return kind(*special)
    for count in range(5):
        try:
            return kind(*["text"] * count)
        except (TypeError, AttributeError, IndexError):
            continue
    raise AssertionError(f"{kind} cannot be made")


def test_there_are_classes_to_walk_through() -> None:
    names = {kind.__qualname__ for kind in exception_classes()}
    assert len(exception_classes()) > 50
    assert {"ConnectTimeout", "ChunkedEncodingError", "MaxRetryError", "IncompleteRead"} <= names


@pytest.mark.parametrize("reading", [False, True])
@pytest.mark.parametrize("kind", exception_classes(), ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_every_exception_of_requests_and_urllib3_becomes_one_of_ours(kind: type[BaseException], reading: bool) -> None:
    ours = translated(made(kind), address=ADDRESS, reading=reading)
    assert isinstance(ours, DesktopError)
    assert str(ours.summary)
    assert str(ours.hint)
    assert kind.__qualname__ in ours.detail
    assert "{" not in str(ours)


def test_every_exception_of_the_libraries_is_caught_at_the_border() -> None:
    for kind in exception_classes():
        if not issubclass(kind, Warning):
            assert issubclass(kind, http_errors.foreign_errors()), kind


def test_the_table_names_only_classes_that_exist() -> None:
    modules = {
        "requests.exceptions": requests.exceptions,
        "urllib3.exceptions": urllib3.exceptions,
        "http.client": http.client,
        "socket": socket,
        "ssl": ssl,
        "builtins": __builtins__,
    }
    for name in http_errors._CASES:
        module, _, kind = name.rpartition(".")
        holder = modules[module]
        found = holder[kind] if isinstance(holder, dict) else getattr(holder, kind)
        assert f"{found.__module__}.{found.__qualname__}" == name


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (
            requests.ConnectionError(urllib3.exceptions.ProtocolError("x", ConnectionResetError(104, "reset"))),
            NetworkError,
        ),
        (
            requests.ConnectionError(urllib3.exceptions.ProtocolError("x", http.client.BadStatusLine("?"))),
            ProtocolError,
        ),
        (requests.ConnectionError(OSError(28, "no space")), NetworkError),
        (requests.exceptions.SSLError(ssl.SSLCertVerificationError(1, "certificate verify failed")), Unreachable),
        (urllib3.exceptions.ReadTimeoutError(None, None, "Read timed out."), Unanswered),  # type: ignore[arg-type]
        (urllib3.exceptions.SSLError(TimeoutError("The read operation timed out")), Unanswered),
        (TimeoutError("timed out"), Unanswered),
        (ConnectionRefusedError(111, "refused"), Unreachable),
        (http.client.LineTooLong("header line"), errors.LimitExceeded),
        (UnicodeEncodeError("latin-1", "ключ", 0, 1, "no"), errors.InputError),
        (RuntimeError("unknown"), NetworkError),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_innermost_exception_decides(error: BaseException, kind: type[DesktopError]) -> None:
    assert type(translated(error, address=ADDRESS)) is kind


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectionError(urllib3.exceptions.ProtocolError("x", ConnectionResetError(104, "reset"))),
        urllib3.exceptions.ProtocolError("Connection broken", http.client.IncompleteRead(b"part")),
        urllib3.exceptions.SSLError(ssl.SSLEOFError(8, "EOF occurred")),
        OSError(9, "bad file descriptor"),
    ],
)
def test_whatever_breaks_the_connection_while_reading_has_cut_the_answer(error: BaseException) -> None:
    assert type(translated(error, address=ADDRESS, reading=True)) is StreamCut


def test_errors_that_carry_each_other_in_a_circle_end() -> None:
    first, second = urllib3.exceptions.HTTPError("one"), urllib3.exceptions.HTTPError("two")
    first.reason, second.reason = second, first  # type: ignore[attr-defined]
    assert isinstance(translated(first, address=ADDRESS), NetworkError)


def test_one_of_ours_stays_as_it_is() -> None:
    error = errors.Cancelled()
    assert translated(error, address=ADDRESS) is error


def test_the_secret_and_endless_texts_stay_out_of_the_detail() -> None:
    error = translated(OSError("sk-secret " * 10_000), address=ADDRESS, secret="sk-secret")
    assert "sk-secret" not in error.detail
    assert len(error.detail) <= MAX_DETAIL_LETTERS


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no server named chat.example.org"),
        (TimeoutError(), "chat.example.org:8080 did not take the connection in time"),
        (ConnectionRefusedError(111, "refused"), "chat.example.org:8080: the connection was refused"),
        (OSError(101, "Network is unreachable"), "chat.example.org:8080 cannot be reached"),
    ],
)
def test_why_there_is_no_connection(error: OSError, words: str) -> None:
    ours = not_connected(error, host="chat.example.org", port=8080, through_proxy=False)
    assert isinstance(ours, Unreachable)
    assert words in str(ours.summary)
    through_proxy = not_connected(error, host="proxy.example.org", port=443, through_proxy=True)
    assert "proxy on the way" in str(through_proxy)


def test_the_bytes_of_a_broken_piece_are_found() -> None:
    error = urllib3.exceptions.ProtocolError("broken", http.client.IncompleteRead(b"part"))
    assert list(http_errors.partial_bytes(error)) == [b"part"]
    assert list(http_errors.partial_bytes(http.client.IncompleteRead(b""))) == []
    assert list(http_errors.partial_bytes(OSError())) == []
