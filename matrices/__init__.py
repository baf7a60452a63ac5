"""The zeren library: catalogs of tasks in, answers about responsibility out.

Nothing is re-exported here; write ``from matrices.answers.owns import owned_tasks``.
"""
