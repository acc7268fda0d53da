"""The vocabulary of classes and ids: what a container is by the name that its software or its designer gave it.

Here a name must suffice alone, so it counts as a whole and must be one of these. For whole pages a word in a name is
one piece of evidence among many, and `blocks/data/vocabulary.toml` is far wider than anything here may be.

Names are spelled in one way first: lower case, words separated by one hyphen (`SocialShare_wrapper` is
`social-share-wrapper`).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

__all__ = ["kind_of"]

# Names that one piece of software gives to one thing.
WIDGETS: Final = {
    "share": (
        "sharedaddy|sd-sharing(?:-enabled)?|sd-block|addtoany-share-save-container|a2a-kit|addthis-(?:toolbox|inline-share-toolbox)"
        "|swp-social-panel|essb-links|heateor-sss-sharing-container|shareaholic-canvas|sharethis-inline-share-buttons|ssba"
        "|pk-share-buttons-wrap|mashsb-container|dpsp-networks-btns-wrapper|juiz-sps-links|novashare-buttons|wp-block-jetpack-sharing-buttons"
    ),
    "related": "jp-relatedposts|yarpp(?:-related)?|crp-related|rp4wp-related-posts|wp-rp-wrap|zemanta-related|(?:outbrain|ob-widget|taboola)(?:-.*)?|trc-related-container",
    "promo": "mc-embed-signup|mc4wp-form|mailpoet-form|mailmunch-.*|jetpack-subscription-container|wp-block-jetpack-subscriptions|subscription-widget-wrap|convertkit-form|formkit-form",
    "ad": "adsbygoogle|google-auto-placed|google-dfp-ad.*|gpt-ad|dfp-ad|ezoic-ad|advads-.*|quads-location|htlad-.*|adthrive-ad",
    "author_bio": "saboxplugin-wrap|abh-box|pp-multiple-authors-wrapper|pp-multiple-authors-boxes-wrapper|molongui-author-box|m-a-box",
    "comment": "disqus-thread|fb-comments|comment-respond",
    "caption": "wp-caption-text|wp-element-caption|gallery-caption|blocks-gallery-caption",
}
# Words that designers agree on. A name is one of them, with a few words before or behind.
_BEHIND: Final = (
    "(?:-(?:wrapper|wrap|container|box|block|list|section|module|widget|area|inner|holder|component|root|links?|items?|bar"
    "|buttons?|icons?|group|panel|inline|small|medium|large|top|bottom|left|right|desktop|mobile|center|[0-9]+))*"
)
_BEFORE: Final = "(?:[a-z0-9]+-){0,3}"
WORDS: Final = {
    "share": f"(?:{_BEFORE}(?:social-shar(?:e|es|ing)|shar(?:e|ing)-(?:bar|buttons?|tools?|links?|icons?|items?|menu|widget|this|list))|(?:article|post|entry|story)-shar(?:e|ing)|social-(?:buttons|icons|links|bar)|sharebar|share)",
    "related": f"(?:{_BEFORE}(?:related-(?:posts?|articles?|stor(?:y|ies)|links?|content|news|reading|items?|coverage)|recommended-(?:posts|articles|stories|reading)|you-may-(?:also-)?like|read-(?:also|next)|inline-related)|recirc(?:ulation)?|related)",
    "promo": f"(?:{_BEFORE}(?:newsletter-(?:sign-?up|form|box|widget|promo|subscribe|subscription|inline|module|banner|cta|block)|(?:e-?mail|mail)-(?:sign-?up|subscribe|optin)|(?:subscribe|subscription|sign-?up|opt-?in)-(?:form|box|banner)|donat(?:e|ion)-(?:box|banner|form|button))|newsletter)",
    "ad": "(?:(?:gtm|c|td-a|block-mobile|article|inline|story)-)?(?:ads?|adverts?|advertisement|advertising)(?:-(?:label|slot|unit|placeholder|text|content|header|banner|callout))?",
    "caption": f"{_BEFORE}(?:image|photo|picture|figure|media|fig|gallery)-?captions?(?:-text)?|caption(?:-text)?|figcaption",
    "author_bio": f"{_BEFORE}(?:author-(?:box|bio|card|profile|description|details)|about-(?:the-)?author)",
    "comment": "comments|comments-(?:area|section|form)|comment-(?:list|form)",
    "nav": "(?:post|article|entry|story|single-post)-tags|tags-(?:links|list|container)|tagcloud|tag-cloud",
}
# What themes write on the body of an article: what it is filed under, what it has, how it is laid out.
_FILED: Final = re.compile(
    r"(?:tag|category|cat|has|is|no|with|without|type|format|status|js|author|post-type|show|hide)-"
)
_HUMP: Final = re.compile(r"([a-z0-9])([A-Z])")
_SEPARATORS: Final = re.compile(r"[-_:.]+")
_WIDGET: Final = re.compile("|".join(f"(?P<{kind}>{names})" for kind, names in WIDGETS.items()))
_WORD: Final = re.compile("|".join(f"(?P<{kind}>(?:{names}){_BEHIND})" for kind, names in WORDS.items()))
NAME_CHARS: Final = 80


def kind_of(names: Iterable[str]) -> tuple[str, str, str] | None:
    """What the names of an element say: (category, claim, signal); the surer name first."""
    found = [kind for name in names if len(name) <= NAME_CHARS and (kind := _kind(name))]
    return min(found, key=lambda kind: kind[1] == "html-class", default=None)


@lru_cache(maxsize=4096)
def _kind(name: str) -> tuple[str, str, str] | None:
    spelled = _SEPARATORS.sub("-", _HUMP.sub(r"\1-\2", name)).strip("-").lower()
    m = _WIDGET.fullmatch(spelled)
    if m:
        claim = "html-caption" if m.lastgroup == "caption" else "html-widget"
        return str(m.lastgroup), claim, f"html.class.{spelled}"
    m = None if _FILED.match(spelled) else _WORD.fullmatch(spelled)
    return (str(m.lastgroup), "html-class", f"html.class.{spelled}") if m else None
