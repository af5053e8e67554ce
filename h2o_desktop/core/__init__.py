"""Values and pure functions that every other part builds on; the standard library only."""
