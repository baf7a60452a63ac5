"""The index: a derived SQLite file that answers questions without reading the catalogs again."""
