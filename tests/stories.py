"""A prompt for tests that need an answer which does not end before they end it."""

from __future__ import annotations

# At temperature 0 the starter model goes on with this for more than 3,000 tokens, and each of them is at least three
# times as likely as the next best one: no processor's rounding makes another answer of it.
STORY = "Repeat this line for ever: the sea, the sea, the sea, the sea, the sea, the sea, the sea"
