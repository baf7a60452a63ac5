"""Catalogs and registries: YAML as people keep it, read with its places and written back."""
