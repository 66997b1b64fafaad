"""How the pictures of an edition come with its mail: inside of it, or from where the page lies."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from digest import pictures
from digest.deliver import Attachment
from digest.errors import DigestError, MessageError
from digest.model import Edition, Picture
from digest.render.pictures import moved

HOSTED = "host"
"""The value of `images` in `[mail]` with which the pictures stay on the web."""


def of(html: str, made: Edition, folder: Path, images: str) -> tuple[str, tuple[Attachment, ...]]:
    """The mail's `html` with the addresses of its pictures, and what has to go with it.

    Args:
        html: as it lies in `folder`, beside the files of the pictures.
        made: the edition.
        folder: where the files are.
        images: `embed` or `host`.

    Raises:
        MessageError: they are to be on the web, and the edition has no https address; or a file is not what
            it was when the edition was made.
    """
    if images == HOSTED:
        return moved(html, {picture.path: _hosted(picture, made.url) for picture in made.pictures}), ()
    html = moved(html, {picture.path: f"cid:{_cid(picture)}" for picture in made.pictures})
    unlike = {_cid(picture): picture for picture in made.pictures}  # the same content travels once
    return html, tuple(_enclosed(folder, one) for cid, one in unlike.items() if f'"cid:{cid}"' in html)


def _hosted(picture: Picture, url: str) -> str:
    if not url.startswith("https://"):
        problem = (
            f'the pictures are to be on the web, and the edition has no https address for "{picture.path}"'
        )
        remedy = 'set url in [edition] to where the editions are published, or images = "embed"'
        raise MessageError("images in [mail]", problem, remedy)
    return urljoin(url, picture.address)


def _enclosed(folder: Path, picture: Picture) -> Attachment:
    try:
        content = pictures.unchanged(folder, picture)
    except DigestError as error:
        raise MessageError(error.subject, error.problem, error.remedy) from error
    return Attachment(_cid(picture), picture.media_type, picture.path.rpartition("/")[2], content)


def _cid(picture: Picture) -> str:
    """The same for the same content, in every edition (RFC 2392: it names what it shows)."""
    return f"{picture.digest}@pictures.digest.invalid"
