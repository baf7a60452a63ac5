"""Lets a checkout run as ``python -P -m cli``; users call the installed ``zeren``."""

from cli.start import run

run()
