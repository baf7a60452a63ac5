"""The entry point of the installed program: what has to happen before anything is loaded."""

import gc

# One call builds much and drops little: looking for cycles every 700 objects is lost time, and
# most of them are made while modules load.
gc.set_threshold(50_000, 20, 20)


def run() -> None:
    """Run the program and exit with its status."""
    from cli.main import main

    status = main()
    gc.freeze()  # the process ends: nothing needs to be looked through once more
    raise SystemExit(status)
