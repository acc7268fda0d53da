"""Captions and picture credits: the largest part of what phrases cannot reach.

A caption is an ordinary sentence; what betrays it is the credit it carries at its end or its start. A credit alone, in
brackets at the end of a long paragraph, is cut without the paragraph.
"""

from functools import lru_cache
from typing import Any, Final

import re2

from cleaner.scan.page import Page
from cleaner.scan.shape import is_speech, sentence_count
from cleaner.signals.finding import Finding

__all__ = ["CUES", "caption_findings", "is_caption"]

# Agencies and picture sources that sign photographs everywhere. Word credits ("Photo:") come in every language's rules.
SOURCE: Final = (
    "(?:Getty Images(?: News| Sport| Entertainment)?(?:/Getty Images)?|GETTY IMAGES|Getty|AFP|Agence France-Presse|Reuters|REUTERS|AP|Associated Press"
    "|EPA(?:-EFE)?|EFE|Shutterstock(?:\\.com)?|iStock(?:photo)?|Alamy(?: Stock Photo)?|Bloomberg|PA|PA Wire|PA Images|ZUMA(?: Press)?|WireImage"
    "|FilmMagic|Xinhua|TASS|ANI|PTI|dpa|DPA|NurPhoto|Anadolu(?: Agency)?|Sipa(?: USA)?|SIPA|UPI|Rex Features|REX|AAP|NTB|TT|APA|ANSA|LaPresse|MTI|PAP"
    "|USA TODAY Sports|USA Today Sports|Imagn(?: Images)?|Unsplash|Pixabay|Pexels|Flickr|Wikimedia(?: Commons)?|Wikipedia|Facebook|Instagram|Twitter|YouTube"
    "|iStock|Keystone|IMAGO|Imago|picture alliance|ddp|Magnum(?: Photos)?|Redux|SCNG|MediaNews Group|Zumapress|ABACA|ANP|Ritzau|Lehtikuva|CNP|NASA|SWNS|Stringer|File)"
)
# Letters by exclusion: RE2 spells \\pL out in bytes, and a dozen of them cost 100 ms of every start.
UPPER_CHARS: Final = "A-Z\\x{c0}-\\x{de}\\x{100}-\\x{17f}\\x{391}-\\x{3a9}\\x{400}-\\x{42f}"
UPPER: Final = f"[{UPPER_CHARS}]"
LETTERS: Final = "[^ \\t\\n()\\[\\]/|,:;0-9]*"
NAME: Final = f"{UPPER}{LETTERS}(?: (?:{UPPER}{LETTERS}|de|da|do|van|von|der|bin|al|el|la)){{0,3}}"
# What stands after "Photo:": names, agencies, handles, and the small words between them; never a sentence.
CREDITED: Final = (
    f"(?:(?:[{UPPER_CHARS}@0-9(][^\\s:;]*|e{UPPER}[^\\s]*"
    "|of|the|and|for|via|by|de|da|do|von|van|der|del|la|le|at|from|courtesy|[/|&,–—-])(?: |$))+"
)
WORD: Final = (
    "(?:[Pp]hotos?(?:graph(?:s|er)?)?|PHOTOS?|[Ii]mages?|IMAGES?|[Pp]ictures?|PICTURES?|[Pp]ics?|[Ii]llustration|[Ss]creen ?(?:shot|grab)"
    "|[Cc]redits?|CREDIT|[Cc]ourtesy|[Ff]ile(?: [Pp]hoto)?|FILE(?: PHOTO)?|[Aa]rchive|[Ss]upplied|[Hh]andout)"
)
_BRACKET: Final = (
    f"[(\\[](?:"
    f"{WORD}(?: ?(?:credits?|courtesy|source|by|from|via|of|supplied))*(?: ?[:|]| ?[/–—-] ?{UPPER}| [/–—-] | by| of| from| via| courtesy)[^()\\[\\]]*"
    f"|[^()\\[\\]]*(?:via|/|,|[Cc]ourtesy(?: of)?) ?{SOURCE}"
    f"|AP Photo[^()\\[\\]]*|{SOURCE} [Pp]hotos?(?:/[^()\\[\\]]*)?|(?:[Ff]ile|[Rr]epresentat(?:ive|ional)|[Ii]llustrative) (?:[Pp]hoto|[Ii]mage|[Pp]icture)[^()\\[\\]]*"
    f")[)\\]]"
)
# "(Jane Doe/The Courier)" says nothing of pictures: it counts only after a finished sentence.
_NAMED: Final = f'[.!?”"’] ?[(\\[](?:[^()\\[\\]/|]+ ?[/|] ?)*{UPPER}{LETTERS}(?: {UPPER}{LETTERS}){{1,3}} ?[/|] ?(?:The )?{UPPER}[^()\\[\\]]+[)\\]]'
_TAIL: Final = (
    f"(?:(?:REUTERS|Reuters)/[^\\n.]+"
    f"|{NAME} ?/ ?(?:The )?{SOURCE}(?:[/ ][^\\n.]*)?"
    f"|[|] ?{NAME}/[^\\n.]+"
    f"|(?:{UPPER}[^\\n./]+/)?{SOURCE}(?: via|/) ?{SOURCE}"
    f"|{WORD}(?: ?(?:credits?|courtesy|source))? ?: ?{CREDITED}"
    f"|(?:Photo(?:s|graph|graphs|graphy)?|Image|Picture|PHOTO) (?:by|courtesy(?: of)?|via|from) {CREDITED}"
    f"|via {SOURCE}"
    f"|AP Photo/[^\\n]+"
    f"|© ?{CREDITED})"
)
_START: Final = (
    f"(?:© ?(?:{SOURCE}|{UPPER}[^()/|,:;0-9\\n]+)(?: 20[0-9][0-9])? ?/ ?[^\\n/]+ "
    f"|(?:{NAME}|{NAME}/[^()/|,:;0-9\\n]+) via {SOURCE} {UPPER}"
    f'|(?:FILE|File)(?: PHOTO| [Pp]hoto)? ?[:–—-] ?[{UPPER_CHARS}“"(\\[]'
    f"|(?:{NAME} ?/ ?)?Getty Images {UPPER}{LETTERS} [a-z])"
)
_ONLY: Final = (
    f"(?:(?:{WORD}(?: ?(?:by|courtesy(?: of)?|from|via|credits?|source))? ?[:–—-]? ?)?(?:{NAME} ?(?:[/|,]| via) ?)*(?:The )?{SOURCE}(?: ?[/|] ?[^\\n]+)?"
    f"|{WORD}(?: ?(?:credits?|courtesy|source|by))? ?: ?{CREDITED}"
    f"|(?:Photo(?:s|graph|graphs)?|Image|Picture|PHOTO)(?: [Cc]ourtesy)? (?:by|of|from|via) [^\\n:;]+"
    f"|AP Photo/[^\\n]+|(?:REUTERS|Reuters)/[^\\n]+|© ?{NAME}(?: ?/ ?[^\\n]+)?"
    f"|(?:{SOURCE}|{UPPER}{LETTERS}) [Ss]creen ?(?:shot|grab))"
)
MORE: Final = "(?: (?:More|MORE|hide caption|toggle caption))?"

