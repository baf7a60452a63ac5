"""The codes that answers speak in, as plain text and in the order they are shown.

They are part of what zeren promises: they stand in JSON, in options and in the index, and are
the same in every language. Nothing is imported here, so that asking a question costs nothing.
"""

from __future__ import annotations

LEAD, RESPONSIBLE, COOPERATE, GUIDE = "lead", "responsible", "cooperate", "guide"
ROLES = (LEAD, RESPONSIBLE, COOPERATE, GUIDE)
ROLE_ORDER = {role: place for place, role in enumerate(ROLES)}

STATED, FIRST_LISTED, SOLE, DEFAULT = "stated", "first-listed", "sole", "default"
PART, NAMED_MEMBER, COLLECTIVE, ASSUMED = "part", "named-member", "collective", "assumed"
BASES = (STATED, FIRST_LISTED, SOLE, DEFAULT, PART, NAMED_MEMBER, COLLECTIVE, ASSUMED)
# a part that a unit may have through a collective whose members nobody has recorded
PERHAPS = "perhaps"

# why nobody in particular answers for a task; the real gaps first
NO_UNIT, BLANK_CELL, COLLECTIVE_ONLY = "no-unit", "blank-cell", "collective-only"
INDEFINITE_ONLY, NO_LEAD = "indefinite-only", "no-lead"
REASONS = (NO_UNIT, BLANK_CELL, COLLECTIVE_ONLY, INDEFINITE_ONLY, NO_LEAD)

JOINT_LEAD, LEAD_AND_COOPERATE = "joint-lead", "lead-and-cooperate"
REPEATED_IN_CELL, NAMED_AND_IN_COLLECTIVE = "repeated-in-cell", "named-and-in-collective"
PAIR = "pair"
OVERLAPS = (JOINT_LEAD, LEAD_AND_COOPERATE, REPEATED_IN_CELL, NAMED_AND_IN_COLLECTIVE)

LITERAL, EXPANDED, WEIGHTED = "literal", "expanded", "weighted"
COUNTS = (LITERAL, EXPANDED, WEIGHTED)
NOTICE, SECTION = "notice", "section"
GROUPS = ("", NOTICE, SECTION)

# what tasks can be kept by
WITH_UNITS, WITHOUT_UNITS, LED, WITH_COLLECTIVE = "units", "no-units", "lead", "collective"
WITH_UNKNOWN_MEMBERS, REPEATS = "unknown-members", "repeats"
TASK_TRAITS = (WITH_UNITS, WITHOUT_UNITS, LED, WITH_COLLECTIVE, WITH_UNKNOWN_MEMBERS, REPEATS)

# what a name in a cell stands for
AGENCY, TOWNSHIP, INDEFINITE = "agency", "township", "indefinite"
MENTION_KINDS = (AGENCY, TOWNSHIP, COLLECTIVE, INDEFINITE)
