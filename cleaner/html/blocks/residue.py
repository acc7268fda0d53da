"""What a block is that stands inside an article and does not belong to it, by what the markup says."""

from typing import Final

from cleaner.html.blocks.block import Block
from cleaner.html.blocks.survey import Survey
from cleaner.html.blocks.vocabulary import BIT

__all__ = ["category_of"]

# The first group that is spoken of decides; what is said of the element itself comes before what its ancestors say.
_BY_NAME: Final = tuple(
    (BIT[group], category)
    for group, category in (
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
)
_NAMED: Final = sum(bit for bit, _ in _BY_NAME)
_AUTHOR: Final = BIT["author"]
_META: Final = BIT["meta"]
_LINKED: Final = 0.6  # of a block's characters: what is mostly link leads elsewhere


def category_of(block: Block, known: Survey) -> str:
    """One of the categories of `cleaner.article`; "other" if the markup does not say."""
    element = block.element
    if known.captions[element.index]:
        return "caption"
    near = element.says | (element.parent.says if element.parent else 0)
    for said in (near, known.around[element.index]):
        if said & _NAMED:
            return next(category for bit, category in _BY_NAME if said & bit)
        if said & _AUTHOR:
            return "byline" if block.index < known.first else "author_bio"
        if said & _META:
            return "date" if block.time else "nav"
    if element.tag == "h1":
        return "title"
    return "related" if block.links > _LINKED else "other"
