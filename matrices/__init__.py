"""The zeren library: catalogs of tasks in, answers about responsibility out.

Nothing is re-exported here; write ``from matrices.answers.assignments import interpret``.
"""

import matrices.wording  # noqa: F401 - so that every error can be read as a sentence
