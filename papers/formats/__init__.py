"""File formats for reading lists: one module a format, looked up by name."""

from types import ModuleType

from . import markdown

FORMATS: dict[str, ModuleType] = {module.NAME: module for module in (markdown,)}
