"""The preview shows the pictures beside the draft, follows their changes, and loads nothing else."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from digest.preview import Desk
from digest.preview.pictures import inside
from tests.pictures import gif, png, put
from tests.preview.desks import Events, Renderer, ask, desk_in, served


def test_a_picture_beside_the_draft_is_put_into_the_document(tmp_path: Path) -> None:
    put(tmp_path, "small chart.png")
    put(tmp_path, "pictures/turn.gif", gif())
    shown = inside(
        '<img class="picture" alt="a > b" src="small%20chart.png"><img src="pictures/turn.gif">', tmp_path
    )
    assert f'alt="a > b" src="data:image/png;base64,{b64encode(png()).decode()}"' in shown
    assert f'src="data:image/gif;base64,{b64encode(gif()).decode()}"' in shown


@pytest.mark.parametrize(
    "src",
    ["../secret.png", "/etc/passwd", "https://evil.example/x.png", "draft.md", "page.svg", "linked.png", ""],
)
def test_nothing_else_is(tmp_path: Path, src: str) -> None:
    folder = tmp_path / "week"
    put(folder)
    put(tmp_path, "secret.png")
    (folder / "draft.md").write_text("words", "utf-8")
    (folder / "page.svg").write_text("<svg/>", "utf-8")
    (folder / "linked.png").symlink_to(tmp_path / "secret.png")
    assert inside(f'<img src="{src}">', folder) == f'<img src="{src}">'


def test_words_about_pictures_stay_words(tmp_path: Path) -> None:
    put(tmp_path)
    html = '<p>&lt;img src="chart.png"&gt; and src="chart.png"</p>'
    assert inside(html, tmp_path) == html


class _Illustrated(Renderer):
    """Writes a mail with a picture, and the record that names its content."""

    def write(self, draft: str) -> None:
        self._put("email.html", f'<h1>{draft[:9]}</h1><p><img src="chart.png" alt="A chart"></p>')
        chart = self.folder / "chart.png"
        self._put("edition.json", f'{{"size": {chart.stat().st_size if chart.exists() else 0}}}')


@pytest.mark.server
def test_a_new_picture_and_a_changed_one_show_at_once(tmp_path: Path) -> None:
    plain = desk_in(tmp_path)
    desk = Desk(plain.folder, plain.title, plain.watch, _Illustrated(plain.folder))
    with served(desk) as address:
        events = Events(address)
        for content in (png(60), png(90), png(90, padding=500)):
            put(desk.folder, content=content)
            coded = b64encode(content).decode()
            events.until(lambda coded=coded: coded in ask(address, "/frame/email")[1])  # type: ignore[misc]
        events.close()


@pytest.mark.server
def test_no_route_gives_a_file(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    put(desk.folder)
    with served(desk) as address:
        for path in ("/chart.png", "/frame/chart.png", "/frame/../chart.png", "/frame/%2e%2e/chart.png"):
            assert ask(address, path)[0].status == 404
