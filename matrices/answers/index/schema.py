"""The tables of the index, and the numbers that stand in them for codes.

The index holds nothing that is not in the catalogs and registries; it may be deleted at any
time. What is hard to say in SQL (who leads by which rule, why nobody answers, who is reached
through whom) was worked out in Python when a catalog was stored.

The texts that ask it (`sql/`) are written in what SQLite, DuckDB and Spark understand alike.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from matrices.answers import codes

# raise it whenever a table or what stands in it changes: exports are refused by it
VERSION = 2

# A task reads in up to three ways; a row holds in one or several of them, added up.
STRICT, DEFAULT, ASSUMED = 1, 2, 4
# Roles are bits in the order in which answers list them, so that a row may be asked for any of
# several and that the least is the strongest.
ROLE_BITS = {role: 1 << place for place, role in enumerate(codes.ROLES)}
ALL_ROLES = sum(ROLE_BITS.values())
BASIS_NUMBERS = {basis: number for number, basis in enumerate(codes.BASES)}
KIND_NUMBERS = {kind: number for number, kind in enumerate(codes.MENTION_KINDS)}
TRAIT_BITS = {
    trait: 1 << place
    for place, trait in enumerate(
        (codes.WITH_UNITS, codes.WITHOUT_UNITS, codes.LED, codes.ANY_LEAD)
    )
}
# a task that somebody answers for has reason 0
REASON_BITS = {reason: 1 << place for place, reason in enumerate(codes.REASONS)}
OVERLAP_BITS = {kind: 1 << place for place, kind in enumerate(codes.OVERLAPS)}
# what a part counts as in the workload
LEAD_STATED, LEAD_ASSUMED, RESPONSIBLE, COOPERATE, GUIDE, THROUGH_COLLECTIVE = range(6)

# `unit_load.behind` holds, for every way to count, the roles of the parts that come before this
# one for the same unit in the same task: it counts where none of them was asked for.
BEHIND_BITS = 4
NEVER = ALL_ROLES
LITERAL, LITERAL_ROLLED, EXPANDED, EXPANDED_ROLLED, NAMED = range(5)

# ids of sections and tasks begin with that of their notice, so that a notice is a range
PLACE_BITS = 20

TABLES = """
-- where everything comes from; `root` is the place of the root it lies in, -1 where `path` is all
CREATE TABLE file (
    id INTEGER PRIMARY KEY, root INTEGER NOT NULL, path TEXT NOT NULL, position INTEGER NOT NULL,
    size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, inode INTEGER, read_ns INTEGER, hash BLOB,
    is_registry INTEGER NOT NULL DEFAULT 0, bundled INTEGER NOT NULL DEFAULT 0
);
-- a jurisdiction as one registry file holds it, and where its lines stand
CREATE TABLE registry_part (
    file INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, full_name TEXT NOT NULL,
    record BLOB NOT NULL, places BLOB NOT NULL, PRIMARY KEY (file, place)
) WITHOUT ROWID;
-- the files that hold a notice of this id; the first of them is taken
CREATE TABLE claim (
    file INTEGER PRIMARY KEY, notice TEXT NOT NULL, jurisdiction TEXT NOT NULL,
    line INTEGER NOT NULL, col INTEGER NOT NULL
);
CREATE INDEX claim_of_notice ON claim (notice);
CREATE TABLE problem (
    file INTEGER NOT NULL, source INTEGER NOT NULL, seq INTEGER NOT NULL,
    line INTEGER NOT NULL, col INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
    severity TEXT NOT NULL, vals TEXT NOT NULL, jurisdiction INTEGER NOT NULL,
    PRIMARY KEY (file, source, jurisdiction, seq)
) WITHOUT ROWID;

