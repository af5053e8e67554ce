"""Everything without Qt that the window and the command line share, put together."""
