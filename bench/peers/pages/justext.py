"""jusText with the English stop words: it needs a language, and pages do not always say theirs."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text out`. Raises ImportError if it is not there."""
    import justext  # noqa: PLC0415 - a peer is imported when it is run

    words = justext.get_stoplist("English")
    return lambda html: (
        "\n\n".join(p.text for p in justext.justext(html.encode(), words, encoding="utf-8") if not p.is_boilerplate),
        None,
    )
