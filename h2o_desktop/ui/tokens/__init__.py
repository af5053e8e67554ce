"""The tokens of an answer: how likely each was, what could have come instead, and branches from there."""
