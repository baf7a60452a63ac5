"""Readers: a file of any known format becomes a `matrices.readers.document.Document`.

`identify.read_document` is the entrance. Each format has one module, which knows its library
and nothing of the other formats; `identify` alone knows them all.
"""
