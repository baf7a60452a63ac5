"""The index: every question asked of tables that were made from the catalogs once."""
