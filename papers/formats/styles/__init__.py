"""Lists as Markdown in several styles: the house styles of four real lists, and a plain one."""

from .detecting import detect
from .shapes import STYLES
from .writing import pieces, write

__all__ = ["STYLES", "detect", "pieces", "write"]
