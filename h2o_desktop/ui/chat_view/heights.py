"""Heights of many things above each other, with every sum and every search in logarithmic time."""

from __future__ import annotations

from collections.abc import Iterable


class HeightIndex:
    """A Fenwick tree over heights in whole pixels."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self.total = sum(self._heights)
        self._sums = sums = [0, *self._heights]
        count = len(self._heights)
        for node in range(1, count + 1):
            above = node + (node & -node)
            if above <= count:
                sums[above] += sums[node]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def append(self, height: int) -> None:
        """Append one height at the end."""
        self._heights.append(height)
        self.total += height
        node = len(self._heights)
        total, child, step = height, node - 1, 1
        while not node & step:
            total += self._sums[child]
            child -= step
            step <<= 1
        self._sums.append(total)

    def truncate(self, length: int) -> None:
        """Keep the first `length` heights."""
        for height in self._heights[length:]:
            self.total -= height
        del self._heights[length:]
        del self._sums[length + 1 :]

    def set(self, index: int, height: int) -> int:
        """Change one height; returns by how much it grew."""
        growth = height - self._heights[index]
        if growth:
            self._heights[index] = height
            self.total += growth
            node, count = index + 1, len(self._heights)
            while node <= count:
                self._sums[node] += growth
                node += node & -node
        return growth

    def above(self, index: int) -> int:
        """The sum of all heights before `index`."""
        total = 0
        while index > 0:
            total += self._sums[index]
            index &= index - 1
        return total

    def find(self, offset: int) -> int:
        """The thing in which the pixel `offset` lies; the first or the last one for pixels outside."""
        index, count = 0, len(self._heights)
        step = 1 << count.bit_length()
        while step:
            following = index + step
            if following <= count and self._sums[following] <= offset:
                index = following
                offset -= self._sums[following]
            step >>= 1
        return min(index, max(0, count - 1))
