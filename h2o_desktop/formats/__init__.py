"""Conversations written to and read from files."""
