"""What must be there before Qt is loaded: a display, and the shared libraries that Qt's own wheels do not bring.

Qt ends the process with a core dump when it finds no display or cannot load its platform plugin; this module finds
that out before, and says what helps.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

# Shared libraries that PySide6-Essentials needs from the system, and the Debian package that has each.
CORE_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES: Mapping[str, str] = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
X11_TCP_PORT = 6000
CONNECT_TIMEOUT_S = 5.0
NO_DISPLAY_PLATFORMS = {"offscreen", "minimal", "vnc"}

Load = Callable[[str], object]


def problem_with_display(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform, load: Load = ctypes.CDLL
) -> str | None:
    """Why no window can be opened here, in a sentence with the remedy; None when nothing is in the way."""
    if platform in {"win32", "darwin"}:
        return None
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    missing = missing_libraries(load, x11=chosen not in NO_DISPLAY_PLATFORMS and not _is_wayland(environment))
    if missing:
        return _missing_sentence(missing)
    if chosen in NO_DISPLAY_PLATFORMS:
        return None
    if _is_wayland(environment):
        return None
    display = environment.get("DISPLAY", "")
    if not display:
        return (
            "There is no display to open a window on; run it in a desktop session, or use "
            "“h2o-desktop ask QUESTION” in this terminal."
        )
    if not _answers(display):
        return (
            f"The display {display} does not answer; check the DISPLAY variable, or use "
            "“h2o-desktop ask QUESTION” in this terminal."
        )
    return None


def problem_without_display(platform: str = sys.platform, load: Load = ctypes.CDLL) -> str | None:
    """Why Qt cannot even draw what nobody sees, in a sentence with the remedy; None when nothing is in the way."""
    if platform in {"win32", "darwin"}:
        return None
    missing = missing_libraries(load, x11=False)
    return _missing_sentence(missing) if missing else None


def missing_libraries(load: Load = ctypes.CDLL, *, x11: bool = True) -> dict[str, str]:
    """The libraries that cannot be loaded, each with the Debian package that has it."""
    wanted = {**CORE_LIBRARIES, **(X11_LIBRARIES if x11 else {})}
    missing: dict[str, str] = {}
    for library, package in wanted.items():
        try:
            load(library)
        except OSError:
            missing[library] = package
    return missing


def install_command(packages: Mapping[str, str]) -> str:
    """The command that installs the missing packages on Debian and Ubuntu."""
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install {' '.join(sorted(set(packages.values())))}"


def _missing_sentence(missing: Mapping[str, str]) -> str:
    names = ", ".join(missing)
    if shutil.which("apt-get"):
        return f"Qt needs libraries that are not here ({names}); install them with: {install_command(missing)}"
    return f"Qt needs libraries that are not here; install them with your system's package manager: {names}"


def _is_wayland(environment: Mapping[str, str]) -> bool:
    """Whether a Wayland session is there to talk to, and X11 was not asked for."""
    if environment.get("QT_QPA_PLATFORM", "").startswith("xcb"):
        return False
    name = environment.get("WAYLAND_DISPLAY", "")
    path = Path(environment.get("XDG_RUNTIME_DIR", ""), name)
    return bool(name) and path.is_socket()


def _answers(display: str) -> bool:
    """Whether an X server lets us in on `[host]:number[.screen]`."""
    host, _colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    return _opens(display) if host in {"", "unix"} else _listens(host, X11_TCP_PORT + int(number))


def _opens(display: str) -> bool:
    """Ask the way Qt will, which also tells whether we are let in. It takes a millisecond; there is no limit to it.

    The connection stays open: a server whose last program has left starts anew, and would turn Qt away meanwhile.
    """
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    return x11.XOpenDisplay(display.encode()) is not None


def _listens(host: str, port: int) -> bool:
    import socket  # a local display does without it

    try:
        with socket.create_connection((host, port), CONNECT_TIMEOUT_S):
            return True
    except OSError:
        return False
