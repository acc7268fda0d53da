"""What no article looks like: never a crash, never a hang, never silent loss."""

import json
from collections.abc import Iterator
from functools import lru_cache

import pytest

import cleaner
from cleaner import Article, Cleaner, Document
from cleaner.formats.jsonl import clean_lines
from cleaner.formats.text import decode, header
from cleaner.formats.work import Choices, Work

from .conftest import ALL_CASES
from .hostile import BYLINES, TEXTS

BODY = "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell."
MODES = ("careful", "balanced", "strict")


@lru_cache(maxsize=3)
def cleaner_of(mode: str = "balanced") -> Cleaner:
    """One cleaner a mode."""
    return Cleaner(mode=mode)


def clean(text: str, mode: str = "balanced", title: str | None = None) -> Article:
    """Clean, and see that everything can be put back."""
    article = cleaner_of(mode).clean(text, title=title, language="en")
    assert cleaner.restore(article) == text
    assert cleaner.apply(text, article.decisions) == article.text
    return article


def line_of(text: str) -> bytes:
    """A record with nothing but a text, surrogates as escapes."""
    return json.dumps({"text": text}).encode("ascii")


# --- nothing and next to nothing


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t \t",
        "\n\n\n",
        " \n \n",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\x00",
        "\x0c\n\x0b",
        "\ud800",
    ],
    ids=repr,
)
def test_texts_of_nothing_come_out_as_they_are(text: str, mode: str) -> None:
    """Empty and blank texts: no decision, no change, no header."""
    article = clean(text, mode)
    assert (article.text, article.decisions, article.title, article.authors) == (text, (), None, ())
    assert header(article) == ""


@pytest.mark.parametrize(
    "text", ["a", ".", "***", "By", "By \n", "Share", "1", "\u0301", "A Headline", "“", "(", "[]", "http://", "@"]
)
@pytest.mark.parametrize("mode", MODES)
def test_texts_of_one_word(text: str, mode: str) -> None:
    """Too little to say anything about."""
    article = clean(text, mode, title=text)
    assert article.text in (text, "")


def test_a_text_without_line_end_stays_without() -> None:
    """And one with three keeps three."""
    assert clean(BODY).text == BODY
    assert clean(BODY + "\n\n\n").text == BODY + "\n\n\n"


# --- size


@pytest.mark.parametrize(
    "line",
    ["x", "word ", "The sea is blue. ", "\u00e9", "読む。", "A.", "“", "(", "  ", "\ud800", "\u0301"],
    ids=ascii,
)
def test_a_line_of_megabytes(line: str) -> None:
    """Two million characters on one line, between ordinary ones."""
    text = f"{BODY}\n{line * (2_000_000 // len(line))}\n{BODY}\n"
    assert clean(text).text == text


def test_a_long_line_with_residue_at_both_ends() -> None:
    """Five megabytes of prose are no reason to miss the promo below."""
    text = f"By Ama Boateng\n\n{(BODY + ' ') * 50_000}\n\nShare This Article\n"
    article = clean(text)
    assert len(article.text) > 5_000_000
    assert [d.category for d in article.decisions] == ["byline", "share"]


def test_a_million_empty_lines() -> None:
    """Blank lines cost next to nothing, and stay where no line is cut."""
    blank = "\n" * 1_000_000
    assert clean(blank).text == blank
    text = BODY + blank + BODY
    assert clean(text).text == text


def test_a_million_empty_lines_around_residue() -> None:
    """The blank lines that belong to a cut line go with it, all of them."""
    blank = "\n" * 300_000
    assert clean(BODY + "\n\nShare This Article" + blank + BODY).text == BODY + "\n\n" + BODY
    assert clean(BODY + blank + "Share This Article").text == BODY


def test_thousands_of_lines_of_residue() -> None:
    """Every line is cut, each by its own decision."""
    text = BODY + "\n" + "Share This Article\n" * 30_000 + BODY + "\n"
    article = clean(text)
    assert len(article.decisions) == 30_000
    assert article.text == f"{BODY}\n{BODY}\n"


@pytest.mark.parametrize("mode", ["balanced", "strict"])
@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS.keys())
def test_cleaning_much_of_the_same_twice_changes_nothing(piece: str, mode: str) -> None:
    """However often a thing is repeated, above, below or between prose: one run is enough."""
    for often in (3, 40, 250):
        for text in (
            piece * often,
            f"{piece * often}\n{BODY}\n",
            f"{BODY}\n{piece * often}\n",
            f"{BODY}\n{piece * often}\n{BODY}\n",
        ):
            once = clean(text, mode).text
            assert clean(once, mode).text == once, (often, text[:50])