# Over lower-case bytes, like the gate they join: a line without any of these is no caption for us.
CUES: Final = (
    "getty images?",
    "reuters/",
    "/ ?(?:reuters|afp|ap|epa|getty|bloomberg|shutterstock|pti|ani|pa|alamy|istock|unsplash|pixabay|imago|xinhua|dpa|epa-efe)[)\\]. \\r]*(?: more)?\\r?$",
    "ap photo",
    "[(\\[](?:photo|image|pic|credit|courtesy|file)",
    "(?:^|[. |])(?:photos?|image|picture|pics?|photograph(?:er|s)?|illustration|credit|courtesy) ?:",
    "(?:photo|photograph|image|picture)s? (?:by|courtesy|via|from|credit)",
    "^file(?: photo)? ?[:-]",
    "^[^a-z0-9\\n]*\xa9",
    "via (?:ap|afp|epa)[)\\]]",
    "/[^/()\\n]*[)\\]]\\r?$",
    "screen ?(?:shot|grab)",
    "^(?:reuters|afp|ap|getty|bloomberg|shutterstock|wikimedia[ a-z]*)\\r?$",
)
NETWORKS: Final = frozenset({"facebook", "twitter", "instagram", "youtube", "flickr", "wikipedia", "file"})
CAPTION_CHARS: Final = 520
LONG_CAPTION_CHARS: Final = 1000  # agency captions of file pictures tell the whole story
CAPTION_SENTENCES: Final = 4
FEW_WORDS: Final = 8
# A closing bracket, a full stop and the longest of `MORE`.
EDGE_CHARS: Final = 17
# Every alternative of `_TAIL` has one of these.
TAIL_SIGNS: Final = ("/", ":", "©", "via", " by ", " courtesy", " from ")


