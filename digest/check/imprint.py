"""What the law and the large mailboxes want below a mail: who sends it, why, and how to leave."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from digest import hrefs, text
from digest.check.document import Document, around, visible
from digest.check.document.shown import Shown
from digest.check.document.views import LIGHT
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.spot import Spot
from digest.model import SAMPLE_READER, TOKEN

IMPRINT = Family("imprint")

_SEND = frozenset({"send"})
_RESERVED = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
_FOOTER = "let the footer of templates/email.mjml say it"


@IMPRINT.rule(
    "sender", "nobody sends the mail", why="RFC 5322 section 3.6: a mail has a From", purposes=_SEND
)
def sender(galley: Galley) -> Iterator[Fault]:
    """The settings name a sender."""
    if not galley.stationery.sender:
        remedy = 'write sender = "Name <name@your.domain>" under [mail] in sources.toml'
        yield Fault(_setting("sender"), "no sender is set", remedy)


@IMPRINT.rule(
    "address",
    "the mail has no postal address",
    why="CAN-SPAM section 5 (a)(5), and most other laws on advertising by mail",
    purposes=_SEND,
)
def address(galley: Galley) -> Iterator[Fault]:
    """The settings name a postal address, and the mail shows it."""
    line = _line(galley.stationery.address)
    if not line:
        remedy = 'write address = "Street 1, 12345 Town" under [mail] in sources.toml'
        yield Fault(_setting("address"), "no postal address is set", remedy)
    elif galley.mail:
        yield from _said(galley.mail, line, "the postal address")


@IMPRINT.rule(
    "reason",
    "the mail does not say why a reader gets it",
    why="whoever does not remember presses “spam” (Gmail and Yahoo sender rules 2024)",
    purposes=_SEND,
)
def reason(galley: Galley) -> Iterator[Fault]:
    """The reason of the settings stands in the mail, where there is one."""
    line = _line(galley.stationery.reason)
    if line and galley.mail:
        yield from _said(galley.mail, line, "the reason why a reader gets it")


@IMPRINT.rule(
    "unsubscribe",
    "a reader cannot leave by a link in the mail",
    why="a visible link is required by law and by Gmail, Yahoo and Outlook.com (2024, 2025)",
    purposes=_SEND,
)
def unsubscribe(galley: Galley) -> Iterator[Fault]:
    """A link that can be seen leads to where a reader leaves."""
    stationery = galley.stationery
    if not (stationery.unsubscribe or stationery.unsubscribe_mail):
        remedy = f'write unsubscribe = "https://your.domain/leave/{TOKEN}" under [mail] in sources.toml'
        yield Fault(_setting("unsubscribe"), "no way to leave is set", remedy)
    elif galley.mail:
        yield from _leaving(galley.mail, stationery.unsubscribe, stationery.unsubscribe_mail)


@IMPRINT.rule(
    "reserved",
    "an address below the mail belongs to nobody",
    why="RFC 2606 keeps such domains for examples: answers and wishes to leave would be lost",
    purposes=_SEND,
)
def reserved(galley: Galley) -> Iterator[Fault]:
    """No domain of an example stands in the settings of a mail that is no sample."""
    if galley.edition.sample:
        return
    for name in ("sender", "reply_to", "unsubscribe", "unsubscribe_mail", "list_id"):
        value = getattr(galley.stationery, name)
        host = _host(value)
        if host and any(host == end or host.endswith(f".{end}") for end in _RESERVED):
            reason = f"{host} is kept for examples"
            yield Fault(_setting(name, value), reason, "write an address of your own domain there")


@IMPRINT.rule("browser", "the mail does not lead to its page", purposes=_SEND)
def browser(galley: Galley) -> Iterator[Fault]:
    """One link leads to the address of the page, exactly."""
    url = hrefs.printed(galley.edition.url)
    if galley.mail is None:
        return
    if not url:
        spot, remedy = Spot("sources.toml: [edition] url"), 'write url = "https://your.domain/{key}/" there'
        yield Fault(spot, "no address is set, so the mail has no “View in browser”", remedy, "note")
    elif not any(node.attributes.get("href") == url for node in galley.mail.elements if node.tag == "a"):
        reason_ = f"no link leads to {url}"
        yield Fault(galley.mail.whole(url), reason_, "link “View in browser” to issue.url in the masthead")


@IMPRINT.rule("canonical", "the page names another address as its own", purposes={"publish"})
def canonical(galley: Galley) -> Iterator[Fault]:
    """The page's canonical address is that of the edition."""
    url = hrefs.printed(galley.edition.url)
    if galley.page is None or not url:
        return
    links = [node for node in galley.page.elements if node.tag == "link"]
    named = [node for node in links if (node.attributes.get("rel") or "").lower() == "canonical"]
    if not named:
        remedy = 'write <link rel="canonical" href="{{ issue.url }}"> into its head'
        yield Fault(galley.page.whole(), "it names no address as its own", remedy)
    for node in named:
        if node.attributes.get("href") != url:
            reason_ = f"its address is {url}"
            yield Fault(galley.page.spot(node), reason_, "write {{ issue.url }} there")


