"""Publishing in a project: what was approved goes out, to the byte, and nobody's file is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from digest import approval, placing, publishing
from digest.errors import ConfigError, DigestError, HeldError
from digest.project import Project, load, opened
from digest.publish import ENGINES
from tests.pictures import png
from tests.test_pipeline import KEY, NOW, built_once, sample  # noqa: F401 - fixtures

LATER = NOW + timedelta(hours=1)


def configured(folder: Path, kind: str, target: str = "blog") -> None:
    """Writes into the configuration of the sample where it is published."""
    file = folder / "sources.toml"
    text = re.sub(r"(?m)^kind   = .*$", f'kind = "{kind}"', file.read_text("utf-8"), count=1)
    file.write_text(re.sub(r"(?m)^folder = .*$", f'folder = "{target}"', text, count=1), "utf-8")


def edited(folder: Path, was: str, now: str) -> None:
    """Changes the draft as an editor would."""
    draft = folder / KEY / "draft.md"
    text = draft.read_text("utf-8")
    assert was in text
    draft.write_text(text.replace(was, now, 1), "utf-8")


def approve(project: Project) -> approval.Approved:
    return approval.approve(project, KEY, NOW, ["edition-sample"])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:  # noqa: F811
    with opened(load(sample / "sources.toml")) as found:
        yield found


@pytest.fixture
def site(sample: Path) -> Path:  # noqa: F811
    """Where the site of the sample lies."""
    return sample / "site"


def test_a_draft_that_nobody_approved_is_not_published(project: Project, site: Path) -> None:
    with pytest.raises(HeldError, match="not approved"):
        publishing.publish(project, KEY, NOW)
    assert not site.exists()
    assert project.store.releases(KEY) == ()


def test_what_was_approved_is_what_lies_on_the_site(project: Project, sample: Path, site: Path) -> None:  # noqa: F811
    files = approve(project).plan.files
    done = publishing.publish(project, KEY, NOW)
    assert done.is_new
    assert {f"{KEY}/index.html", "feed.xml", "index.html", "archive/index.html"} <= tree(site).keys()
    main = re.compile(rb"<main.*</main>", re.DOTALL)
    assert main.findall((site / KEY / "index.html").read_bytes()) == main.findall(files["index.html"])
    assert done.plan.result == site / KEY / "index.html"
    home = (site / "index.html").read_text("utf-8")
    assert "Meta signs $14.8 billion deal" in home
    assert f'<a href="{KEY}/index.html">' in home
    assert "Sample: the outlets" in home
    entry = feedparser.parse((site / "feed.xml").read_bytes()).entries[0]
    assert entry.link == f"https://example.org/weekly/{KEY}/"
    assert (sample / "published.json").is_file()
    assert approval.state(project, KEY).word == "published"


def test_a_change_after_the_approval_is_not_published_until_it_is_approved(
    project: Project,
    sample: Path,  # noqa: F811
    site: Path,
) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    before = tree(site)
    edited(sample, 'preheader: "', 'preheader: "Corrected: ')
    with pytest.raises(HeldError, match="changed since it was approved"):
        publishing.publish(project, KEY, LATER)
    assert tree(site) == before
    approve(project)
    done = publishing.publish(project, KEY, LATER)
    assert done.is_new
    assert {step.state for step in done.plan.steps} <= {"changed", "unchanged"}
    assert "Corrected: National Grid" in (site / KEY / "index.html").read_text("utf-8")
    assert len(project.store.releases(KEY)) == 2


def test_publishing_twice_changes_no_byte_and_counts_once(project: Project, site: Path) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    before, times = tree(site), {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again = publishing.publish(project, KEY, LATER)
    assert again.plan.is_done
    assert not again.is_new
    assert tree(site) == before
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == times
    assert [(went.kind, went.at) for went in project.store.releases(KEY)] == [("published", NOW)]


def test_a_plan_touches_nothing_and_says_all(project: Project, sample: Path, site: Path) -> None:  # noqa: F811
    approve(project)
    before = tree(sample)
    words = publishing.plan(project, KEY).words
    assert [name for name in tree(sample) if name not in before] == []
    assert not site.exists()
    assert "Meta signs $14.8 billion deal for 49% stake in Scale AI" in words[0]
    assert words[1] == f"becomes a page of the site in {site}"
    assert words[2].startswith("new: ")
    assert f"{KEY}/index.html" in words[2]
    assert words[-1] == "Files are written on this machine; nothing is sent."


def test_a_page_that_a_person_changed_stays_and_ours_lies_beside_it(project: Project, site: Path) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    ours = (site / "index.html").read_bytes()
    (site / "index.html").write_text("my own home", "utf-8")
    done = publishing.publish(project, KEY, LATER)
    assert (site / "index.html").read_text("utf-8") == "my own home"
    assert (site / "index.html.new").read_bytes() == ours
    assert [step.name for step in done.plan.kept] == ["index.html"]
    assert any("stays as you changed it: index.html" in line for line in done.plan.words)
    (site / "index.html").unlink()
    publishing.publish(project, KEY, LATER)
    assert (site / "index.html").read_bytes() == ours
    assert not (site / "index.html.new").exists()


def test_what_lies_beside_a_persons_own_post_has_not_gone_out(project: Project, site: Path) -> None:
    approve(project)
    (site / KEY).mkdir(parents=True)
    (site / KEY / "index.html").write_text("mine", "utf-8")
    done = publishing.publish(project, KEY, NOW)
    assert not done.plan.is_out
    assert done.plan.result.name == "index.html.new"
    assert project.store.releases(KEY) == ()


def test_a_file_that_changes_after_the_plan_was_shown_stops_it(project: Project, site: Path) -> None:
    approve(project)
    planned = publishing.plan(project, KEY)
    site.mkdir()
    (site / "feed.xml").write_text("mine", "utf-8")
    with pytest.raises(HeldError, match="changed meanwhile"):
        publishing.carry_out(project, planned, NOW)
    assert list(tree(site)) == ["feed.xml"]


def test_a_run_that_dies_while_writing_leaves_files_that_are_still_known_as_ours(
    project: Project,
    sample: Path,  # noqa: F811
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    approve(project)
    put = placing.put_whole

    def dies(folder: Path, contents: dict[str, bytes], without: list[str]) -> None:
        put(folder, contents, without)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(placing, "put_whole", dies)
        with pytest.raises(KeyboardInterrupt):
            publishing.publish(project, KEY, NOW)
    edited(sample, 'preheader: "', 'preheader: "Corrected: ')
    approve(project)
    done = publishing.publish(project, KEY, LATER)
    assert done.plan.kept == ()
    assert "Corrected: " in (site / KEY / "index.html").read_text("utf-8")


def test_a_picture_comes_along_and_goes_with_the_text_that_showed_it(
    project: Project,
    sample: Path,  # noqa: F811
    site: Path,
) -> None:
    (sample / KEY / "chart.png").write_bytes(png())
    edited(sample, "\n## Deals", "\n![A chart](chart.png)\n\n## Deals")
    approve(project)
    publishing.publish(project, KEY, NOW)
    assert (site / KEY / "chart.png").read_bytes() == png()
    assert (
        f'src="https://example.org/weekly/{KEY}/chart.png"'
        in feedparser.parse((site / "feed.xml").read_bytes(), sanitize_html=False).entries[0].content[0].value
    )
    edited(sample, "![A chart](chart.png)\n", "")
    approve(project)
    publishing.publish(project, KEY, LATER)
    assert f"{KEY}/chart.png" not in tree(site)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_blog_gets_one_post_with_its_picture_and_nothing_else(kind: str, sample: Path) -> None:  # noqa: F811
    configured(sample, kind)
    blog = sample / "blog"
    (blog / "content").mkdir(parents=True)
    (blog / "content" / "about.md").write_text("mine", "utf-8")
    (sample / KEY / "chart.png").write_bytes(png())
    edited(sample, "\n## Deals", "\n![A chart](chart.png)\n\n## Deals")
    with opened(load(sample / "sources.toml")) as project:
        approve(project)
        done = publishing.publish(project, KEY, NOW)
        again = publishing.publish(project, KEY, LATER)
    assert again.plan.is_done
    found = tree(blog)
    assert found.pop("content/about.md") == b"mine"
    picture, post = sorted(found, key=lambda name: name.endswith(".md"))
    assert done.plan.result == blog / post
    assert found[picture] == png()
    address = re.search(r"!\[A chart\]\(([^)]*)\)", found[post].decode())
    assert address
    assert picture.endswith(address[1].removeprefix("{attach}").removeprefix("./"))


def test_a_blog_that_is_not_there_is_not_made_up(sample: Path) -> None:  # noqa: F811
    configured(sample, "hugo", "nowhere")
    with opened(load(sample / "sources.toml")) as project:
        approve(project)
        with pytest.raises(DigestError, match="no folder of a hugo blog"):
            publishing.plan(project, KEY)
    assert not (sample / "nowhere").exists()


def test_a_blog_needs_a_folder(sample: Path) -> None:  # noqa: F811
    configured(sample, "hugo", "")
    with pytest.raises(ConfigError, match="folder of your hugo blog"):
        load(sample / "sources.toml")


@pytest.mark.parametrize("target", [".", ".."])
def test_the_store_is_never_inside_of_the_site(sample: Path, target: str) -> None:  # noqa: F811
    configured(sample, "site", target)
    with opened(load(sample / "sources.toml")) as project:
        approve(project)
        with pytest.raises(DigestError, match="holds the store"):
            publishing.plan(project, KEY)


def test_a_link_that_leads_out_of_the_site_is_refused(project: Project, sample: Path, site: Path) -> None:  # noqa: F811
    approve(project)
    site.mkdir()
    (site / KEY).symlink_to(sample / "feeds")
    before = tree(sample / "feeds")
    with pytest.raises(DigestError, match="link out of"):
        publishing.publish(project, KEY, NOW)
    assert tree(sample / "feeds") == before


def test_another_folder_has_a_record_of_its_own(project: Project, tmp_path: Path, site: Path) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    other = tmp_path / "elsewhere"
    publishing.publish(project, KEY, LATER, other)
    assert tree(other) == tree(site)


def test_a_page_that_is_gone_is_not_listed(project: Project, site: Path) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    record = project.config.out / "published.json"
    told = json.loads(record.read_text("utf-8"))
    told["site site"]["editions"]["2025-W23"] = "gone"
    record.write_text(json.dumps(told), "utf-8")
    publishing.publish(project, KEY, LATER)
    assert "2025-W23" not in (site / "archive" / "index.html").read_text("utf-8")


def test_only_the_pages_that_say_something_else_are_made_again(
    project: Project,
    sample: Path,  # noqa: F811
    site: Path,
) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    edited(sample, 'preheader: "', 'preheader: "Corrected: ')
    approve(project)
    steps = publishing.plan(project, KEY).steps
    assert {"archive/index.html", "feed.xml", f"{KEY}/index.html"} <= {step.name for step in steps}
    assert not any(step.name.startswith("companies/") for step in steps)
    (site / "about" / "index.html").unlink()
    assert "about/index.html" in {step.name for step in publishing.plan(project, KEY).steps}


def test_records_that_are_lost_or_broken_are_made_again_from_the_store(project: Project, site: Path) -> None:
    approve(project)
    publishing.publish(project, KEY, NOW)
    before = tree(site)
    shelf = project.config.out / "shelf"
    for broken in (b"{", None):
        for file in shelf.iterdir():
            file.write_bytes(broken) if broken else file.unlink()
        publishing.publish(project, KEY, LATER)
        assert tree(site) == before
