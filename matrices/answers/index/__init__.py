"""The index: what the catalogs say, read and interpreted once, in one file that may be deleted."""
