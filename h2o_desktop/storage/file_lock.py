"""Locks on files that the system takes back when their holder dies."""

from __future__ import annotations

import errno
import os
import sys

_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_FAR_BEHIND = 1 << 20  # Windows lets nobody read what is locked, so a byte is locked that no file of ours has


def try_lock(descriptor: int) -> bool:
    """Take the lock without waiting; false when another holder has it.

    Raises OSError where files cannot be locked, as on some network drives.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _FAR_BEHIND, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            # Not lockf: its locks belong to the process, so a second store in one process would not see them.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True
