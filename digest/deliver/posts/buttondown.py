"""To Buttondown: the edition as an email, made as a draft that a person sends there.

By its documentation (https://docs.buttondown.com/api-emails-introduction): an email that is made without a
status goes out to everybody at once. So each is made with `draft`, and what comes back is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, Field

from digest.deliver.posts.calling import LIMIT_S, Service
from digest.deliver.posts.kinds import Post, PostSettings, sealed
from digest.deliver.transport.kinds import Door, NotSentError, Receipt
from digest.errors import HeldError
from digest.secret import Keeper, Secret
from digest.settings import WebAddress

VARIABLE = "DIGEST_BUTTONDOWN_TOKEN"
"""The variable of the environment that holds the key of the API."""
_MODE = "<!-- buttondown-editor-mode: plaintext -->"  # the text is Markdown
_MARK = "digest"  # what the metadata that name an edition are called
_PAGES = 200  # calls at most to find one


def _home(value: str) -> str:
    return sealed(value or "https://api.buttondown.com")


class Settings(PostSettings):
    """`[delivery]` with `kind = "buttondown"`: the key alone."""

    kind: Literal["buttondown"] = "buttondown"
    url: Annotated[WebAddress, AfterValidator(_home), Field(validate_default=True)] = ""

    @property
    def way(self) -> str:
        """Into Buttondown."""
        return f"to Buttondown ({self.host}); you send it there"


def draft(settings: Settings, post: Post, door: Door, limit_s: float = LIMIT_S) -> Receipt:
    """Makes the email of `post`, or brings its draft up to date; it is never sent.

    Raises:
        NotSentError: it was not taken; a second try finds what was made.
        HeldError: the email of this edition is no draft any more.
    """
    keeper = Keeper(door.folder, door.environ)
    token = keeper.secret(VARIABLE, settings.token_file, "token_file in [delivery]", "key")
    service = Service(settings.host, token, {"Authorization": Secret(f"Token {token.reveal()}")}, limit_s)
    root = f"{settings.url}/v1/emails"
    found = next((one for one in _emails(service, root) if _is_of(one, post)), None)
    if found is None:
        made, verb = service.call("POST", root, _new(post)), "made"
    else:
        _only_draft(settings, found, post)
        made, verb = (
            service.call("PATCH", f"{root}/{_id(settings, found)}", _changes(post)),
            "brought up to date",
        )
    if not isinstance(made, dict):
        raise NotSentError(settings.host, "answers as Buttondown does not", "check url in [delivery]")
    _only_draft(settings, made, post)
    words = f"“{post.subject}” was {verb} as a draft in Buttondown ({settings.host}); send it there"
    return Receipt(f"{settings.host} {_id(settings, made)}", words)


def _emails(service: Service, root: str) -> Iterator[dict[str, Any]]:
    """All emails, the newest first, page by page; never by an address that an answer names."""
    for page in range(1, _PAGES + 1):
        answer = service.call("GET", f"{root}?ordering=-creation_date&page={page}")
        rows = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise NotSentError(service.place, "answers as Buttondown does not", "check url in [delivery]")
        yield from (row for row in rows if isinstance(row, dict))
        if not rows or not answer.get("next"):
            return


def _is_of(email: dict[str, Any], post: Post) -> bool:
    known = email.get("metadata")
    return isinstance(known, dict) and known.get(_MARK) == post.slug


def _only_draft(settings: Settings, email: dict[str, Any], post: Post) -> None:
    """Refuses an email that is under way: it is a person's now."""
    status = email.get("status")
    if status != "draft":
        problem = f"the email of {post.key} is “{status}” there and no draft any more; it is left as it is"
        raise HeldError(settings.host, problem, "look at it in Buttondown")


def _id(settings: Settings, email: dict[str, Any]) -> str:
    name = email.get("id")
    if not isinstance(name, str) or not name:
        raise NotSentError(settings.host, "answers as Buttondown does not", "check url in [delivery]")
    return quote(name, safe="")


def _new(post: Post) -> bytes:
    fields = {"status": "draft", "slug": post.slug, "metadata": {_MARK: post.slug}}
    return json.dumps(_fields(post) | fields, ensure_ascii=False).encode("utf-8")


def _changes(post: Post) -> bytes:
    """What is new; never the status."""
    return json.dumps(_fields(post), ensure_ascii=False).encode("utf-8")


def _fields(post: Post) -> dict[str, Any]:
    return {"subject": post.subject, "body": f"{_MODE}\n{post.inert}", "description": post.preheader}
