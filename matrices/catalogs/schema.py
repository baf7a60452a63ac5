"""JSON Schemas of our YAML files, for completion and errors in editors.

Generated from the descriptions the reader itself uses; `docs/schema/` holds the results.
"""

from __future__ import annotations

from matrices.catalogs.fields import CODE, DATE, FORMAT, IDENTIFIER, NUMBER, Field, Shape
from matrices.catalogs.reader import CATALOG_FIELDS
from matrices.catalogs.registry import REGISTRY_FIELDS

Schema = dict[str, object]


def catalog_schema() -> Schema:
    """The schema of a catalog, JSON Schema draft 2020-12."""
    return _document("zeren catalog", CATALOG_FIELDS)


def registry_schema() -> Schema:
    """The schema of a unit registry, JSON Schema draft 2020-12."""
    return _document("zeren unit registry", REGISTRY_FIELDS)


def _document(title: str, fields: dict[str, Field]) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_mapping(fields),
    }


def _mapping(fields: dict[str, Field]) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: _value(field) for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.required]
    if required:
        schema["required"] = required
    return schema


def _value(field: Field) -> Schema:
    match field.shape:
        case Shape.TEXT:
            return {"type": "string", "pattern": r"\S"}
        case Shape.CELL:
            return {"type": "string"}
        case Shape.IDENTIFIER:
            return {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}
        case Shape.NUMBER:
            return {
                "anyOf": [
                    {"type": "integer", "minimum": 0},
                    {"type": "string", "pattern": f"^{NUMBER.pattern}$"},
                ]
            }
        case Shape.DATE:
            return {"type": "string", "pattern": f"^{DATE.pattern}$"}
        case Shape.CODE:
            return {
                "anyOf": [
                    {"type": "integer", "minimum": 100_000},
                    {"type": "string", "pattern": f"^{CODE.pattern}$"},
                ]
            }
        case Shape.FORMAT:
            return {"enum": list(range(1, FORMAT + 1))}
        case Shape.CHOICE:
            return {"enum": [*field.choices, *field.old_choices]}
        case Shape.TEXTS:
            return {"type": "array", "items": {"type": "string", "pattern": r"\S"}}
        case Shape.MAPPING:
            return _mapping(field.fields)
        case Shape.MAPPINGS:
            return {"type": "array", "items": _mapping(field.fields)}
