"""A request as text that makes it again: as JSON, for curl in a POSIX shell, and as a Python program.

No secret is in any of them: where the server wants a key, they take it from the environment variable API_KEY.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping

from h2o_desktop.core.wire_request import ServiceCall, WireRequest

# What a client works out by itself, and what belongs to the session of this program.
OWN_HEADERS = frozenset({"host", "content-length", "connection", "cookie", "authorization", "accept-encoding"})
SHELL = "# For a POSIX shell (sh, bash, dash, zsh); not for cmd.exe or PowerShell."
KEY_FIRST = "# The server wants a key:  export API_KEY=…"
ADDRESS_FIRST = "# Put the server's address in the place of the one below: it is not known before the request is sent."
END = "END_OF_BODY"


def as_json(request: WireRequest) -> str:
    """Method, address, headers and body as one JSON object."""
    return _json(request.document())


def as_curl(request: WireRequest) -> str:
    """Commands for a POSIX shell. The body comes from a here-document, so that nothing in it is read by the shell."""
    if request.call is not None:
        return _service_curl(request, request.call)
    headers = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in _kept(request)]
    if request.needs_key:
        headers.append('-H "Authorization: Bearer $API_KEY"')
    command = ["curl -sS --no-buffer", *headers, f"--data-binary @- {shlex.quote(request.url)} <<'{END}'"]
    head = [SHELL, *([KEY_FIRST] if request.needs_key else []), *_address_note(request)]
    return "\n".join([*head, " \\\n  ".join(command), _json(request.body).rstrip("\n"), END, ""])


def as_python(request: WireRequest) -> str:
    """A Python program; for the H2O service one that uses this program's own module."""
    if request.call is not None:
        return _service_python(request.call)
    headers = {name: value for name, value in _kept(request) if name.lower() != "content-type"}
    key = ['HEADERS["Authorization"] = "Bearer " + os.environ["API_KEY"]'] if request.needs_key else []
    lines = [
        '"""Asks for the answer and prints it as it comes. Needs:  pip install requests"""',
        "",
        "import json",
        *(["import os"] if key else []),
        "",
        "import requests",
        "",
        *_address_note(request),
        f"URL = {request.url!r}",
        f"HEADERS = {_literal(headers)}",
        *key,
        f"BODY = {_literal(request.body)}",
        "",
        _READING.format(text=_TEXT_OF_CHUNK if "messages" in request.body else _TEXT_OF_COMPLETION),
    ]
    return "\n".join(lines)


_READING = """\
with requests.post(URL, headers=HEADERS, json=BODY, stream=True, timeout=300) as response:
    response.raise_for_status()
    for line in response.iter_lines():
        if not line.startswith(b"data:") or line[5:].strip() == b"[DONE]":
            continue
        chunk = json.loads(line[5:])
        if chunk.get("error"):
            raise SystemExit(chunk["error"])
{text}
print()
"""
_TEXT_OF_CHUNK = """\
        for choice in chunk.get("choices", []):
            print(choice["delta"].get("content") or "", end="", flush=True)"""
_TEXT_OF_COMPLETION = """\
        print(chunk.get("content") or "", end="", flush=True)"""


def _service_python(call: ServiceCall) -> str:
    arguments = [f"    {name}={_literal(value, 1)}," for name, value in call.arguments.items()]
    lines = [
        '"""Asks the H2O service and prints the answer as it comes. Needs this program\'s package, h2o_desktop."""',
        "",
        "from h2o_desktop.providers.h2o import _create_completion",
        "",
        f"MESSAGES = {_literal(list(call.messages))}",
        "",
        "for token in _create_completion(",
        f"    model={call.model!r},",
        "    messages=MESSAGES,",
        "    stream=True,",
        *arguments,
        f"    base_url={call.base_url!r},",
        "):",
        '    print(token, end="", flush=True)',
        "print()",
        "",
    ]
    return "\n".join(lines)


def _service_curl(request: WireRequest, call: ServiceCall) -> str:
    """The service answers only in a session whose welcome message was accepted, and in a conversation of its own."""
    common = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in _kept(request) if not _is_type(name)]
    curl = 'curl -sS -b "$cookies" -c "$cookies"'
    as_json_type = "-H 'Content-Type: application/json'"
    settings = [
        f"{curl} -o /dev/null",
        *common,
        "-d ethicsModalAccepted=true -d shareConversationsWithModelAuthors=",
        f"--data-urlencode {shlex.quote(f'activeModel={call.model}')} {shlex.quote(f'{call.base_url}/settings')}",
    ]
    model = shlex.quote(json.dumps({"model": call.model}))
    creating = [f"conversation=$({curl}", *common, f"{as_json_type} -d {model}"]
    reading = 'sed -n \'s/.*"conversationId" *: *"\\([^"]*\\)".*/\\1/p\''
    creating.append(f"{shlex.quote(f'{call.base_url}/conversation')} | {reading})")
    asking = [f"{curl} --no-buffer", *common, as_json_type]
    asking.append(f"--data-binary @- {shlex.quote(f'{call.base_url}/conversation/')}\"$conversation\" <<'{END}'")
    join = " \\\n  ".join
    return "\n".join(
        [
            SHELL,
            "# A new session: its welcome message is accepted, nothing is shared, a new conversation is made.",
            "(",
            "cookies=$(mktemp) && trap 'rm -f \"$cookies\"' EXIT",
            join(settings),
            join(creating),
            join(asking),
            _json(call.body).rstrip("\n"),
            END,
            ")",
            "",
        ]
    )


def _kept(request: WireRequest) -> list[tuple[str, str]]:
    """The headers that belong to the question itself."""
    return [(name, value) for name, value in request.headers if name.lower() not in OWN_HEADERS]


def _is_type(name: str) -> bool:
    return name.lower() == "content-type"


def _address_note(request: WireRequest) -> list[str]:
    return [] if request.address_known else [ADDRESS_FIRST]


def _json(value: object) -> str:
    """JSON to read; what is no letter at all is escaped, so that the text can be saved and pasted."""
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2)
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    return f"{text}\n"


def _literal(value: object, depth: int = 0) -> str:
    """A JSON value as Python writes it, one entry a line."""
    inner, outer = "    " * (depth + 1), "    " * depth
    if isinstance(value, Mapping) and value:
        rows = [f"{inner}{key!r}: {_literal(entry, depth + 1)}," for key, entry in value.items()]
        return "\n".join(["{", *rows, f"{outer}}}"])
    if isinstance(value, list | tuple) and value:
        rows = [f"{inner}{_literal(entry, depth + 1)}," for entry in value]
        return "\n".join(["[", *rows, f"{outer}]"])
    if isinstance(value, Mapping | list | tuple):
        return "{}" if isinstance(value, Mapping) else "[]"
    return repr(value)
