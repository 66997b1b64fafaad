"""Links that lead through a counter are undone where they hold their target, and nobody is asked."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import redirects, urls

TARGET = "https://a.example/x"


def token(told: object) -> str:
    """`told` in base64 for addresses: a text as it is, anything else as JSON."""
    text = told if isinstance(told, str) else json.dumps(told)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (f"https://substack.com/redirect/2/{token({'e': TARGET})}.sig", TARGET),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=5", TARGET),
        ("https://urldefense.proofpoint.com/v1/url?u=https://a.example/x&k=1", TARGET),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x-3Fid-3D7&d=DwM", f"{TARGET}?id=7"),
        ("https://urldefense.com/v3/__https://a.example/x__;!!NLFG!q$", TARGET),
        ("https://urldefense.com/v3/__https://a.example/x?id=7*p__;Iw!!NLFG!q$", f"{TARGET}?id=7#p"),
        ("https://urldefense.com/v3/__https:/a.example/**Bb__;4oCc4oCd4oCc!!N!q$", "https://a.example/“”“b"),
        ("https://url.avanan.click/v2/___https://a.example/x___.YXAzOg", TARGET),
        ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fa.example%2fx&c=E", TARGET),
        ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fa.example%2Fx", TARGET),
        ("https://track.news.example/click?u=abc&url=https%3A%2F%2Fa.example%2Fx", TARGET),
        ("https://click.mail.news.example/redirect?target=https%3A%2F%2Fa.example%2Fx", TARGET),
        ("https://news.example/out?to=https://a.example/x", TARGET),
        (f"https://click.kit.example/abcd/e4x/{token(TARGET)}", TARGET),
        (f"https://link.news.example/click/1.2/{token(TARGET)}/5f", TARGET),
        (f"https://m.example/track/click/3/a?p={token({'p': json.dumps({'url': TARGET})})}", TARGET),
        (f"https://e.news.example/e/c/{token({'email_id': 'k', 'href': TARGET})}/q", TARGET),
        ("https://a.example/x?utm_source=l&id=7", "https://a.example/x?id=7"),
    ],
)
def test_a_redirect_that_holds_its_target_is_undone(url: str, target: str) -> None:
    assert redirects.unwrapped(url) == urls.safe(target)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://substack.com/redirect/2/W10",
        "https://links.news.example/ls/click?upn=u001.Zk3-2BqA",
        "https://news.example/story?url=https://b.example/y",  # nothing says that it leads on
        "https://social.example/sharer/out?u=https://b.example/y",
        "https://news.example/login/redirect?to=https://b.example/y",
        "https://news.example/go?to=https://news.example/story",  # its own: the server may know better
        "https://news.example/go?to=https://intranet/y",
        "https://urldefense.com/v3/__https://a.example/****p__;Iw!!NLFG!q$",  # letters are missing
    ],
)
def test_a_link_that_says_less_stays_as_it_is(url: str) -> None:
    assert redirects.unwrapped(url) == url


@given(
    st.text(),
    st.sampled_from(["https://track.a.example/click?url=", "https://urldefense.com/v3/__https://", ""]),
)
def test_no_link_breaks_it_and_what_comes_out_is_safe(written: str, ahead: str) -> None:
    found = redirects.unwrapped(ahead + written)
    assert found == "" or urls.safe(found) == found
    assert redirects.unwrapped("javascript:alert(1)") == ""
