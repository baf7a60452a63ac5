"""The zeren library: catalogs of tasks in, answers about responsibility out.

Nothing is re-exported here; write ``from matrices.queries import owned_tasks``.
"""
