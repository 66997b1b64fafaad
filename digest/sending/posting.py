"""Posting: an edition as it was approved, put as a draft where a service sends it to readers of its own."""

from __future__ import annotations

import re
from datetime import datetime

from digest import approval, editionjson, enclosures
from digest.deliver import letter, posts
from digest.deliver.posts import Post
from digest.deliver.transport import Door, Receipt
from digest.enclosures import HOSTED
from digest.model import SAMPLE_READER
from digest.project import Project
from digest.publish import inert
from digest.secret import ENVIRON


def is_posted(project: Project) -> bool:
    """Whether `[delivery]` names a service that gets editions as a whole."""
    return project.config.delivery.kind in posts.KINDS


def post(project: Project, key: str, now: datetime) -> Receipt:
    """Puts the edition of `key` where `[delivery]` says, as a draft; once, however often it is called.

    Raises:
        HeldError: it is not approved, or what is there is no draft any more.
        NotSentError: it was not taken.
        MessageError: a picture of it has no address on the web.
    """
    config = project.config
    door = Door(config.folder, config.out, now, ENVIRON)
    return posts.draft(config.delivery, made(project, key), door)


def made(project: Project, key: str) -> Post:
    """What would be put there; raises what `post` raises before it calls anybody."""
    frozen = approval.frozen(project, key)
    edition = editionjson.read(frozen.files["edition.json"].decode("utf-8"))
    texts = {name: frozen.files[name].decode("utf-8") for name in ("email.html", "email.txt", "edition.md")}
    # A service knows no attachment: what the mail would bring along has to lie on the web.
    html, _ = enclosures.of(texts["email.html"], edition, project.folder(key), HOSTED)
    name = project.config.delivery.list
    return Post(
        slug=re.sub(r"[^a-z0-9]+", "-", f"{name}-{key}".lower()).strip("-"),
        key=key,
        list=name,
        subject=edition.subject or edition.title,
        preheader=edition.preheader,
        language=edition.language,
        url=edition.url,
        version=frozen.approval.digest,
        html=html,
        text=texts["email.txt"],
        markdown=texts["edition.md"],
        inert=inert.body(edition, texts["edition.md"]),
        leave=letter.leave_url(project.config.stationery, SAMPLE_READER),
    )
