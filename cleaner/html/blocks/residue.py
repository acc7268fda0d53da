"""What a block is that stands inside an article and does not belong to it, by what the markup says."""

from typing import Final

from cleaner.html.blocks.page import Block
from cleaner.html.blocks.survey import Survey
from cleaner.html.blocks.vocabulary import BIT

__all__ = ["category_of"]

# The first group that is spoken of decides; what is said of the element itself comes before what its ancestors say.
_BY_NAME: Final = (
    ("comment", "comment"),
    ("share", "share"),
    ("caption", "caption"),
    ("related", "related"),
    ("promo", "promo"),
    ("ad", "ad"),
    ("video", "media"),
    ("embed", "media"),
    ("consent", "legal"),
    ("overlay", "legal"),
    ("nav", "nav"),
    ("foot", "nav"),
)
_LINKED: Final = 0.6  # of a block's characters: what is mostly link leads elsewhere


def category_of(block: Block, known: Survey) -> str:
    """One of the categories of `cleaner.article`; "other" if the markup does not say."""
    if known.captions[block.element.index]:
        return "caption"
    near = block.element.says | (block.element.parent.says if block.element.parent else 0)
    for said in (near, known.around[block.element.index]):
        category = next((category for group, category in _BY_NAME if said & BIT[group]), None)
        if category:
            return category
        if said & BIT["author"]:
            return "byline" if block.index < known.first else "author_bio"
        if said & BIT["meta"]:
            return "date" if block.time else "nav"
    if block.element.tag == "h1":
        return "title"
    return "related" if block.links > _LINKED else "other"
