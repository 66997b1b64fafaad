"""Editions that go to a service as a whole: once, as drafts, and with the secret to nobody else."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from digest.deliver import posts
from digest.deliver.posts import Post, buttondown, listmonk, webhook
from digest.deliver.transport import Door, NotSentError
from digest.errors import HeldError
from tests.deliver.services import Asked, Buttondown, Listmonk, serving, told
from tests.test_secret import everything_shown

pytestmark = pytest.mark.server

WORD = "Blue-Herring-77"
LEAVE = "https://notes.example/leave/sample-reader?a=1&b=2"
POST = Post(
    slug="readers-2026-w47",
    key="2026-W47",
    list="readers",
    subject="Three sums that matter",
    preheader="And a fourth",
    language="en",
    url="https://notes.example/2026-w47/",
    version="0123456789abcdef" * 4,
    html='<p>A week of {{ braces }}. <a href="https://notes.example/leave/sample-reader?a=1&amp;b=2">Leave</a></p>',
    text=f"A week of {{{{ braces }}}}.\n\nLeave: {LEAVE}\n",
    markdown="# Three sums\n\nA week of {{ braces }}.\n",
    inert="A week of &#123;{ braces }}.\n",
    leave=LEAVE,
)
BASIC = "Basic " + base64.b64encode(f"digest:{WORD}".encode()).decode()


def door(**environ: str) -> Door:
    return Door(Path(), Path(), datetime(2026, 11, 22, 18, tzinfo=UTC), environ)


def into_listmonk(url: str, post: Post = POST, **changes: Any) -> str:
    settings = listmonk.Settings.model_validate({"url": url, "api_user": "digest", "lists": (3, 4)} | changes)
    return posts.draft(settings, post, door(DIGEST_LISTMONK_TOKEN=WORD)).words


def into_buttondown(url: str, post: Post = POST) -> str:
    settings = buttondown.Settings.model_validate({"url": url})
    return posts.draft(settings, post, door(DIGEST_BUTTONDOWN_TOKEN=WORD)).words


def to_webhook(url: str, post: Post = POST, *, limit_s: float = 5, **environ: str) -> str:
    settings = webhook.Settings.model_validate({"url": url})
    return webhook.draft(settings, post, door(**environ), limit_s).words


def fine(_call: Asked) -> tuple[int, Mapping[str, str], bytes]:
    return 204, {}, b""


# listmonk.


def test_listmonk_gets_a_draft_that_leaves_by_its_own_address_and_runs_no_template_of_ours() -> None:
    with serving(Listmonk(BASIC)) as desk:
        words = into_listmonk(desk.url, template=7)
    (campaign,) = desk.answer.campaigns  # type: ignore[attr-defined]
    assert campaign["status"] == "draft"
    assert (campaign["subject"], campaign["lists"], campaign["template_id"]) == (POST.subject, [3, 4], 7)
    assert campaign["body"].count("{{") == 1
    assert 'href="{{ UnsubscribeURL }}"' in campaign["body"]
    assert "&#123;&#123; braces }}" in campaign["body"]
    assert campaign["altbody"] == 'A week of {{ "{{" }} braces }}.\n\nLeave: {{ UnsubscribeURL }}\n'
    assert "start it there" in words


def test_listmonk_twice_is_one_campaign_with_the_newest_text() -> None:
    with serving(Listmonk(BASIC)) as desk:
        into_listmonk(desk.url)
        into_listmonk(desk.url, replace(POST, subject="Four sums"))
        into_listmonk(desk.url, replace(POST, slug="readers-2026-w48"))
    campaigns = desk.answer.campaigns  # type: ignore[attr-defined]
    assert [campaign["subject"] for campaign in campaigns] == ["Four sums", "Three sums that matter"]


def test_a_campaign_on_a_later_page_is_found() -> None:
    service = Listmonk(BASIC)
    with serving(service) as desk:
        into_listmonk(desk.url)
        service.campaigns += [{"id": n, "name": f"other {n}", "status": "finished"} for n in range(2, 260)]
        into_listmonk(desk.url)
    assert len(service.campaigns) == 259


@pytest.mark.parametrize("status", ["running", "scheduled", "paused", "finished", "cancelled"])
def test_a_campaign_that_a_person_took_on_is_left_alone(status: str) -> None:
    service = Listmonk(BASIC)
    with serving(service) as desk:
        into_listmonk(desk.url)
        service.campaigns[0]["status"] = status
        before = dict(service.campaigns[0])
        with pytest.raises(HeldError, match=f"“{status}” there and no draft any more"):
            into_listmonk(desk.url, replace(POST, subject="Four sums"))
    assert service.campaigns == [before]


@pytest.mark.parametrize("place", ["listmonk", "buttondown"])
def test_nothing_is_ever_started(place: str) -> None:
    service = Listmonk(BASIC) if place == "listmonk" else Buttondown(f"Token {WORD}")
    with serving(service) as desk:
        for _ in range(2):
            (into_listmonk if place == "listmonk" else into_buttondown)(desk.url)
    for call in desk.changes:
        assert call.path in {"/api/campaigns", "/api/campaigns/1", "/v1/emails", "/v1/emails/em_0"}
        assert json.loads(call.body).get("status", "draft") == "draft"
        assert not {"send_at", "publish_date"} & json.loads(call.body).keys()
        assert "X-Buttondown-Live-Dangerously" not in call.headers


# Buttondown.


def test_buttondown_gets_a_draft_in_markdown_and_never_leaves_the_status_open() -> None:
    service = Buttondown(f"Token {WORD}")
    with serving(service) as desk:
        words = into_buttondown(desk.url)
    (email,) = service.emails
    assert email["status"] == "draft"
    assert email["body"] == f"<!-- buttondown-editor-mode: plaintext -->\n{POST.inert}"
    assert (email["subject"], email["slug"]) == (POST.subject, POST.slug)
    assert "send it there" in words


def test_buttondown_twice_is_one_email_wherever_it_stands_in_the_list() -> None:
    service = Buttondown(f"Token {WORD}")
    with serving(service) as desk:
        into_buttondown(desk.url)
        service.emails += [{"id": f"em_{n}", "status": "sent", "metadata": {}} for n in range(1, 6)]
        into_buttondown(desk.url, replace(POST, subject="Four sums"))
    assert len(service.emails) == 6
    assert service.emails[0]["subject"] == "Four sums"
    assert {call.headers["Host"] for call in desk.asked} == {desk.url.removeprefix("http://")}


def test_an_email_that_was_sent_is_left_alone() -> None:
    service = Buttondown(f"Token {WORD}")
    with serving(service) as desk:
        into_buttondown(desk.url)
        service.emails[0]["status"] = "sent"
        with pytest.raises(HeldError, match="“sent” there"):
            into_buttondown(desk.url)
    assert len(desk.changes) == 1


def test_a_service_that_made_something_else_than_a_draft_is_told_at_once() -> None:
    def sends(call: Asked) -> tuple[int, Mapping[str, str], bytes]:
        return told(
            200, {"results": [], "next": None} if call.method == "GET" else {"id": "em_1", "status": "sent"}
        )

    with serving(sends) as desk, pytest.raises(HeldError, match="“sent” there"):
        into_buttondown(desk.url)


# A webhook.


def test_a_webhook_gets_all_of_the_edition_and_the_same_id_each_time() -> None:
    with serving(fine) as desk:
        words = to_webhook(f"{desk.url}/in?way=1")
        to_webhook(f"{desk.url}/in?way=1")
        to_webhook(f"{desk.url}/in?way=1", replace(POST, version="f" * 64))
    first, second, third = desk.asked
    given = json.loads(first.body)
    for name in ("subject", "html", "text", "markdown", "key", "url", "slug"):
        assert given[name] == getattr(POST, name)
    assert given["unsubscribe"] == LEAVE
    assert (first.method, first.path, first.query) == ("POST", "/in", {"way": ["1"]})
    assert (
        first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == first.headers["webhook-id"]
    )
    assert third.headers["Idempotency-Key"] != first.headers["Idempotency-Key"]
    assert "webhook-signature" not in first.headers
    assert "took “Three sums that matter”" in words


@pytest.mark.parametrize("secret", [WORD, "whsec_" + base64.b64encode(b"any 24 bytes as it says.").decode()])
def test_a_webhook_with_a_secret_is_signed_as_the_specification_says(secret: str) -> None:
    with serving(fine) as desk:
        to_webhook(desk.url, DIGEST_WEBHOOK_SECRET=secret)
    (call,) = desk.asked
    key = WORD.encode() if secret == WORD else b"any 24 bytes as it says."
    words = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    assert (
        call.headers["webhook-signature"]
        == "v1," + base64.b64encode(hmac.digest(key, words, sha256)).decode()
    )
    assert WORD.encode() not in call.body


# Whatever goes wrong.


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_and_the_secret_goes_to_nobody_else(status: int) -> None:
    with serving(fine) as elsewhere:

        def away(_call: Asked) -> tuple[int, Mapping[str, str], bytes]:
            return status, {"Location": f"{elsewhere.url}/x"}, b""

        with serving(away) as desk:
            for post in (into_listmonk, into_buttondown, to_webhook):
                with pytest.raises(NotSentError, match=f"sends on to {elsewhere.url}/x") as caught:
                    post(desk.url)
                assert caught.value.is_lasting
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("status", "said", "shown", "is_lasting"),
    [
        (401, {"detail": "who are you"}, "refuses: 401 who are you; check the token", True),
        (403, {"message": "no"}, "refuses: 403 no; check the token", True),
        (400, {"message": "no such list"}, "refuses: 400 no such list; its words say why", True),
        (429, {}, "refuses: 429 {}; try again; nothing is made twice", False),
        (500, "broken", "refuses: 500 broken; try again", False),
    ],
)
def test_a_refusal_is_told_with_the_words_of_the_service(
    status: int, said: object, shown: str, *, is_lasting: bool
) -> None:
    with serving(lambda _call: told(status, said)) as desk, pytest.raises(NotSentError) as caught:
        into_listmonk(desk.url)
    assert shown in str(caught.value)
    assert caught.value.is_lasting == is_lasting


def test_a_service_that_does_not_answer_is_given_up() -> None:
    def slow(_call: Asked) -> tuple[int, Mapping[str, str], bytes]:
        time.sleep(1)
        return fine(_call)

    with serving(slow) as desk, pytest.raises(NotSentError, match=r"did not answer within 0\.2 s"):
        to_webhook(desk.url, limit_s=0.2)


@pytest.mark.parametrize("content", [b"<html>hello</html>", b"[]", b'{"data": 5}', b"{" * 100_000, b""])
def test_somebody_else_who_answers_is_not_taken_for_the_service(content: bytes) -> None:
    with serving(lambda _call: (200, {"Content-Type": "application/json"}, content)) as desk:
        with pytest.raises(NotSentError, match="answers as listmonk does not; check url"):
            into_listmonk(desk.url)
        with pytest.raises(NotSentError, match="answers as Buttondown does not; check url"):
            into_buttondown(desk.url)
    assert desk.changes == []


def test_a_service_that_is_not_there_is_told() -> None:
    with pytest.raises(NotSentError, match=r"127\.0\.0\.1:1: cannot be reached"):
        into_listmonk("http://127.0.0.1:1")


@pytest.mark.parametrize("module", [webhook, listmonk])
@pytest.mark.parametrize(
    "url", ["http://news.example/", "http://10.0.0.1/", "https://ada:pw@news.example/", "ftp://x", ""]
)
def test_a_secret_goes_over_no_open_line_and_stands_in_no_address(module: Any, url: str) -> None:
    with pytest.raises(ValidationError):
        module.Settings.model_validate({"url": url, "api_user": "digest", "lists": (1,)})


def test_no_frame_below_a_refusal_holds_the_secret_though_the_service_repeats_it() -> None:
    def echo(call: Asked) -> tuple[int, Mapping[str, str], bytes]:
        return 400, {}, str(call.headers).encode() + WORD.encode()

    with serving(echo) as desk:
        errors = []
        for post in (into_listmonk, into_buttondown):
            with pytest.raises(NotSentError) as caught:
                post(desk.url)
            errors.append(caught.value)
    shown = "".join(map(everything_shown, errors))
    for form in (WORD, BASIC, base64.b64encode(WORD.encode()).decode()):
        assert form not in shown


def test_without_a_token_it_says_where_to_put_it() -> None:
    settings = listmonk.Settings.model_validate({"url": "https://x.example", "api_user": "a", "lists": (1,)})
    with pytest.raises(
        NotSentError, match=r"there is no token; put it into DIGEST_LISTMONK_TOKEN.*token_file"
    ):
        posts.draft(settings, POST, door())
