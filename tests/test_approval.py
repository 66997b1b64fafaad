"""Approval: what was approved is what goes out, and whatever changes after it is seen."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import approval, bundled, desk, drafts
from digest.approval import seal
from digest.errors import DigestError, DraftError, HeldError, StoreError, UsageError
from digest.project import Project, load, opened
from digest.store import Release
from tests import pictures as drawn
from tests.test_pipeline import KEY, NOW, build, built_once, contents, sample, week  # noqa: F401 - fixtures

SAMPLE = ("edition-sample",)  # the gate's one objection to the demo
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:  # noqa: F811
    with opened(load(sample / "sources.toml")) as found:
        yield found


def approve(project: Project) -> approval.Approved:
    return approval.approve(project, KEY, NOW, SAMPLE)


def edit(project: Project, old: str, new: str) -> None:
    """Changes the draft as an editor's hand would."""
    file = project.folder(KEY) / drafts.FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def headline(project: Project) -> str:
    """Some words of the first headline of the draft."""
    text = (project.folder(KEY) / drafts.FILE).read_text(encoding="utf-8")
    found = re.search(r"(?m)^### \[(.+?)\]\(", text)
    assert found
    return found[1]


def retitle(project: Project, words: str) -> None:
    """Puts other words into the first headline of the draft."""
    edit(project, f"### [{headline(project)}]", f"### [{words}]")


def word(project: Project) -> str:
    return approval.state(project, KEY).word


# Approving.


def test_what_was_approved_is_given_back_byte_for_byte(project: Project) -> None:
    done = approve(project)
    frozen = approval.frozen(project, KEY)
    on_disk = contents(project.folder(KEY))
    assert frozen.files == {name: on_disk[name] for name in on_disk if name != "report.json"}
    assert frozen.approval == done.approval
    assert done.is_new


def test_an_edit_that_was_not_rendered_is_approved_and_shown_on_the_disk(project: Project) -> None:
    retitle(project, "Zwieback")
    approve(project)
    assert "Zwieback" in (project.folder(KEY) / "email.html").read_text(encoding="utf-8")
    assert b"Zwieback" in approval.frozen(project, KEY).files["index.html"]


def test_the_gate_refuses_with_its_findings_and_what_to_do(project: Project) -> None:
    with pytest.raises(approval.RefusedError) as refused:
        approval.approve(project, KEY, NOW)
    assert [finding.rule for finding in refused.value.findings] == ["edition-sample"]
    assert refused.value.exit_code == 3
    assert "-> take sample = true out of sources.toml" in str(refused.value)
    assert str(refused.value).endswith(f"digest approve {KEY} --allow edition-sample")
    assert word(project) == "draft"


def test_a_rule_that_does_not_exist_is_told_before_anything_else(project: Project) -> None:
    with pytest.raises(UsageError, match='did you mean "edition-sample"'):
        approval.approve(project, KEY, NOW, ("edition-sampel",))


def test_only_rules_whose_errors_were_let_pass_are_remembered(project: Project) -> None:
    done = approval.approve(project, KEY, NOW, ("edition", "numbers"))
    assert done.approval.allowed == SAMPLE


def test_approving_the_same_again_changes_nothing_and_needs_no_leave(project: Project) -> None:
    first = approve(project)
    again = approval.approve(project, KEY, LATER)
    assert not again.is_new
    assert again.approval == first.approval
    assert project.store.approvals(KEY) == (first.approval,)


def test_what_was_withdrawn_while_the_editor_looked_is_approved_anew(project: Project) -> None:
    approve(project)
    planned = approval.plan(project, KEY)
    assert planned.is_approved
    approval.withdraw(project, KEY, NOW)
    assert approval.freeze(project, planned, LATER).is_new
    assert word(project) == "approved"


def test_a_conflict_in_the_draft_has_to_be_settled_first(project: Project) -> None:
    edit(
        project,
        "\n## ",
        "\n<!-- conflict: both sides changed the introduction; take one\nthe other side -->\n\n## ",
    )
    text = (project.folder(KEY) / drafts.FILE).read_text(encoding="utf-8")
    line = text[: text.index("<!-- conflict")].count("\n") + 1
    with pytest.raises(
        HeldError, match=rf"1 conflict.*draft\.md\n  line {line}: conflict: both sides .*take one\n"
    ):
        approve(project)
    state = approval.state(project, KEY)
    assert (state.word, state.note) == ("conflicts", f"draft.md, line {line}")


def test_a_draft_with_a_slip_is_not_approved(project: Project) -> None:
    edit(project, "\n## ", "\n<!-- never closed\n\n## ")
    with pytest.raises(DraftError, match=r"draft\.md:\d+"):
        approve(project)
    state = approval.state(project, KEY)
    assert state.word == "draft"
    assert "draft.md:" in state.note


