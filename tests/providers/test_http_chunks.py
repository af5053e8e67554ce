"""The chunked transfer coding: any cut of the bytes gives the same content, and nonsense is seen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.providers.http_chunks import LONGEST_LINE, ChunkDecoder


def coded(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%X\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


@given(
    chunks=st.lists(st.binary(min_size=1, max_size=40) | st.just(b"\r\n0\r\n\r\n"), max_size=6),
    end=st.sampled_from([b"0\r\n\r\n", b"000;last\r\nDigest: x\r\nB: y\r\n\r\n", b"0\n\n"]),
    cuts=st.lists(st.integers(0, 400), max_size=12),
)
def test_any_cut_gives_the_content(chunks: list[bytes], end: bytes, cuts: list[int]) -> None:
    data = coded(*chunks, end=end)
    places = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    decoder = ChunkDecoder()
    content = b"".join(decoder.feed(data[start:stop]) for start, stop in pairwise(places))
    assert content == b"".join(chunks)
    assert decoder.is_over
    assert not decoder.is_broken


def test_a_part_of_a_chunk_is_given_at_once() -> None:
    decoder = ChunkDecoder()
    assert decoder.feed(b"10;name=value\r\n01234") == b"01234"
    assert decoder.feed(b"56789abcdef\r\n1\r\n") == b"56789abcdef"
    assert decoder.feed(b"z") == b"z"
    assert not decoder.is_over


@pytest.mark.parametrize(
    "nonsense", [b"x\r\n", b"\r\n", b"-4\r\n", b"0x4\r\n", b"1_0\r\n", b"4\r\nfour!\r\n", b"0" * (LONGEST_LINE + 1)]
)
def test_what_are_no_chunks_breaks_the_body_behind_what_was_right(nonsense: bytes) -> None:
    decoder = ChunkDecoder()
    assert decoder.feed(coded(b"right", end=b"") + nonsense).startswith(b"right")
    assert decoder.is_broken
    assert not decoder.is_over


def test_the_end_of_the_connection_ends_only_a_whole_body() -> None:
    whole, cut = ChunkDecoder(), ChunkDecoder()
    whole.feed(coded(b"all", end=b"0\r\n"))
    assert whole.feed(b"") == b""
    assert whole.is_over
    cut.feed(coded(b"part", end=b""))
    assert cut.feed(b"") == b""
    assert cut.is_broken
