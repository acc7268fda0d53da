"""Bytes of pages in every encoding come out as the text that was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.html.decode import decode

from .effort import steps

PAGE = "<html>\n<head>{meta}<title>Page</title></head>\n<body><p>{text}</p>\n<p>{text}</p>\n</body></html>"
TEXTS = {
    "en": "The bridge – closed since the flood – opened on Monday. “It’s a good day,” the mayor said, and the café gave free coffee.",
    "de": "Die Brücke wurde am Montag wieder geöffnet, elf Monate nach der Flut. Die Bewohner begrüßten den ersten Bus mit Blumen.",
    "fr": "Le pont a rouvert lundi, onze mois après la crue. Les habitants ont accueilli le premier bus avec des fleurs, a déclaré le maire.",
    "es": "El puente reabrió el lunes, once meses después de la inundación. Los vecinos recibieron el primer autobús con flores, señaló el alcalde.",
    "pl": "Most otwarto ponownie w poniedziałek, jedenaście miesięcy po powodzi. Mieszkańcy przywitali pierwszy autobus kwiatami.",
    "cs": "Most byl znovu otevřen v pondělí, jedenáct měsíců po povodni. Obyvatelé přivítali první autobus květinami, řekl starosta.",
    "tr": "Köprü, selden on bir ay sonra pazartesi günü yeniden açıldı. Halk ilk otobüsü çiçeklerle karşıladı, dedi belediye başkanı.",
    "ru": "Мост открыли в понедельник, через одиннадцать месяцев после наводнения. Жители встретили первый автобус цветами.",
    "uk": "Міст відкрили в понеділок, через одинадцять місяців після повені. Мешканці зустріли перший автобус квітами.",
    "el": "Η γέφυρα άνοιξε ξανά τη Δευτέρα, έντεκα μήνες μετά την πλημμύρα. Οι κάτοικοι υποδέχτηκαν το πρώτο λεωφορείο με λουλούδια.",
    "he": "הגשר נפתח שוב ביום שני, אחד עשר חודשים אחרי השיטפון. התושבים קיבלו את האוטובוס הראשון בפרחים, אמר ראש העיר.",
    "ar": "أعيد فتح الجسر يوم الاثنين بعد أحد عشر شهرا من الفيضان. واستقبل السكان أول حافلة بالزهور، كما قال رئيس البلدية.",
    "th": "สะพานเปิดอีกครั้งในวันจันทร์ สิบเอ็ดเดือนหลังน้ำท่วม ชาวบ้านต้อนรับรถเมล์คันแรกด้วยดอกไม้ นายกเทศมนตรีกล่าว",
    "ja": "橋は月曜日に再び開通した。洪水から十一か月後のことである。住民は最初のバスを花で迎えたと市長は述べた。",
    "ko": "다리는 월요일에 다시 열렸다. 홍수가 난 지 열한 달 만이다. 주민들은 첫 버스를 꽃으로 맞이했다고 시장은 말했다.",
    "zh": "大桥星期一重新开放，距离洪水已经过去十一个月。居民们用鲜花迎接第一辆公共汽车，市长说。",
    "zh-TW": "大橋星期一重新開放，距離洪水已經過去十一個月。居民們用鮮花迎接第一輛公共汽車，市長說。",
}
# language, Python's codec, the label that pages carry
LEGACY = [
    *(("en", "cp1252", "windows-1252"), ("de", "latin-1", "ISO-8859-1"), ("fr", "cp1252", "iso-8859-1")),
    *(("fr", "iso8859-15", "ISO-8859-15"), ("es", "cp1252", "windows-1252"), ("pl", "cp1250", "windows-1250")),
    *(("pl", "iso8859-2", "ISO-8859-2"), ("cs", "cp1250", "windows-1250"), ("cs", "iso8859-2", "iso-8859-2")),
    *(("tr", "cp1254", "ISO-8859-9"), ("ru", "cp1251", "windows-1251"), ("ru", "koi8-r", "KOI8-R")),
    *(("ru", "iso8859-5", "ISO-8859-5"), ("uk", "cp1251", "windows-1251"), ("uk", "koi8-u", "KOI8-U")),
    *(("el", "cp1253", "windows-1253"), ("el", "iso8859-7", "ISO-8859-7"), ("he", "cp1255", "windows-1255")),
    *(("ar", "cp1256", "windows-1256"), ("th", "cp874", "TIS-620"), ("ja", "cp932", "Shift_JIS")),
    *(("ja", "euc_jp", "EUC-JP"), ("ja", "iso2022_jp", "ISO-2022-JP"), ("ko", "euc_kr", "EUC-KR")),
    *(("zh", "gb18030", "GB18030"), ("zh", "gb2312", "gb2312"), ("zh-TW", "big5", "Big5")),
]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
# Without any declaration nothing tells these from their neighbours: every byte means something in both.
AMBIGUOUS = {("uk", "koi8-u"), ("fr", "iso8859-15")}


def page(language: str, meta: str = "") -> str:
    """A small page in a language."""
    return PAGE.format(meta=meta, text=TEXTS[language])


@pytest.mark.parametrize(("language", "codec", "label"), LEGACY)
def test_a_header_is_enough(language: str, codec: str, label: str) -> None:
    """The encoding as the server names it."""
    assert decode(page(language).encode(codec), f"text/html; charset={label}") == page(language)


@pytest.mark.parametrize(("language", "codec", "label"), LEGACY)
def test_a_meta_tag_is_enough(language: str, codec: str, label: str) -> None:
    """The encoding as the page names it, in both spellings."""
    for meta in (f"<meta charset='{label}'>", f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'):
        source = page(language, meta)
        assert decode(source.encode(codec)) == source


@pytest.mark.parametrize(("language", "codec", "label"), [c for c in LEGACY if c[:2] not in AMBIGUOUS])
def test_nothing_declared(language: str, codec: str, label: str) -> None:  # noqa: ARG001
    """The bytes alone."""
    assert decode(page(language).encode(codec)) == page(language)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("codec", UNICODE)
@pytest.mark.parametrize("declared", [None, "utf-8", "ISO-8859-1", "us-ascii", "windows-1251", "nonsense"])
def test_unicode_is_found_whatever_is_declared(language: str, codec: str, declared: str | None) -> None:
    """Marks and valid UTF-8 win over a wrong header; UTF-16 is seen without a mark."""
    header = declared and f"text/html; charset={declared}"
    assert decode(page(language).encode(codec), header) == page(language)


@pytest.mark.parametrize(("language", "codec"), [("en", "cp1252"), ("ru", "cp1251"), ("ja", "cp932"), ("pl", "cp1250")])
@pytest.mark.parametrize("declared", ["utf-8", "utf-16"])
def test_declared_unicode_that_is_none(language: str, codec: str, declared: str) -> None:
    """A page that calls itself UTF-8 and is not."""
    meta = '<meta charset="utf-8">'
    assert decode(page(language, meta).encode(codec), f"text/html; charset={declared}") == page(language, meta)


@pytest.mark.parametrize(
    ("language", "codec"), [("ru", "cp1251"), ("el", "cp1253"), ("ja", "cp932"), ("zh", "gb18030")]
)
def test_the_default_of_the_server_is_no_evidence(language: str, codec: str) -> None:
    """A header that says Latin over bytes that stand in runs as no Latin script has them."""
    assert decode(page(language).encode(codec), "text/html; charset=iso-8859-1") == page(language)


def test_the_page_wins_over_the_default_of_the_server() -> None:
    """A Latin header, and a page that says otherwise."""
    source = page("pl", '<meta charset="windows-1250">')
    assert decode(source.encode("cp1250"), "text/html; charset=ISO-8859-1") == source


def test_the_language_decides_where_letters_do_not() -> None:
    """A short Hungarian text reads as well in western Europe's encoding."""
    source = '<html lang="hu"><p>Hétfőn megnyitották a hidat.</p>'
    assert decode(source.encode("cp1250")) == source


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp932", "gb18030"])
def test_a_cut_off_last_character_costs_no_more(codec: str) -> None:
    """A download that broke off."""
    source = page("ja").removesuffix("</p>\n</body></html>")
    got = decode(source.encode(codec)[:-1], None if codec.startswith("utf") else f"text/html; charset={codec}")
    assert got[:-1] == source[:-1]


