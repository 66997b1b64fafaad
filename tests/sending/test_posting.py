"""Posting: what was approved goes to a service as a draft, and nothing of a reader who does not exist."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digest import approval
from digest.courier import CARRIER
from digest.errors import HeldError
from digest.project import Project, load, opened
from digest.sending import posting
from tests.deliver.services import Listmonk, serving
from tests.test_pipeline import KEY, NOW, built_once, sample  # noqa: F401 - fixtures

LATER = NOW + timedelta(days=1)
WORD = "Grey-Heron-12"


@pytest.fixture
def service() -> Listmonk:
    return Listmonk("Basic " + base64.b64encode(f"digest:{WORD}".encode()).decode())


@pytest.fixture
def project(
    sample: Path,  # noqa: F811
    service: Listmonk,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Project]:
    """The sample, whose mail goes to listmonk."""
    monkeypatch.setenv("DIGEST_LISTMONK_TOKEN", WORD)
    file = sample / "sources.toml"
    with serving(service) as desk:
        before, after = file.read_text("utf-8").split("\n[delivery]\n", 1)
        lines = {"kind": '"listmonk"', "url": f'"{desk.url}"', "api_user": '"digest"', "lists": "[1]"}
        for name, value in lines.items():
            after = re.sub(rf"(?m)^{name} *=.*$", f"{name} = {value}", after, count=1)
        file.write_text(f"{before}\n[delivery]\n{after}", "utf-8")
        with opened(load(file)) as found:
            yield found


@pytest.mark.server
def test_what_nobody_approved_is_not_posted(project: Project, service: Listmonk) -> None:
    with pytest.raises(HeldError, match="not approved"):
        posting.post(project, KEY, LATER)
    assert service.campaigns == []


@pytest.mark.server
def test_what_was_approved_is_posted_once_and_names_no_sample_reader(
    project: Project, service: Listmonk
) -> None:
    approval.approve(project, KEY, NOW, ["edition-sample"])
    posting.post(project, KEY, LATER)
    receipt = posting.post(project, KEY, LATER)
    (campaign,) = service.campaigns
    assert campaign["name"] == f"readers-{KEY.lower()} (digest)"
    for text in (campaign["body"], campaign["altbody"]):
        assert "sample-reader" not in text
        assert text.count("{{ UnsubscribeURL }}") >= 1
        assert "Meta signs $14.8 billion deal" in text
    assert "brought up to date as a draft" in receipt.words
    assert project.store.releases(KEY) == ()  # a draft somewhere is not sent


@pytest.mark.server
def test_the_clock_posts_a_draft_and_is_done(project: Project, service: Listmonk) -> None:
    approval.approve(project, KEY, NOW, ["edition-sample"])
    sent = CARRIER.send(project, KEY, LATER, lambda *_: None)
    assert sent.begun.is_over
    assert len(service.campaigns) == 1
