"""To listmonk: the edition as a campaign, made as a draft that a person starts there.

By its documentation (https://listmonk.app/docs/apis/campaigns/): new campaigns are always drafts, and their
text is a template of Go, in which `{{` must not stand by chance.
"""

from __future__ import annotations

import base64
import html as markup
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from digest.deliver.posts.calling import LIMIT_S, Service
from digest.deliver.posts.kinds import Number, Post, PostSettings
from digest.deliver.transport.kinds import Door, NotSentError, Receipt
from digest.errors import HeldError
from digest.secret import Keeper, Secret
from digest.settings import Line

VARIABLE = "DIGEST_LISTMONK_TOKEN"
"""The variable of the environment that holds the token of the user of the API."""
_LEAVE = "{{ UnsubscribeURL }}"  # what listmonk fills in for each reader
_PAGE, _PAGES = 100, 100  # campaigns a call, and calls at most


class Settings(PostSettings):
    """`[delivery]` with `kind = "listmonk"`: where it is, who calls, which of its lists and templates."""

    kind: Literal["listmonk"] = "listmonk"
    api_user: Annotated[Line, Field(min_length=1)]
    lists: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)]
    template: Number = 0

    @property
    def way(self) -> str:
        """Into listmonk."""
        return f"to listmonk at {self.host}; you start the campaign there"


def draft(settings: Settings, post: Post, door: Door, limit_s: float = LIMIT_S) -> Receipt:
    """Makes the campaign of `post`, or brings its draft up to date; it is never started.

    Raises:
        NotSentError: it was not taken; a second try finds what was made by its name.
        HeldError: the campaign of this edition was started or scheduled there.
    """
    service = _service(settings, door, limit_s)
    root, name = f"{settings.url}/api/campaigns", f"{post.slug} (digest)"
    found = next((one for one in _campaigns(service, root) if one.get("name") == name), None)
    body = json.dumps(_campaign(settings, post, name), ensure_ascii=False).encode("utf-8")
    if found is None:
        made, verb = service.call("POST", root, body), "made"
    else:
        _only_draft(settings, found, name)
        made, verb = service.call("PUT", f"{root}/{_number(settings, found)}", body), "brought up to date"
    held = made.get("data") if isinstance(made, dict) else None
    if not isinstance(held, dict):
        raise NotSentError(settings.host, "answers as listmonk does not", "check url in [delivery]")
    _only_draft(settings, held, name)
    words = (
        f"campaign {_number(settings, held)} “{name}” was {verb} as a draft in listmonk at {settings.host}"
    )
    return Receipt(f"{settings.url}/campaigns/{_number(settings, held)}", f"{words}; start it there")


def _service(settings: Settings, door: Door, limit_s: float) -> Service:
    keeper = Keeper(door.folder, door.environ)
    token = keeper.secret(VARIABLE, settings.token_file, "token_file in [delivery]", "token")
    return Service(settings.host, token, {"Authorization": _basic(settings.api_user, token)}, limit_s)


def _basic(user: str, token: Secret) -> Secret:
    """Who calls, as RFC 7617 says it."""
    return Secret("Basic " + base64.b64encode(f"{user}:{token.reveal()}".encode()).decode("ascii"))


def _campaigns(service: Service, root: str) -> Iterator[dict[str, Any]]:
    """All campaigns, the newest first; searching by name there is by words and finds others too."""
    for page in range(1, _PAGES + 1):
        query = f"page={page}&per_page={_PAGE}&order_by=created_at&order=DESC&no_body=true"
        answer = service.call("GET", f"{root}?{query}")
        data = answer.get("data") if isinstance(answer, dict) else None
        rows = data.get("results") if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise NotSentError(service.place, "answers as listmonk does not", "check url in [delivery]")
        yield from (row for row in rows if isinstance(row, dict))
        if len(rows) < _PAGE:
            return


def _only_draft(settings: Settings, campaign: dict[str, Any], name: str) -> None:
    """Refuses a campaign that is under way: it is a person's now."""
    status = campaign.get("status")
    if status != "draft":
        problem = f"the campaign “{name}” is “{status}” there and no draft any more; it is left as it is"
        raise HeldError(settings.host, problem, "look at it in listmonk; rename it there to have another one")


def _number(settings: Settings, campaign: dict[str, Any]) -> int:
    number = campaign.get("id")
    if not isinstance(number, int):
        raise NotSentError(settings.host, "answers as listmonk does not", "check url in [delivery]")
    return number


def _campaign(settings: Settings, post: Post, name: str) -> dict[str, Any]:
    """The campaign, as the API wants it."""
    fields = {
        "name": name,
        "subject": _inert_text(post.subject),
        "lists": list(settings.lists),
        "type": "regular",
        "messenger": "email",
        "content_type": "html",
        "body": _html(post),
        "altbody": _text(post),
        "tags": ["digest", post.key],
    }
    return fields | ({"template_id": settings.template} if settings.template else {})


def _html(post: Post) -> str:
    inert = post.html.replace("{{", "&#123;&#123;")
    if not post.leave:
        return inert
    return inert.replace(markup.escape(post.leave), _LEAVE).replace(post.leave, _LEAVE)


def _text(post: Post) -> str:
    parts = post.text.split(post.leave) if post.leave else [post.text]
    return _LEAVE.join(map(_inert_text, parts))


def _inert_text(text: str) -> str:
    """`text` with `{{` as a Go template prints it."""
    return text.replace("{{", '{{ "{{" }}')