def test_a_title_of_megabytes() -> None:
    """Evidence can be hostile too."""
    text = f"{BODY}\n" * 1000
    assert clean(text, title="Harbour fees " * 50_000).text == text
    assert BODY in clean("Harbour fees to rise\n" * 1000 + BODY, title="Harbour fees to rise").text


def test_bylines_of_megabytes() -> None:
    """No line is too long to be read."""
    for piece in BYLINES:
        line = piece * 100_000
        assert cleaner.parse_byline(line).raw == line


# --- what is no article


RECIPE_LISTING = """\
Item        Price   In stock
Rope, 10 m  12.50   yes
Anchor       80.00   no
Bucket        4.20   yes
Lantern      19.90   yes
Tar, 5 l     22.00   no
"""
POEM = """\
The ferry left without its light,
    the water kept the name of night,
and on the quay the gulls stood white
    like letters nobody would write.

Who counts the boats that do not come?
    The bell is cracked, the wind is dumb.

And still she waits, and still the foam
brings nothing in that calls it home.
"""
CODE = '''\
import sys


def share(article: str, *, tweet: bool = False) -> int:
    """Share this article."""
    if not article:  # nothing to share
        return 0
    for line in article.split("\\n"):
        print(line.strip(), file=sys.stderr)
    return len(article)


if __name__ == "__main__":
    sys.exit(share(sys.argv[1]))
'''
TABLE = """\
| port    | ships | tonnes |
|---------|-------|--------|
| Tema    |    40 |  81000 |
| Lagos   |    52 | 120300 |
| Mombasa |    17 |  44100 |
"""
DIALOGUE = """\
ANNA
You came back.

BORIS
I said I would.

ANNA
You said many things. Read also what you wrote.

BORIS
By the time I wrote it, I was gone.
"""
CHAT = """\
[12:01] ama: did the ferry come
[12:01] kofi: not yet
[12:04] ama: share your location
[12:05] kofi: at the quay, by the bell
"""
LETTER = """\
Dear Ms Adom,

thank you for your letter of 3 May. We regret that the ferry did not run.

A new engine has been ordered. It will arrive by ship.

With kind regards,

The Harbour Office
"""
LOG = """\
2024-05-03 12:01:07 INFO  gate opened
2024-05-03 12:01:09 WARN  lamp 3 is out
2024-05-03 12:02:44 ERROR crane: no signal
2024-05-03 12:02:45 INFO  gate closed
"""
LIST = """\
What to bring:

- a rope
- two lanterns
- bread for three days
- the letter from the harbour office
- nothing else
"""
CONFIG = """\
[harbour]
name = "Tema"
ships = 40
open = true

[harbour.lamps]
north = "red"
south = "green"
"""
NUMBERS = "".join(f"{n} {n * n} {n * n * n}\n" for n in range(40))
CSV = "id,name,port\n1,Ama Boateng,Tema\n2,Kofi Adom,Lagos\n3,Jane Roe,Mombasa\n"
FOREIGN = """\
Die Fähre kam am Montag zurück, zwei Jahre nachdem ein Sturm ihre einzige Maschine zerstört hatte, sagte der Kapitän.

Auf dem Kai standen die Möwen.

Niemand hatte gezählt, wie viele Schiffe in dieser Nacht vor der Küste auf das Licht des Lotsen gewartet hatten.
"""
OTHER_KINDS = {
    "listing": RECIPE_LISTING,
    "poem": POEM,
    "code": CODE,
    "table": TABLE,
    "play": DIALOGUE,
    "chat": CHAT,
    "letter": LETTER,
    "log": LOG,
    "list": LIST,
    "configuration": CONFIG,
    "numbers": NUMBERS,
    "csv": CSV,
    "another language": FOREIGN,
}


@pytest.mark.parametrize("mode", ["careful", "balanced"])
@pytest.mark.parametrize("text", OTHER_KINDS.values(), ids=OTHER_KINDS.keys())
def test_what_is_no_article_stays_as_it_is(text: str, mode: str) -> None:
    """Listings, poems, code, tables and the like come out unchanged."""
    article = clean(text, mode)
    assert [(d.category, d.text, d.rules, d.signals) for d in article.decisions if d.removes] == []
    assert article.text == text


