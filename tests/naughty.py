"""Words and strings of many kinds for generated editions: scripts, long words, and what breaks programs.

Each kind has words that sentences are made of, and strings that are planted whole. They are our own; the
well-known lists of naughty strings hold the same kinds, and tests marked `corpus` use those besides.
"""

from __future__ import annotations

from dataclasses import dataclass

_MARKS = "".join(map(chr, range(0x300, 0x330)))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text.

    Attributes:
        language: of the editions that are written in it.
        words: what sentences are made of; names too.
        planted: strings that stand in fields as they are, alone or between words; may be empty.
        gap: what stands between two words.
    """

    name: str
    language: str
    words: tuple[str, ...]
    planted: tuple[str, ...] = ()
    gap: str = " "


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _heaped(word: str) -> str:
    """`word` under a heap of combining marks."""
    return "".join(letter + _MARKS[at * 5 % 40 : at * 5 % 40 + 8] for at, letter in enumerate(word))


ENGLISH = _words(
    "harbour quarry lantern orders turbines from northern yards while brewers weigh another furnace and "
    "clerks count ledgers beside the copper market before winter tariffs reach every small foundry"
)
_HTML = (
    "<script>alert('hello')</script>",
    '"><img src=x onerror=alert(document.title)>',
    "<svg/onload=alert`1`>",
    "<b>bold</b> & <i>thin",
    "</td></tr></table></div></body></html>",
    "<!-- open comment",
    "--> closed comment --",
    "<![CDATA[ section ]]> and ]]>",
    "<![endif]--> <!--[if mso]> <![endif]-->",
    "&lt;already&gt; &amp;amp; &nbsp; &apos; &#39; &#x27; &notanentity; &copy AT&T",
    "</title><title>another</title>",
    "</style><style>*{display:none}</style>",
    "<mj-raw><mj-text>layout</mj-text></mj-raw> </mj-text>",
    "' style='color:red' onclick='go()",
    "5 < 6 && 7 > 3",
)
_TEMPLATES = (
    "{{ 7 * 7 }}",
    "{% for x in y %}{% endfor %} {% raw %}",
    "{# unseen #}",
    "{{ issue.stationery }} {{ self.__class__ }}",
    "{{% shortcode %}} {{< figure >}}",
    "${HOME} $(whoami) `uname` #{name} %(name)s %s %n %x",
    "<%= erb %> <?php echo 1; ?> [[wiki]] {0} {name!r:>10}",
    "{token} {{token}} *|UNSUB|* %%unsubscribe%% [[name]]",
)
_MARKDOWN = (
    "*star _under_ **two `tick ~~tilde~~ ***",
    "[bracket](https://ok.example/one) ![picture](https://ok.example/two.png)",
    "[note]: https://ok.example/three 'title'",
    "# hash ## two --- === | pipe | row |",
    "1. one 2) two - three + four > five",
    "[script](javascript:alert%281%29) [data](data:text/html,hi)",
    "\\* \\[ \\\\ back\\slash \\",
    "[[[[[[ ]]]] (((( `````` ______ ******",
    "<https://auto.example/four> <mail@auto.example>",
    "    four spaces\tand a tab",
)
_CONTROLS = (
    "null\x00 bell\x07 escape\x1b[31m delete\x7f",
    "next\x85line \x9b31m c1\x92quote",
    "line\u2028paragraph\u2029vertical\x0bform\x0cfeed\r\nreturn",
    "\u202eedirrevo\u202c \u2066isolated\u2069 \u200emarks\u200f",
    "zero\u200bwidth\u200c\u200d\u2060joined\ufeff soft\u00adhyphen",
    "lone \ud83d surrogate \udc00 here",
    "nonchars \ufdd0 \uffff \U0001ffff tags \U000e0041",
    "wide\u00a0\u2002\u2003\u2009\u202f\u3000spaces",
)
_VALUES = _words(
    "undefined null NULL (null) nil NaN Infinity -Infinity true false True None hasOwnProperty constructor "
    "__proto__ 0 00 -1 1/0 0x0 0xffffffffffffffff 1e1000 1.7976931348623157e309 1,000,000.00 -- ; \\ ''' "
    '""" CON PRN AUX NUL COM1 LPT1 ../../../etc/hosts C:\\ file:///etc/hosts '
    "'; DROP TABLE readers; -- ' OR '1'='1 =1+1 @SUM(1) +1 012 "
    "¼ ٠١٢ ⁰¹² ﷽ ａｂｃ ʇsǝʇ 𝕭𝖑𝖆𝖈𝖐 ﬁ ẞ ı İ Ω≈ç√∫ ¡™£¢∞§¶ "
    "<foo>&bar;</foo> !ENTITY SYSTEM ⒯⒠⒳⒯ yes no "
    "on off ~ 12:30 2025-06-15 <<: &anchor *alias !!python"
)
_EMOJI = _words(
    "🚀 💰 📈 👩‍👩‍👧‍👦 👨🏽‍🚒 🏳️‍🌈 🇵🇹 🇩🇪 🇧🇷 🇸🇦 ☎️ 0️⃣ 🧑🏿‍🤝‍🧑🏻 ❤️‍🔥 🫠 ✈︎ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🐕‍🦺 harbour furnace orders"
)
_LONG = (
    "w" * 320,
    "Kohlenkraftwerksbetriebsgenehmigungsverfahren" * 7,
    "https://long.example/" + "segment/" * 40,
    "under_score_" * 30,
    "a-b" * 110,
    "0123456789" * 31,
    "人" * 310,
    "سلسلة" * 62,
)