@lru_cache(maxsize=8)
def _compiled(name: str) -> Any:
    sources = {
        "bracket-end": f"(?:{_BRACKET}|{_NAMED})[.]?{MORE}$",
        "bracket": _BRACKET,
        "tail": f'(?:^|[.!?”"’)] ?|[|] ?){_TAIL}[.]?{MORE}$',
        "start": f"^{_START}",
        "only": f"^[(\\[]?{_ONLY}[)\\]]?[.]?{MORE}$",
    }
    options = re2.Options()
    options.max_mem = 32 << 20
    return re2.compile(sources[name], options)


def is_caption(line: str) -> bool:
    """Whether a whole line is a caption or a credit."""
    return bool(_caption_claim(line))


def _caption_claim(line: str) -> str:
    if (
        len(line) > (LONG_CAPTION_CHARS if line[:4] == "FILE" else CAPTION_CHARS)
        or is_speech(line)
        or "rights reserved" in line.lower()
    ):
        return ""
    if 3 < len(line) <= 120 and line.casefold() not in NETWORKS and _compiled("only").search(line):
        return "credit-line"
    if _may_open(line) and _compiled("start").search(line):
        return "credit-opens"
    found = _credit_at_end(line)
    if (
        found
        and "(" in found.group()[:3]
        and line.count(" ", 0, found.start()) < FEW_WORDS
        and _only_named(found.group())
    ):
        return ""
    if found and sentence_count(line[: found.start()]) <= CAPTION_SENTENCES:
        return "credit-closes"
    return ""


def _may_open(line: str) -> bool:
    """Whether a line has what every credit at a start has: the expressions take long to compile and to try."""
    return line[0] == "©" or line[:4] in ("FILE", "File") or " via " in line or "Getty Images " in line


def _credit_at_end(line: str) -> Any:
    """The credit that closes a line, as a match; the signs that each has are looked for first."""
    edge = line[-EDGE_CHARS:]
    found = _compiled("bracket-end").search(line) if ")" in edge or "]" in edge else None
    if not found and any(sign in line for sign in TAIL_SIGNS):
        found = _compiled("tail").search(line)
    return found


def _only_named(credit: str) -> bool:
    """A bracket with two names and a slash, and no agency or picture word."""
    return not _compiled("bracket").search(credit)


def caption_findings(page: Page) -> list[Finding]:
    """Captions among the lines that a cue hit; for longer paragraphs the bracketed credit inside."""
    out: list[Finding] = []
    for n in page.cued_blocks():
        line = page.lines[n]
        claim = _caption_claim(line)
        if claim:
            out.append(Finding(n, "caption", claim))
        elif "(" in line or "[" in line:
            out += [
                Finding(n, "caption", "credit-inside", start=m.start(), end=m.end())
                for m in _compiled("bracket").finditer(line)
                if _says_picture(m.group())
            ]
    return out


def _says_picture(credit: str) -> bool:
    """Inside running text only a bracket that says "photo" or the like is a credit for sure."""
    low = credit[:24].lower()
    return any(word in low for word in ("photo", "image", "picture", "(pic", "credit", "screenshot", "screengrab"))