@pytest.mark.parametrize("text", OTHER_KINDS.values(), ids=OTHER_KINDS.keys())
def test_what_is_no_article_survives_strict_mode(text: str) -> None:
    """Strict mode may be wrong about lines, not about the whole: more than half stays."""
    assert len(clean(text, "strict").text) > len(text) / 2


# --- odd characters


def test_nul_and_controls_stay() -> None:
    """Control characters are characters."""
    text = f"A line with \x00 and \x1b[31m and \x7f in it, long enough to be a paragraph of the text, the captain said.\n\n{BODY}\x00\n"
    assert clean(text).text == text
    assert clean(text + "\nShare This Article\x00\n").text == text


def test_unicode_line_separators_are_no_line_ends() -> None:
    """Offsets and lines follow line feeds alone; U+2028, U+0085 and form feeds stay inside their line."""
    text = f"{BODY}\u2028{BODY}\x85{BODY}\x0c{BODY}\n\nShare This Article\n"
    assert clean(text).text == f"{BODY}\u2028{BODY}\x85{BODY}\x0c{BODY}\n"


def test_mixed_line_ends_stay_mixed() -> None:
    """Each line keeps the end that it had."""
    text = f"By Ama Boateng\r\n\r\n{BODY}\r\n\n{BODY}\n\r\nREAD ALSO: Harbour Fees To Rise\r\n\n{BODY}\r\nShare This Article\r\n"
    assert clean(text).text == f"{BODY}\r\n\n{BODY}\n\r\n{BODY}\r\n"


def test_old_mac_line_ends_lose_nothing() -> None:
    """Bare carriage returns make one long line: nothing is known about it, so prose stays."""
    text = f"By Ama Boateng\r\r{BODY}\r\rShare This Article\r"
    assert BODY in clean(text).text


def test_a_byte_order_mark_stays_and_hides_nothing() -> None:
    """The mark is kept with prose, and a byline behind it is found all the same."""
    text = f"\ufeff{BODY}\n\nShare This Article\n"
    assert clean(text).text == f"\ufeff{BODY}\n"
    assert [a.name for a in clean(f"\ufeffBy Ama Boateng\n\n{BODY}\n").authors] == ["Ama Boateng"]


def test_right_to_left_text() -> None:
    """Arabic and Hebrew prose stays to the last mark; English chrome around it goes."""
    arabic = "عاد المركب يوم الاثنين بعد عامين من العاصفة التي حطمت محركه الوحيد، وقال القبطان إن الركاب انتظروا طويلا."
    hebrew = "המעבורת חזרה ביום שני, שנתיים אחרי שסערה שברה את המנוע היחיד שלה, אמר רב החובל לעיתונאים ברציף."
    text = f"\u200f{arabic}\n\n\u202b{hebrew}\u202c\n\nShare This Article\n"
    assert clean(text).text == f"\u200f{arabic}\n\n\u202b{hebrew}\u202c\n"


def test_combining_marks_and_emoji() -> None:
    """Decomposed letters, joiners and astral characters keep their offsets."""
    prose = "Le bateau est revenu le lundi, deux ans apre\u0300s la tempe\u0302te, et personne n'attendait plus rien \U0001f469\u200d\U0001f680 du quai."
    text = f"{prose}\n\n\U0001f4e2 READ ALSO: Harbour Fees To Rise \U0001f449\n\n{prose}\n"
    article = clean(text)
    assert article.text == f"{prose}\n\n{prose}\n"
    (decision,) = article.decisions
    assert text[decision.start : decision.end] == decision.text


