"""Measures zeren: whole commands against a named floor, and growth with the number of notices."""
