"""What the law and the large mailboxes want below a mail: who sends it, why, and how to leave."""

from __future__ import annotations

from collections.abc import Iterator

from digest import text
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
    elif galley.mail and line not in _visible(galley.mail):
        yield Fault(galley.mail.whole(line), "the postal address does not stand in it", _FOOTER)


@IMPRINT.rule(
    "reason",
    "the mail does not say why a reader gets it",
    why="whoever does not remember presses “spam” (Gmail and Yahoo sender rules 2024)",
    purposes=_SEND,
)
def reason(galley: Galley) -> Iterator[Fault]:
    """The reason of the settings stands in the mail, where there is one."""
    line = _line(galley.stationery.reason)
    if line and galley.mail and line not in _visible(galley.mail):
        yield Fault(galley.mail.whole(line), "the reason why a reader gets it does not stand in it", _FOOTER)


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
    elif galley.mail and not _leaves(galley.mail, stationery.unsubscribe, stationery.unsubscribe_mail):
        yield Fault(galley.mail.whole(), "no link that can be seen leads to where a reader leaves", _FOOTER)


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
    url = galley.edition.url.strip()
    if galley.mail is None or not url:
        return
    if not any(node.attributes.get("href") == url for node in galley.mail.elements if node.tag == "a"):
        reason_ = f"no link leads to {url}"
        yield Fault(galley.mail.whole(url), reason_, "link “View in browser” to issue.url in the masthead")


@IMPRINT.rule("canonical", "the page names another address as its own", purposes={"publish"})
def canonical(galley: Galley) -> Iterator[Fault]:
    """The page's canonical address is that of the edition."""
    url = galley.edition.url.strip()
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


def _visible(document: Document) -> str:
    """The words of `document` that are shown, in a row."""
    view = document.seen(LIGHT)
    shown = (words for within, words in document.texts if _is_seen(view.of(within)))
    return " ".join(" ".join(shown).split())


def _is_seen(shown: Shown) -> bool:
    return not shown.hidden and shown.size >= 1


def _leaves(document: Document, web: str, mail: str) -> bool:
    told = (web.replace(TOKEN, SAMPLE_READER), web, f"mailto:{mail}" if mail else "")
    goals = {goal.partition("?")[0] for goal in told} - {""}
    view = document.seen(LIGHT)
    seen = (within for within, _words in document.texts if _is_seen(view.of(within)))
    links = (link for within in seen if (link := around(within, ("a",))) is not None)
    return any((link.attributes.get("href") or "").partition("?")[0] in goals for link in links)


def _host(value: str) -> str:
    """The domain in an address of the web or of mail, or the last part of a list's name."""
    bare = value.strip().rstrip(">").partition("://")[2] or value.strip().rstrip(">")
    return bare.rpartition("@")[2].split("/")[0].split(":")[0].lower()
