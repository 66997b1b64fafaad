"""What a request gets: decided here once, for the server of our own and for every WSGI server.

GET and HEAD change nothing, since mail scanners open every link; only a POST acts: the one of RFC 8058, which
mail programs send, and the one of the button on the page. Whether a token is good, bad or of somebody who is
gone cannot be told from an answer. Nothing is asked of the one who leaves: no cookie, no login, no second
page, and no redirect, which RFC 8058 section 3.1 forbids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from digest.config import Config
from digest.errors import DigestError
from digest.leaving import mime
from digest.leaving.pages import Page, Pages
from digest.model import TOKEN
from digest.readers.tokens import LENGTH, Purpose

LONGEST = 16_384
"""Bytes of a request's body that are read; what a form or a mail program sends has not a tenth of it."""

_TOKEN = re.compile(rf"[a-z2-7]{{{LENGTH}}}|[A-Z2-7]{{{LENGTH}}}")
_METHODS = "GET, HEAD, POST"
_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked.

    Attributes:
        path: decoded, with whatever stands before our own.
        query: as it came.
        kind: Content-Type.
        body: at most `LONGEST` bytes and one more, which says that it is too long.
        client: IP of who asks; "" where nobody knows.
    """

    method: str
    path: str
    query: str = ""
    kind: str = ""
    body: bytes = field(default=b"", repr=False)
    client: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; the body is left out for HEAD by whoever sends it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Deeds(Protocol):
    """What can be done; each answers alike whether the token or address is known or not."""

    def leave(self, token: str, how: str, /) -> None:
        """Takes whom it names off the list."""

    def confirm(self, token: str, /) -> None:
        """Puts whom it names onto the list."""

    def join(self, address: str, client: str, /) -> Page:
        """Asks by mail whether it was them: `ASKED`, `WRONG` for no address, `LATER` for too many."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Where readers come to.

    Attributes:
        leaving: the path before the token in the address of `[mail] unsubscribe`; "" where there is none.
        joining: the path of the form; "" where there is none.
    """

    pages: Pages
    deeds: Deeds
    leaving: str
    joining: str

    @classmethod
    def of(cls, config: Config, deeds: Deeds) -> Reception:
        """The reception of a project."""
        leaving = urlsplit(config.mail.unsubscribe).path.partition(TOKEN)[0]
        joining = urlsplit(config.signup.address).path
        return cls(Pages(config), deeds, leaving, joining or ("/" if config.signup.address else ""))

    def answer(self, request: Request) -> Answer:
        """The answer to `request`; what goes wrong with a deed is answered with 503, to be tried again."""
        try:
            return self._answer(request)
        except DigestError:
            return self._said(Page.LATER, 503, ("Retry-After", "300"))

    def _answer(self, request: Request) -> Answer:
        if request.method not in {"GET", "HEAD", "POST"}:
            return self._said(Page.REFUSED, 405, ("Allow", _METHODS))
        if len(request.body) > LONGEST:
            return self._said(Page.REFUSED, 413)
        page, token = self._meant(request)
        if page is Page.MISSING:
            return self._said(page, 404)
        if request.method != "POST":
            return self._said(page)
        return self._done(page, token, request)

    def _meant(self, request: Request) -> tuple[Page, str]:
        """The page to which an address leads, and the token in it, as good as it is.

        A token is known by its form wherever it stands: a proxy may have taken the path before it away, and
        an older mail may carry an older address.
        """
        given = [*request.path.split("/"), *(value for _, value in _pairs(request.query))]
        token = next((one for one in given if _TOKEN.fullmatch(one)), "")
        if self.joining and request.path.rstrip("/") in self._forms and not token:
            return Page.JOIN, ""
        if token[2:3].lower() == Purpose.CONFIRM or self._is_below_the_form(request.path):
            return Page.CONFIRM, token
        if token:
            return Page.LEAVE, token
        if self.leaving and request.path.startswith(self.leaving):
            return Page.LEAVE, ""
        return Page.MISSING, ""

    def _is_below_the_form(self, path: str) -> bool:
        return self.joining not in {"", "/"} and path.startswith(f"{self.joining}/")

    @property
    def _forms(self) -> tuple[str, str]:
        whole = self.joining.rstrip("/")
        return whole, f"/{whole.rpartition('/')[2]}".rstrip("/")

    def _done(self, page: Page, token: str, request: Request) -> Answer:
        fields = _fields(request)
        pressed = fields.get("sure") == "yes"
        if page is Page.JOIN:
            return self._joined(fields, request.client)
        if page is Page.CONFIRM and pressed:
            self.deeds.confirm(token)
            return self._said(Page.CONFIRMED)
        one_click = fields.get("list-unsubscribe", "").lower() == "one-click"
        if page is Page.LEAVE and (one_click or pressed):
            self.deeds.leave(token, "one-click" if one_click else "page")
            return self._said(Page.LEFT)
        return self._said(page)

    def _joined(self, fields: Mapping[str, str], client: str) -> Answer:
        if fields.get("website"):  # no person sees this field; what fills it is a machine
            return self._said(Page.ASKED)
        page = self.deeds.join(fields.get("address", ""), client)
        if page is Page.LATER:
            return self._said(page, 429, ("Retry-After", "3600"))
        return self._said(page, 400 if page is Page.WRONG else 200)

    def _said(self, page: Page, status: int = 200, *more: tuple[str, str]) -> Answer:
        shown = self.pages[page]
        body = shown.html.encode("utf-8", "replace")
        policy = (
            f"default-src 'none'; style-src {shown.style}; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex, nofollow"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        )
        return Answer(status, (*headers, *more), body)


def _fields(request: Request) -> dict[str, str]:
    """The fields of a form, by name in small letters, as urlencoded or multipart (RFC 7578)."""
    if request.kind.strip().lower().startswith("multipart/form-data"):
        whole = mime.Part({"content-type": request.kind}, request.body.replace(b"\r\n", b"\n"))
        parts = list(mime.within(whole))[1:]
        named = ((re.search(r'\bname="?([\w-]+)', p.field("content-disposition")), p) for p in parts)
        return {name[1].lower(): part.text.strip() for name, part in named if name}
    text = request.body.decode("utf-8", "replace")
    return {name.strip().lower(): value.strip() for name, value in _pairs(text)}


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="replace")
    except ValueError:
        return []
