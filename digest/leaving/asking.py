"""The mail that asks somebody who signed up whether it was them (double opt-in).

Nothing of what a stranger typed stands in it but the address to which it goes. It is no mail of the list: it
carries no List lines, and who does not answer it hears no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digest import deliver, mailbox, messages
from digest.config import Config
from digest.deliver import Letter, dkim, transport
from digest.deliver.transport import Door, Parcel
from digest.errors import MessageError
from digest.leaving.pages import Sheet
from digest.model import Stationery
from digest.render import Templates, clean, issue, palette


def link(config: Config, token: str) -> str:
    """The address at which somebody confirms."""
    return f"{config.signup.address}/{token}"


def letter(config: Config, address: str, token: str, now: datetime) -> bytes:
    """The whole mail to `address`.

    Raises:
        MessageError: nobody sends the mail, or the address is none.
    """
    if not config.mail.sender:
        remedy = 'write sender = "Name <name@example.org>" under [mail] in sources.toml'
        raise MessageError("sender", "nobody sends this mail yet", remedy)
    templates = Templates.of(config.templates)
    sheet = _sheet(config, templates)
    shown = {"issue": sheet, "link": link(config, token), "address": clean.line(config.mail.address)}
    plain = Stationery(sender=config.mail.sender, reply_to=config.mail.reply_to)
    subject = sheet.say("leaving.mail_subject", title=sheet.title)
    to = Letter(subject, f"confirm-{now:%Y%m%dT%H%M%S}", now, sheet.language, address)
    html, text = (templates.render(name, **shown) for name in ("confirm.html", "confirm.txt"))
    return deliver.build(html, text, plain, to)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked.

    Attributes:
        confirms: the token in the link.
        bounces: the token in the envelope, by which it is known whose mail came back.
    """

    address: str
    confirms: str
    bounces: str


def send(config: Config, asked: Asked, now: datetime, environ: Mapping[str, str]) -> None:
    """Sends the mail, as `[delivery]` says.

    Raises:
        NotSentError: it was not taken.
        InDoubtError: nobody can know whether it was.
        MessageError: see `letter`.
        DigestError: a key that signs mails cannot be read.
    """
    content = letter(config, asked.address, asked.confirms, now)
    if sign := dkim.signer(config, environ):
        content = sign(content)
    parcel = Parcel(_returned_to(config, asked.bounces), asked.address, content)
    transport.carry(config.delivery, parcel, Door(config.folder, config.out, now, environ))


def _returned_to(config: Config, token: str) -> str:
    """The envelope sender: with the token where mails that come back have a mailbox of their own (VERP)."""
    local, _, domain = config.mail.bounces.partition("@")
    if local:
        return f"{local}+{token}@{domain}"
    return mailbox.mailbox(config.mail.sender, "sender", "mend it under [mail] in sources.toml").address


def _sheet(config: Config, templates: Templates) -> Sheet:
    words: messages.Messages = templates.messages(config.edition.language)
    title = clean.line(config.edition.title)
    return Sheet(
        title=title,
        tagline=clean.line(config.edition.tagline),
        language=clean.line(config.edition.language),
        direction=issue.direction(config.edition.language),
        accent=palette.accent(config.edition.theme),
        words=words,
        name="mail",
        head=words.say("leaving.confirm", title=title),
        text=words.say("leaving.mail_text", title=title),
        button=words.say("leaving.confirm_button"),
        has_form=False,
        fault="",
    )