def test_a_draft_that_changes_while_the_editor_is_asked_is_not_approved(project: Project) -> None:
    planned = approval.plan(project, KEY, SAMPLE)
    retitle(project, "Saved in the meantime")
    with pytest.raises(HeldError, match="changed meanwhile"):
        approval.freeze(project, planned, NOW)
    assert project.store.approvals(KEY) == ()


def test_the_plan_says_what_it_freezes(project: Project) -> None:
    planned = approval.plan(project, KEY, SAMPLE)
    assert planned.words.startswith(f"{KEY}, number 1: “")
    assert f"version {planned.digest[:12]}; errors let pass: edition-sample" in planned.words


def test_planning_writes_nothing(project: Project) -> None:
    before = contents(project.folder(KEY))
    approval.plan(project, KEY, SAMPLE)
    assert contents(project.folder(KEY)) == before
    assert word(project) == "draft"


def test_two_machines_approve_the_same_bytes(sample: Path, project: Project, tmp_path: Path) -> None:  # noqa: F811
    other = tmp_path / "elsewhere"
    shutil.copytree(sample, other)
    with opened(load(other / "sources.toml")) as elsewhere:
        theirs = approval.approve(elsewhere, KEY, LATER, SAMPLE).approval
    ours = approve(project).approval
    assert (ours.digest, ours.files) == (theirs.digest, theirs.files)


def test_pictures_are_frozen_with_the_rest(project: Project) -> None:
    picture = project.folder(KEY) / "plan.png"
    picture.write_bytes(drawn.png(600, 300))
    edit(project, "\n## ", "\n![A plan of the site](plan.png)\n\n## ")
    approve(project)
    assert approval.frozen(project, KEY).files["plan.png"] == picture.read_bytes()
    picture.write_bytes(drawn.png(600, 301))
    assert word(project) == "changed since approval"
    with pytest.raises(HeldError, match=r"plan\.png"):
        approval.frozen(project, KEY)


# What changes after it.


def test_a_changed_draft_does_not_go_out(project: Project) -> None:
    approve(project)
    retitle(project, "Changed after approval")
    with pytest.raises(HeldError, match=r"draft\.md changed since it was approved.*digest approve"):
        approval.frozen(project, KEY)
    state = approval.state(project, KEY)
    assert (state.word, state.note) == ("changed since approval", "draft.md changed")


def test_a_draft_put_back_is_approved_as_before(project: Project) -> None:
    approve(project)
    was = headline(project)
    retitle(project, "Changed after approval")
    desk.render(project, KEY)
    retitle(project, was)
    assert "in the folder is not what was approved" in approval.state(project, KEY).note
    desk.render(project, KEY)
    assert word(project) == "approved"
    assert approval.frozen(project, KEY).files


def test_a_new_approval_takes_the_place_of_the_old_one(project: Project) -> None:
    first = approve(project)
    retitle(project, "Pumpernickel")
    second = approve(project)
    assert second.is_new
    assert second.approval.digest != first.approval.digest
    assert approval.frozen(project, KEY).approval == second.approval
    assert b"Pumpernickel" in approval.frozen(project, KEY).files["email.txt"]


def test_a_changed_setting_does_not_slip_into_what_goes_out(sample: Path) -> None:  # noqa: F811
    file = sample / "sources.toml"
    with opened(load(file)) as project:
        approve(project)
    file.write_text(file.read_text(encoding="utf-8").replace('"harbour"', '"moss"'), encoding="utf-8")
    with (
        opened(load(file)) as project,
        pytest.raises(HeldError, match=r"email\.eml, email\.html, index\.html would differ.*sources\.toml"),
    ):
        approval.frozen(project, KEY)


def test_a_changed_template_does_not_slip_into_what_goes_out(sample: Path) -> None:  # noqa: F811
    own = sample / "templates" / "email.txt"
    with opened(load(sample / "sources.toml")) as project:
        approve(project)
        own.parent.mkdir(exist_ok=True)
        shipped = bundled.path("templates/email.txt").read_text(encoding="utf-8")
        own.write_text(shipped + "\nPS: a line more.\n", encoding="utf-8")
        with pytest.raises(HeldError, match=r"email\.eml, email\.txt would differ"):
            approval.frozen(project, KEY)


def test_an_output_that_somebody_changed_is_seen_and_does_not_go_out(project: Project) -> None:
    approve(project)
    page = project.folder(KEY) / "index.html"
    page.write_text("<p>something else</p>", encoding="utf-8")
    state = approval.state(project, KEY)
    assert (state.word, state.note) == (
        "changed since approval",
        "index.html in the folder is not what was approved",
    )
    assert b"something else" not in approval.frozen(project, KEY).files["index.html"]


