"""Conversations and settings on disk."""
