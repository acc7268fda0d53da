"""Our own engine: a page is cut into blocks, each is judged by its evidence, and what is content is joined."""

from cleaner.html.blocks.engine import read_body

__all__ = ["read_body"]