def test_a_few_bad_bytes_do_not_spoil_a_page() -> None:
    """Damaged UTF-8 stays UTF-8."""
    damaged = page("ru").encode() + b"\xff<p>\xe9</p>"
    assert decode(damaged) == page("ru") + "\ufffd<p>\ufffd</p>"


def test_nul_bytes_stay() -> None:
    """A stray NUL is no UTF-16."""
    assert decode(b"<p>a\0b \xc3\xa9</p>") == "<p>a\0b é</p>"


def test_a_mark_is_no_text() -> None:
    """The byte order mark goes."""
    assert decode("\ufeff<p>é</p>".encode("utf-16")) == "\ufeff<p>é</p>"
    assert decode(b"\xef\xbb\xbf<p>\xc3\xa9</p>") == "<p>é</p>"


LABELS = [
    "hex",
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "utf-7",
    "zlib",
    "base64",
    "hz",
    "gb18030",
    "utf-16",
]
BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(st.sampled_from([b"\0", b"<p>", b"\x1b$B", b"\x81", b"\xe3\x81", b"~{", b"\xff\xfe", b"a"])).map(b"".join),
)


@given(BYTES, st.one_of(st.none(), st.text(max_size=30), st.sampled_from(LABELS).map("text/html; charset={}".format)))
@settings(max_examples=400, deadline=None)
def test_no_bytes_raise(data: bytes, header: str | None) -> None:
    """Any bytes, and any header."""
    assert isinstance(decode(data, header), str)


def test_the_usual_page_costs_next_to_nothing() -> None:
    """UTF-8 of 300 kB: one strict decoding, and no look at the rest."""
    data = page("fr", "<meta charset=utf-8>").encode()
    long = data + b"<p>The bridge is open.</p>\n" * 11_000
    assert steps(lambda: decode(long)) == steps(lambda: decode(data)) < 100
