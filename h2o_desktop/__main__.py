"""Starts the program. This file is kept readable for old Pythons, so that it can tell them from new ones."""

import sys

OLDEST = (3, 11)


def main() -> int:
    """Run the command line; with a Python that is too old, say so. Returns the exit status."""
    if sys.version_info < OLDEST:
        sys.stderr.write(
            "h2o-desktop: This is Python {}.{}, but Python 3.11 or newer is needed; "
            "install it and run the program with it.\n".format(*sys.version_info[:2])
        )
        return 2
    from h2o_desktop.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