def _setting(name: str, value: str = "") -> Spot:
    return Spot(f"sources.toml: [mail] {name}", value)


def _line(words: str) -> str:
    return " ".join(visible(text.strip_controls(words)).split())


def _said(document: Document, line: str, what: str) -> Iterator[Fault]:
    """A fault where `line` is not read in every view of `document`."""
    for name, seen in _sights(document):
        if line not in " ".join(" ".join(words for _within, words in seen).split()):
            yield Fault(document.whole(line), f"{what} does not stand in it{name}", _FOOTER)
            return


def _leaving(document: Document, web: str, mail: str) -> Iterator[Fault]:
    """Likewise where no link with words leads to `web` or `mail`."""
    told = (web.replace(TOKEN, SAMPLE_READER), web, f"mailto:{mail}" if mail else "")
    goals = tuple({hrefs.printed(goal) for goal in told} - {""})
    for name, seen in _sights(document):
        links = [link for within, _words in seen if (link := around(within, ("a",))) is not None]
        ways = [link for link in links if _is_one_of(link.attributes.get("href") or "", goals)]
        if not ways:
            reason_ = f"no link that can be seen leads to where a reader leaves{name}"
            yield Fault(document.whole(), reason_, _FOOTER)
            return
        if not any(char.isalpha() for link in ways for char in link.text(deep=True)):
            reason_ = "the words of the link by which a reader leaves are no words"
            yield Fault(document.spot(ways[0]), reason_, "write footer.unsubscribe of the messages in words")
            return


def _is_one_of(href: str, goals: tuple[str, ...]) -> bool:
    """Whether `href` is one of `goals`, or one with more in its query."""
    return href in goals or href.startswith(tuple(goal + sign for goal in goals for sign in "?&#"))


def _sights(document: Document) -> Iterator[tuple[str, list[tuple[LexborNode, str]]]]:
    """What is read in each view that differs, and in Outlook; the first is called nothing."""
    for number, view in enumerate(document.ways):
        shown = document.seen(view)
        seen = [(within, words) for within, words in document.texts if _is_seen(shown.of(within))]
        yield f" ({view.name})" if number else "", seen
    light = document.seen(LIGHT)
    yield " (Outlook)", [told for told in document.texts if not light.of(told[0]).hidden_in_outlook]


def _is_seen(shown: Shown) -> bool:
    return not shown.hidden and shown.size >= 1


def _host(value: str) -> str:
    """The domain in an address of the web or of mail, or the last part of a list's name."""
    bare = value.strip().rstrip(">").partition("://")[2] or value.strip().rstrip(">")
    return bare.rpartition("@")[2].split("/")[0].split(":")[0].lower()