def test_an_edition_built_again_needs_a_new_approval(sample: Path) -> None:  # noqa: F811
    with opened(load(sample / "sources.toml")) as project:
        approve(project)
        retitle(project, "Mine")
    build(sample)
    with opened(load(sample / "sources.toml")) as project:
        assert word(project) == "changed since approval"
        with pytest.raises(HeldError):
            approval.frozen(project, KEY)


def test_a_draft_that_is_gone_is_told(project: Project) -> None:
    approve(project)
    (project.folder(KEY) / drafts.FILE).unlink()
    assert "is gone" in approval.state(project, KEY).note
    with pytest.raises(HeldError, match=r"draft\.md is gone"):
        approval.frozen(project, KEY)


def test_a_damaged_store_does_not_go_out(project: Project, sample: Path) -> None:  # noqa: F811
    done = approve(project)
    files = bytearray(done.approval.files)
    files[len(files) // 2] ^= 1
    with sqlite3.connect(sample / "digest.db") as db:
        db.execute("UPDATE approvals SET files = ?", (bytes(files),))
    with pytest.raises(StoreError, match=r"damaged in the store.*--withdraw"):
        approval.frozen(project, KEY)
    assert "damaged" in approval.state(project, KEY).note


def test_a_file_smuggled_into_the_archive_is_found_by_its_digest(project: Project, sample: Path) -> None:  # noqa: F811
    done = approve(project)
    other = {**seal.unpacked(done.approval.files), "index.html": b"<p>another page</p>"}
    with sqlite3.connect(sample / "digest.db") as db:
        db.execute("UPDATE approvals SET files = ?", (seal.packed(other),))
    with pytest.raises(StoreError, match="damaged"):
        approval.frozen(project, KEY)


# How it stands.


def test_an_edition_that_nobody_built_has_no_state_to_tell(project: Project) -> None:
    assert approval.state(project, "2031-W01").word == "not built"
    with pytest.raises(HeldError, match="is not approved; look at it"):
        approval.frozen(project, "2031-W01")


def test_what_went_out_is_told_as_long_as_it_is_what_is_approved(project: Project) -> None:
    digest = approve(project).approval.digest
    project.store.release(Release(KEY, "published", digest, LATER, "out/site"))
    state = approval.state(project, KEY)
    assert (state.word, state.at, state.note, state.digest) == ("published", LATER, "out/site", digest)
    retitle(project, "A correction")
    assert word(project) == "changed since approval"
    approve(project)
    assert word(project) == "approved"


def test_withdrawing_opens_it_again(project: Project) -> None:
    approve(project)
    assert approval.withdraw(project, KEY, LATER).word == "approved"
    assert word(project) == "draft"
    with pytest.raises(HeldError, match="is not approved"):
        approval.frozen(project, KEY)
    with pytest.raises(DigestError, match="nothing to withdraw"):
        approval.withdraw(project, KEY, LATER)


def test_what_went_out_before_a_withdrawal_is_not_forgotten(project: Project) -> None:
    digest = approve(project).approval.digest
    project.store.release(Release(KEY, "published", digest, LATER, "out/site"))
    assert approval.withdraw(project, KEY, LATER).word == "published"
    assert approval.state(project, KEY).note == "an earlier version was published: out/site"


# The seal.

FILES = st.dictionaries(st.text("abc/.", min_size=1, max_size=6), st.binary(max_size=40), max_size=5)


@given(FILES)
def test_a_seal_gives_back_what_went_in_whatever_its_order(files: dict[str, bytes]) -> None:
    turned = dict(reversed(files.items()))
    assert seal.unpacked(seal.packed(files)) == files
    assert seal.packed(turned) == seal.packed(files)
    assert seal.digest(turned) == seal.digest(files)


@given(FILES, FILES)
def test_other_files_have_another_digest(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert (seal.digest(one) == seal.digest(other)) == (one == other)


def test_a_byte_that_moves_between_name_and_content_shows() -> None:
    assert seal.digest({"a": b"bc"}) != seal.digest({"ab": b"c"})
    assert seal.digest({"a": b"", "b": b""}) != seal.digest({"a": b"b"})


def test_the_digest_can_be_made_again_by_anybody() -> None:
    parts = [b"a.txt", b"one", b"b.txt", b"two"]
    whole = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    assert seal.digest({"b.txt": b"two", "a.txt": b"one"}) == sha256(whole).hexdigest()


def test_the_archive_is_one_that_any_program_opens_and_tells_no_time() -> None:
    archive = zipfile.ZipFile(io.BytesIO(seal.packed({"b": b"2", "a": b"1"})))
    assert archive.namelist() == ["a", "b"]
    assert {about.date_time for about in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(st.binary(max_size=60))
def test_no_bytes_make_the_unpacking_fail_in_another_way(noise: bytes) -> None:
    good = seal.packed({"index.html": b"<p>page</p>" * 9})
    for damaged in (noise, good[:30] + noise + good[30 + len(noise) :], good + noise):
        with suppress(ValueError):
            seal.unpacked(damaged)
