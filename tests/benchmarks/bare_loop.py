"""The least that a client can do: a requests loop that takes the text out of a stream, once for each input line."""

from __future__ import annotations

import json
import sys
import time

import requests


def read(url: str) -> str:
    """The text of one answer. Pieces are taken as they come, which is faster than `iter_lines`."""
    body = {"model": "stub-model", "stream": True, "messages": [{"role": "user", "content": "Go"}]}
    texts: list[str] = []
    rest = b""
    with requests.post(f"{url}/v1/chat/completions", json=body, stream=True, timeout=60) as response:
        for piece in response.iter_content(None):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                if line.startswith(b"data: {"):
                    choices = json.loads(line[6:])["choices"]
                    if choices and "content" in choices[0]["delta"]:
                        texts.append(choices[0]["delta"]["content"])
    return "".join(texts)


def main(url: str) -> None:
    """Print the seconds of each answer and its number of characters."""
    for _line in sys.stdin:
        began_s = time.perf_counter()
        text = read(url)
        print(time.perf_counter() - began_s, len(text), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
