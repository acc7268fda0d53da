"""Pages of clear structure that the tests of HTML share. The weights of the judge may change; these stay as clear."""

PARAGRAPHS = (
    "The harbour of Velmora opened again on Tuesday, and forty ships that had waited outside came in before night fell.",
    "Captains had spent nine days at anchor while divers cleared the channel of a crane that a storm had thrown into it.",
    "The port office said that no berth was damaged, and that the fees of the lost days would be paid back in full.",
    "Dock workers stood along the quay until dark, counting the lights that came round the mole one after another.",
    "It was the longest closure since the flood, and the first one in which nobody in the town went without bread.",
)
ARTICLE = " ".join(PARAGRAPHS)
MENU = "<body><nav><a href=/a>Ports</a></nav><ul>" + "<li><a href=/b>Section</a></li>" * 30 + "</ul></body>"
LISTING = "<body><h1>Latest news</h1>" + "".join(
    f"<div class=teaser><h3><a href=/{n}>Harbour fees rise for the {n}th time</a></h3></div>" for n in range(40)
)
RELATED = (
    "<div class=related-posts><h3>Related stories</h3><ul><li><a href=/1>Harbour fees to rise again</a></li>"
    "<li><a href=/2>Minister opens the new bridge</a></li></ul></div>"
)
CAPTION = "<figure><img src=a.jpg><figcaption>Ships off the mole at night.</figcaption></figure>"


def article_page(inside: str = RELATED + CAPTION, head: str = "") -> str:
    """A whole page with the five paragraphs and something between the second and the third."""
    first, second, *rest = (f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<!doctype html><html lang=en><head><title>Forty Ships Enter the Harbour - Courier</title>{head}</head><body>"
        "<header class=site-header><a href=/>Courier</a><nav><a href=/ports>Ports</a></nav></header><main><article>"
        "<h1>Forty Ships Enter the Harbour</h1><p class=byline>By Ama Boateng</p><time datetime=2024-08-14>14 August "
        f"2024</time><div class=story>{first}{second}{inside}{''.join(rest)}</div></article></main>"
        "<aside class=sidebar><h3>Most read</h3><ul><li><a href=/3>Ten ships to see</a></ul></aside>"
        "<footer><p>Imprint. All rights reserved.</p></footer></body></html>"
    )
