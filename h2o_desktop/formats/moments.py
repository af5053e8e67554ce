"""Seconds since 1970 as people and other programs write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def iso_text(seconds: float) -> str:
    """The moment in UTC as ISO 8601 to the second, such as `2026-12-01T09:30:00Z`; empty beyond year 9999."""
    moment = _moment(seconds)
    return "" if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def local_text(seconds: float, zone: tzinfo | None = None) -> str:
    """The moment to the minute in `zone`, the computer's own when it is None; empty outside the years 1 to 9999."""
    moment = _moment(seconds)
    try:
        return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):  # beside the borders, or where the system knows no zone
        return ""


def _moment(seconds: float) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None
