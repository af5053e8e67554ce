"""Clients for the servers that answer: streams, model lists, connection profiles."""
