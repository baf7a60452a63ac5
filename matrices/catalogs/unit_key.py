"""The key of a unit; a module of its own, for it is needed where nothing else may be loaded."""

# no postponed annotations: a named tuple would compile each of them anew at every start
from typing import NamedTuple


class UnitKey(NamedTuple):
    """One unit: its canonical name in its jurisdiction."""

    jurisdiction: str
    name: str
