"""Documents that attack whoever reads them: with entities, encodings, nesting, numbers and mere size."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from functools import cached_property, partial
from html import escape

from .conftest import Script, answer, rss, with_body

Body = Callable[[], bytes]
_CHARSETS = (
    "utf-16",
    "utf-7",
    "hex",
    "rot13",
    "zlib",
    "idna",
    "unicode_escape",
    "../../x",
    "x" * 5000,
    "\xe9",
    "cp037",
)
_LONG = "word " * 1_900_000
_ITEM = "<item><title>{0}</title><link>https://outlet.example/{0}</link><guid>g{0}</guid></item>"


def scripts() -> dict[str, Script]:
    """All documents by name, each made when it is asked for."""
    found = {**_charsets(), **_entities(), **_quadratic(), **_json(), **_large(), **_others()}
    return {name: Served(body) for name, body in found.items()} | {
        f"says charset {n}": answer(rss("Caf\xe9"), f"Content-Type: application/rss+xml; charset={name}")
        for n, name in enumerate(_CHARSETS)
    }


class Served:
    """Serves one document, packed once, when it is first asked for or before."""

    def __init__(self, body: Body) -> None:
        self._body = body

    @cached_property
    def packed(self) -> bytes:
        """The document as it goes over the wire."""
        return gzip.compress(self._body(), 1)

    def __call__(self, client: socket.socket, request: str) -> None:
        """Answers one request."""
        answer(self.packed, "Content-Type: application/rss+xml", "Content-Encoding: gzip")(client, request)


def _text(start: str, middle: str = "") -> bytes:
    return f"{start}<rss version='2.0'><channel><title>O</title>{middle}</channel></rss>".encode()


def _charsets() -> dict[str, Body]:
    text = rss("Caf\xe9 \u4e16\u754c").decode()
    declared = '<?xml version="1.0" encoding="{}"?>{}'
    return {
        **{
            f"in {name}": partial(text.encode, name, "replace")
            for name in (
                "utf-16",
                "utf-16-le",
                "utf-16-be",
                "utf-32",
                "utf-32-be",
                "utf-7",
                "cp037",
                "shift-jis",
                "iso-2022-jp",
                "gb18030",
                "cp1252",
            )
        },
        **{
            f"declared {n}": partial(declared.format(name, text).encode)
            for n, name in enumerate((*_CHARSETS, "utf-32", "shift-jis"))
        },
        "NUL everywhere": lambda: text.replace("e", "e\0").encode(),
        "all bytes": lambda: (
            text.replace("Caf", "".join(map(chr, range(32)))).encode("latin-1", "replace") + bytes(range(256))
        ),
        "lone surrogates": lambda: text.encode().replace(b"Caf", b"\xed\xa0\x80\xed\xb0\x80"),
        "overlong": lambda: text.encode().replace(b"Caf", b"\xc0\xbcscript\xc0\xbe\xf8\x88\x80\x80\x80"),
        "two marks": lambda: b"\xff\xfe\xef\xbb\xbf" + text.encode(),
        "half of UTF-16": lambda: text.encode("utf-16")[:-1],
        "random bytes": lambda: bytes(range(256)) * 4000,
    }


def _entities() -> dict[str, Body]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    one = "<item><title>{}</title></item>"
    doctype = "<!DOCTYPE rss [{}]>"
    return {
        "billion laughs": lambda: _text(doctype.format('<!ENTITY l0 "lol">' + laughs), one.format("&l11;")),
        "billion laughs in an attribute": lambda: _text(
            doctype.format('<!ENTITY l0 "lol">' + laughs), '<item a="&l11;"/>'
        ),
        "quadratic entity": lambda: _text(
            doctype.format(f'<!ENTITY a "{"a" * 100_000}">'), one.format("&a;" * 30_000)
        ),
        "entity of itself": lambda: _text(doctype.format('<!ENTITY a "&a;">'), one.format("&a;")),
        "file entity": lambda: _text(
            doctype.format('<!ENTITY a SYSTEM "file:///etc/passwd">'), one.format("&a;")
        ),
        "device entity": lambda: _text(
            doctype.format('<!ENTITY a SYSTEM "file:///dev/zero">'), one.format("&a;")
        ),
        "web entity": lambda: _text(
            doctype.format('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">'), one.format("&a;")
        ),
        "parameter entity": lambda: _text(
            doctype.format('<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;'), one.format("x")
        ),
        "external document type": lambda: _text(
            '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">', one.format("x")
        ),
        "document type without end": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 300_000,
        "style sheet and inclusion": lambda: _text(
            '<?xml-stylesheet href="file:///etc/passwd"?>',
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
            + one.format("x"),
        ),
        "entities not declared": lambda: _text("", one.format("&nope;" * 100_000)),
        "numbers of no character": lambda: _text("", one.format("&#0;&#xFFFFFFFFFF;&#55296;" * 20_000)),
    }


def _quadratic() -> dict[str, Body]:
    """The classes of row 15, in a description and in the open, at three sizes each."""
    repeats = {
        "<a ": "<a ",
        "comments": "<!--",
        "divs": "<div>",
        "brackets": "[[[[",
        "sections": "<![CDATA[",
        "marks": "&#",
        "declarations": "<!x",
        "misnested": "<b><p>",
        "tables": "<table><td>",
        "quotes": "<a href='",
        "ends": "</a </",
    }
    inside = {
        f"{name} {count}": partial(with_body, piece * count)
        for name, piece in repeats.items()
        for count in (10_000, 40_000)
    }
    outside = {
        f"{name} in the open": partial(_text, "", f"<item><title>{piece * 20_000}")
        for name, piece in repeats.items()
    }
    author = "<item><title>x</title><author>{}</author></item>"
    return {
        **inside,
        **outside,
        "author": lambda: _text("", author.format("a(" * 16_000)),
        "author with spaces": lambda: _text("", author.format("a" + " " * 60_000 + "b@c")),
        "date of digits": lambda: rss("x").replace(b"Fri, 20 Nov", b"9" * 1_000_000),
        "dates": lambda: rss("x", extra="<pubDate>1-1-1-1-1:1:1:1</pubDate>" * 50_000),
        "titles in titles": lambda: _text("", "<item>" + "<title>" * 100_000),
        "attributes": lambda: _text("", "<item " + " ".join(f'a{n}="b"' for n in range(200_000)) + "/>"),
        "namespaces": lambda: _text(
            "", "<item " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(60_000)) + "/>"
        ),
        "deep": lambda: _text("", "<a>" * 2_000_000),
        "deep and sound": lambda: _text("", "<a>" * 500_000 + "</a>" * 500_000),
        "many empty elements": lambda: _text("", "<a/>" * 2_000_000),
        "many empty items": lambda: _text("", "<item/>" * 1_000_000),
        "unsound items": lambda: _text("", "<item>&nbsp;" * 300_000),
        "bases in bases": lambda: _text("", '<a xml:base="x/">' * 20_000 + _ITEM.format(1)),
    }


def _json() -> dict[str, Body]:
    head = b'{"version":"https://jsonfeed.org/version/1.1","title":"O","items":'
    item = b'{"id":%s,"url":"https://outlet.example/","content_text":"x"}'
    odd = (
        b"5" * 5_000,
        b"5" * 1_000_000,
        b"1e999",
        b"NaN",
        b"-Infinity",
        b"null",
        b"[]",
        b"{}",
        b"true",
        b'"\\ud800"',
        b"[" * 1_000 + b"]" * 1_000,
        b'{"a":' * 100_000,
    )
    return {
        **{f"JSON id {n}": partial(bytes, head + b"[" + item % value + b"]}") for n, value in enumerate(odd)},
        **{f"JSON items {n}": partial(bytes, head + value + b"}") for n, value in enumerate(odd)},
        "JSON brackets": lambda: b"[" * 5_000_000,
        "JSON of empties": lambda: head + b"[" + b"{}," * 2_500_000 + b"{}]}",
        "JSON of strings": lambda: head + b'["a","b",1,null]}',
        "JSON key of 8 MB": lambda: b'{"' + b"k" * 8_000_000 + b'":1}',
        "JSON keys twice": lambda: head + b"[" + b'{"id":"1","id":"2"},' * 1000 + b"{}]}",
        "JSON cut short": lambda: head + b'[{"id":"1","content_text":"x"',
        "JSON of wrong kinds": lambda: (
            head + b'[{"id":{},"url":[],"title":7,"date_published":[],"authors":"x","tags":{}}]}'
        ),
    }


def _field(name: str) -> bytes:
    return _text("", f"<item><title>x</title><{name}>{_LONG}</{name}></item>")


def _large() -> dict[str, Body]:
    fields = ("title", "link", "guid", "description", "author", "category", "pubDate", "comments", "source")
    one = {f"9.5 MB {name}": partial(_field, name) for name in fields}
    atom = "<entry><title>{0}</title><id>urn:{0}</id><link href='https://outlet.example/{0}'/></entry>"
    return {
        **one,
        "100,000 items": lambda: _text("", "".join(map(_ITEM.format, range(100_000)))),
        "60,000 unsound items": lambda: _text(
            "", "".join(_ITEM.format(n).replace("<guid>", "&nbsp;<guid>") for n in range(60_000))
        ),
        "90,000 entries": (
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>O</title>"
            + "".join(map(atom.format, range(90_000)))
            + "</feed>"
        ).encode,
        "50 MB title": lambda: _text("", f"<item><title>{_LONG * 6}</title></item>"),
        "long bodies": lambda: _text(
            "",
            f"<item><title>x</title><description>{escape('<p>w <b>x</b>' * 2000)}</description></item>" * 150,
        ),
        "100,000 categories": lambda: rss("x", extra="<category>c</category>" * 100_000),
        "100,000 enclosures": lambda: rss(
            "x", extra='<enclosure url="https://o.example/a" length="1" type="a/b"/>' * 60_000
        ),
        "one id for all": lambda: _text("", _ITEM.format(1) * 50_000),
    }


def _others() -> dict[str, Body]:
    return {
        "nothing": lambda: b"",
        "spaces": lambda: b" \n" * 4_000_000,
        "parked page": lambda: (
            b"<!doctype html><html><title>Buy this domain</title><body>rss feed channel</body></html>"
        ),
        "page that names a feed": lambda: (
            b"<html><head><link rel=alternate href=/rss></head><body><p>x</html>"
        ),
        "page of 8 MB": lambda: b"<!doctype html><html><body>" + b"<div><p>x" * 800_000,
        "PDF": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 1000,
        "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100_000),
        "program": lambda: b"\x7fELF" + bytes(100_000),
        "picture in SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 100_000,
        "feed of no items": lambda: _text(""),
        "feed cut in the middle": lambda: rss(*map(str, range(50)))[:-700],
        "feed in a feed": lambda: _text("", rss("x").decode() * 1000),
        "list of subscriptions": lambda: (
            b"<opml version='2.0'><body><outline xmlUrl='http://127.0.0.1/'/></body></opml>"
        ),
    }