SURROGATES = (
    "READ ALSO: Caf\udce9 fees to rise",
    "Share This Article \udcff",
    "By Ama Boat\udce9ng",
    "By Ama Boateng \ud800",
    "Photo: Jane \udce9",
    "A crane in T\udce9ma. (Photo by Jane Roe/Getty Images)",
    "FILE - Workers \udcff wait. (AP Photo/Jane Roe, File)",
    "Jane Roe is a report\udce9r who covers shipping for the Courier.",
    "caf\udce9 pic.twitter.com/aB3dE5fG7h and more",
    "Shares of ACME, +0.34% \udce9 rose.",
    "caf\udce9-1024x683.jpg",
    "*** \udce9 ***",
    "LAGOS, Aug 14 (Reuters) - The caf\udce9 closed on Monday after a crane fell on two empty barges, officials said.",
    "It ended. READ MORE: Caf\udce9 fees rise again.  The rest stayed, the captain said on Monday.",
    "Subscribe to our newsletter \udce9",
    "Updated May 3, 2024 \udce9",
    "\udce9",
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("line", SURROGATES, ids=ascii)
def test_undecodable_bytes_stop_no_signal(line: str, mode: str) -> None:
    """Surrogates in exactly the lines that rules, signals and fields look at."""
    clean(f"{line}\n\n{BODY}\n\n{line}\n\n{BODY} {line} {BODY}\n\n{line}\n", mode, title=line)
    cleaner.parse_byline(line)


# --- records


def test_every_text_here_survives_json_lines() -> None:
    """All the odd texts as records: one line out for each, never an error."""
    texts = [*OTHER_KINDS.values(), *(f"{line}\n{BODY}" for line in SURROGATES), "", "\x00", "\u2028", "\ud800"]
    lines = [line_of(text) for text in texts]
    out = list(clean_lines(lines, Work(cleaner_of(), choices=Choices(language="en", explain=True))))
    assert all(isinstance(item, bytes) for item in out)
    assert len(out) == len(texts)


def test_garbage_lines_are_errors_of_ours() -> None:
    """Any bytes at all, line by line, give a value and no exception."""
    garbage = [
        bytes(range(256)),
        b"{" * 1000,
        b'{"text":' * 1000,
        b"[" * 100_000,
        b"\xff\xfe{}",
        b'{"text": "\\ud8"}',
        b"{}" * 10,
        b'"' * 99,
    ]
    out = list(clean_lines(garbage, Work(cleaner_of())))
    assert out
    assert not any(isinstance(item, bytes) for item in out)


def test_a_stream_is_not_held_in_memory() -> None:
    """A line is written before the next one is read."""
    read = []

    def lines() -> Iterator[bytes]:
        for n in range(100):
            read.append(n)
            yield line_of(BODY)

    next(clean_lines(lines(), Work(cleaner_of())))
    assert read == [0]


# --- the loss guard


def test_a_text_that_is_all_certain_residue_may_go() -> None:
    """What certain rules name is residue however much of it there is."""
    article = clean(
        "Share This Article\n\nREAD ALSO: Harbour Fees To Rise\n\nWe're now on WhatsApp. Click here to join.\n"
    )
    assert article.text.strip() == ""
    assert {d.confidence for d in article.decisions} == {"certain"}


@pytest.mark.parametrize("mode", ["balanced", "strict"])
def test_what_is_not_certain_never_takes_more_than_half(mode: str) -> None:
    """However a text is built: the uncertain decisions of a record stay below the bound, or the guard says so."""
    runs = "\n".join(f"Harbour Fees To Rise Again In Port {n}" for n in range(40))
    texts = [
        f"{BODY}\n\nRelated Stories\n\n{runs}\n",
        f"{BODY}\n\nShare This Article\n\n{runs}\n",
        f"{BODY}\n\nLeave a comment\n\n{runs}\n",
        f"Home\nNews\nSport\nWeather\n\n{BODY}\n\n{runs}\n",
        f"{runs}\n\nForty Ships Enter The Harbour\n\n{BODY}\n",
        f"Trending\n{runs}",
        *(case.source for case in ALL_CASES),
        *OTHER_KINDS.values(),
    ]
    for text in texts:
        article = clean(text, mode)
        unsure = sum(len(d.text.strip()) for d in article.decisions if d.removes and d.confidence != "certain")
        assert unsure <= 0.5 * len(text) + 1, text[:80]


def test_the_guard_names_itself() -> None:
    """When decisions were taken back the article says so, and the record does."""
    runs = "\n".join(f"Harbour Fees To Rise Again In Port {n}" for n in range(40))
    text = f"{BODY}\n\nRelated Stories\n\n{runs}\n"
    article = clean(text, "strict")
    assert article.guard == "loss"
    assert runs in article.text
    (line,) = clean_lines([line_of(text)], Work(cleaner_of("strict"), choices=Choices(language="en")))
    assert isinstance(line, bytes)
    assert b'"guard":"loss"' in line


def test_the_guard_is_silent_on_articles() -> None:
    """No fixture article sets it off."""
    for case in ALL_CASES:
        title = case.about.get("title")
        article = cleaner_of().clean_document(Document(case.source, title=title, language=case.about["language"]))
        assert article.guard == case.fields.get("guard"), case.slug


def test_bytes_of_any_kind_as_text() -> None:
    """Binary data read as text: something comes out, and it can be put back."""
    data = bytes((n * 7919 + n // 256) % 256 for n in range(60_000))
    clean(decode(data))