KINDS = (
    Kind("English", "en", ENGLISH),
    Kind(
        "German",
        "de",
        _words(
            "Die Hafenbehörde prüft größere Öfen für Straßenlaternen über Wintervorräte während Gießereien "
            "höhere Zölle zählen und Mühlen „neue“ Verträge schließen"
        ),
    ),
    Kind(
        "French",
        "fr",
        _words(
            "La fonderie élève ses commandes où l’hiver dépasse les réserves « prêtes » à être livrées après "
            "août malgré un œil sévère des greffiers"
        ),
    ),
    Kind(
        "Spanish",
        "es",
        _words(
            "La fundición señala más pedidos según el otoño mientras “pequeños” dueños exigen acción y "
            "¿quién? cuenta lingüistas año tras año ¡ya!"
        ),
    ),
    Kind(
        "Portuguese",
        "pt",
        _words(
            "A fundição não põe encomendas à venda porque três irmãos já têm opções após o inverno às vezes "
            "também avó e pão"
        ),
    ),
    Kind(
        "Arabic",
        "ar",
        _words(
            "تطلب المدينة أفرانًا جديدة قبل الشتاء بينما يراجع الكتبة دفاتر السوق والنحاس ترتفع أسعاره "
            "Northwind مع ميناء «الشمال» ويزيد ٢٠٢٥ الطلب"
        ),
        ("العنوان & <b>غامق</b> {{ اسم }}", "שלום עולם 123 (سلام)", "%50 مئة — AT&T"),
    ),
    Kind(
        "Chinese and Japanese",
        "en",
        _words(
            "港口 订购 新炉 冬季 之前 铜价 上涨 工厂 关税 「灯台」 は 倉庫 を 拡張 する "
            "カタカナ ﾊﾝｶｸ 주문 공장 확대 𠜎𠜱 。、"
        ),
        (
            "人工智能公司，融资十亿美元；估值翻倍！",
            "田中さんにあげて下さい & <ruby>漢<rt>かん</rt></ruby>",
            "사회과학원 {{ 값 }}",
        ),
        "",
    ),
    Kind("emoji", "en", _EMOJI, ("👩‍👩‍👧‍👦" * 12, "🇵🇹🇩🇪🇧🇷" * 8, "(｡◕ ∀ ◕｡) ┻━┻︵ヽ(`Д´)ﾉ")),
    Kind(
        "combining marks",
        "en",
        (*map(_heaped, ENGLISH[:12]), "é", "ñandú", "Å", "हिन्दी", "ไทยน้ำ", "தமிழ்", "ြမန်မာ"),
        (_heaped("Overheaped words climb"), "\u0301\u0302 leading marks"),
    ),
    Kind("long words", "en", ENGLISH, _LONG),
    Kind("HTML", "en", ENGLISH, _HTML),
    Kind("templates", "en", ENGLISH, _TEMPLATES),
    Kind("Markdown", "en", ENGLISH, _MARKDOWN),
    Kind("controls", "en", ENGLISH, _CONTROLS),
    Kind("values", "en", ENGLISH, _VALUES),
    Kind("HTML in German", "de", _words("Öfen für „Häfen“ über Zölle & Maße"), (*_HTML, *_TEMPLATES)),
    Kind(
        "everything from the right",
        "ar",
        _words("ميناء furnace 港口 🚀 نحاس & orders"),
        (*_HTML, *_CONTROLS, *_LONG),
    ),
)
"""The kinds of text that editions are generated of."""

STRINGS = tuple(dict.fromkeys(string for kind in KINDS for string in kind.planted))
"""All strings that are planted, each once."""