-- a jurisdiction of a notice or on record; `name` is the one it is known by everywhere
CREATE TABLE jurisdiction (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, short_name TEXT NOT NULL,
    full_name TEXT NOT NULL, code TEXT NOT NULL, within TEXT NOT NULL, on_record INTEGER NOT NULL
);
-- `kind` is "" for a unit without record, `members` NULL where nobody recorded them, `host` the
-- end of the chain of bodies it belongs to
CREATE TABLE unit (
    id INTEGER PRIMARY KEY, jurisdiction INTEGER NOT NULL, name TEXT NOT NULL,
    on_record INTEGER NOT NULL, kind TEXT NOT NULL, mention_kind INTEGER NOT NULL,
    duty TEXT NOT NULL, aliases TEXT NOT NULL, hosted_by TEXT NOT NULL,
    hosted_source TEXT NOT NULL, part_of TEXT NOT NULL, members TEXT, host INTEGER NOT NULL,
    of_townships INTEGER NOT NULL, UNIQUE (jurisdiction, name)
);
CREATE TABLE unit_name (
    name TEXT NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (name, unit)
) WITHOUT ROWID;
CREATE INDEX name_of_unit ON unit_name (unit);
-- offices and parts that count with a body when they are rolled up, as they stand on record
CREATE TABLE hosted (
    jurisdiction INTEGER NOT NULL, place INTEGER NOT NULL, unit INTEGER NOT NULL,
    body INTEGER NOT NULL, source TEXT NOT NULL, is_part INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, place)
) WITHOUT ROWID;
-- what is on record between units: member-of, hosted-by, office-of, part-of
CREATE TABLE link (
    jurisdiction INTEGER NOT NULL, place INTEGER NOT NULL, unit INTEGER NOT NULL,
    other INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (jurisdiction, place)
) WITHOUT ROWID;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, file INTEGER NOT NULL UNIQUE,
    jurisdiction INTEGER NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL,
    issuer TEXT NOT NULL, issued TEXT NOT NULL, period TEXT NOT NULL, lead_rule TEXT NOT NULL,
    lead_rule_by TEXT NOT NULL, lead_rule_basis TEXT NOT NULL, covers TEXT NOT NULL,
    left_out TEXT NOT NULL
);
CREATE INDEX notice_of_jurisdiction ON notice (jurisdiction);
CREATE TABLE section (
    id INTEGER PRIMARY KEY, notice INTEGER NOT NULL, no TEXT NOT NULL, title TEXT NOT NULL,
    tasks INTEGER NOT NULL, repeats INTEGER NOT NULL
);
CREATE INDEX section_of_notice ON section (notice);
-- One row for every way in which the task reads differently. `roles` are those of its units,
-- `asked_roles` those of its unit columns too, `collective_roles` those of its collectives and
-- `unknown_roles` of the ones not known in full; `led` says that anybody leads but a name that
-- means nobody, `led_assumed` that an assumption says so;
-- `names` holds its units in role order as JSON.
CREATE TABLE task (
    id INTEGER NOT NULL, readings INTEGER NOT NULL, section INTEGER NOT NULL,
    notice INTEGER NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, repeats INTEGER NOT NULL,
    roles INTEGER NOT NULL, asked_roles INTEGER NOT NULL, collective_roles INTEGER NOT NULL,
    unknown_roles INTEGER NOT NULL, led INTEGER NOT NULL, led_assumed INTEGER NOT NULL,
    traits INTEGER NOT NULL, reason INTEGER NOT NULL, above TEXT NOT NULL,
    above_text TEXT NOT NULL, names TEXT NOT NULL, PRIMARY KEY (id, readings)
) WITHOUT ROWID;
CREATE INDEX task_of_section ON task (
    section, id, readings, repeats, roles, asked_roles, unknown_roles, led, traits, reason
);
CREATE INDEX task_of_code ON task (code);
-- `others` is what else a search looks through: targets, cells and names read out of them;
-- `folded` all of it without difference of case, NULL where there is none
CREATE TABLE task_text (
    task INTEGER PRIMARY KEY, no TEXT NOT NULL, group_name TEXT NOT NULL, title TEXT NOT NULL,
    content TEXT NOT NULL, targets TEXT NOT NULL, deadline TEXT NOT NULL, same_as TEXT NOT NULL,
    others TEXT NOT NULL, folded TEXT
);
-- the units that a task itself names, in its order; `raw` is NULL where the cell writes the name;
-- `unknown` marks a collective whose members nobody has recorded and no bracket gives, `opens` one
-- that gives way to its members when these are counted
CREATE TABLE assignment (
    task INTEGER NOT NULL, readings INTEGER NOT NULL, seq INTEGER NOT NULL, unit INTEGER NOT NULL,
    role INTEGER NOT NULL, basis INTEGER NOT NULL, kind INTEGER NOT NULL,
    open_ended INTEGER NOT NULL, times INTEGER NOT NULL, unknown INTEGER NOT NULL,
    opens INTEGER NOT NULL, raw TEXT,
    PRIMARY KEY (task, seq, readings)
) WITHOUT ROWID;
CREATE INDEX assignment_of_unit ON assignment (unit, task, seq, readings, role, basis);
CREATE INDEX unknown_of_unit ON assignment (unit, task, seq, readings, role) WHERE unknown = 1;
-- the units that a task reaches without naming them in a cell; `via` is the collective or body,
-- 0 where a sentence of the notice extends all lists
CREATE TABLE reached (
    task INTEGER NOT NULL, readings INTEGER NOT NULL, seq INTEGER NOT NULL, unit INTEGER NOT NULL,
    role INTEGER NOT NULL, basis INTEGER NOT NULL, via INTEGER NOT NULL,
    PRIMARY KEY (unit, task, seq, readings)
) WITHOUT ROWID;
-- the parts of units in the tasks of a section that count, added up where they count alike;
-- `among` is how many share a task that reaches them through a collective
CREATE TABLE unit_load (
    section INTEGER NOT NULL, unit INTEGER NOT NULL, readings INTEGER NOT NULL,
    role INTEGER NOT NULL, figure INTEGER NOT NULL, among INTEGER NOT NULL,
    behind INTEGER NOT NULL, tasks INTEGER NOT NULL,
    PRIMARY KEY (section, unit, readings, role, figure, among, behind)
) WITHOUT ROWID;
CREATE INDEX load_of_unit ON unit_load (unit, section, readings, behind);
CREATE TABLE overlap (
    task INTEGER NOT NULL, readings INTEGER NOT NULL, seq INTEGER NOT NULL, kind INTEGER NOT NULL,
    units TEXT NOT NULL, size INTEGER NOT NULL, roles INTEGER NOT NULL, assumed INTEGER NOT NULL,
    PRIMARY KEY (task, seq, readings)
) WITHOUT ROWID;
-- collectives in a section of whose members some or all are not known, with their roles there
CREATE TABLE without_members (
    section INTEGER NOT NULL, unit INTEGER NOT NULL, readings INTEGER NOT NULL,
    roles INTEGER NOT NULL, PRIMARY KEY (section, unit, readings)
) WITHOUT ROWID;
-- names that only a bracket in a section gives a unit
CREATE TABLE other_name (
    section INTEGER NOT NULL, seq INTEGER NOT NULL, unit INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (section, seq)
) WITHOUT ROWID;
CREATE INDEX unit_of_other_name ON other_name (name);
CREATE INDEX other_name_of_unit ON other_name (unit);
"""
# what the store and builders need; questions need the rest
BOOKKEEPING = ("registry_part", "claim")


class IndexConnection(sqlite3.Connection):
    """A connection that closes itself when nobody holds it any more.

    Whoever asks a few questions seldom closes by hand what answers them, and from Python 3.13 on
    sqlite3 warns of every connection that is left open.
    """

    def __del__(self) -> None:
        with suppress(sqlite3.Error):  # in another thread, or one that could not be opened
            self.close()


def in_memory() -> IndexConnection:
    """A connection to a new and empty database in memory; every statement counts at once."""
    return sqlite3.connect(":memory:", isolation_level=None, factory=IndexConnection)


def create_schema(connection: sqlite3.Connection) -> None:
    """Make the empty tables and say which version of them they are, in one transaction."""
    lines = [line for line in TABLES.splitlines() if not line.startswith("--")]
    for statement in "\n".join(lines).split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
