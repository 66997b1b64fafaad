"""A post: an edition as one file of somebody's blog, and where its pictures go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.model import Edition


@dataclass(frozen=True, slots=True)
class Post:
    """One file for a blog engine.

    Attributes:
        path: within the folder of the blog, with `/`.
        text: front matter and body.
        pictures: by the path of each picture within the edition's folder, its path within the blog's.
    """

    path: str
    text: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def placed(edition: Edition, folder: str) -> dict[str, str]:
    """Where each picture of `edition` goes when all go into `folder` of the blog."""
    return {picture.path: f"{folder}/{picture.path}" for picture in edition.pictures}


def addressed(edition: Edition, ahead: str) -> dict[str, str]:
    """How a body names each picture, by the address in the rendition; `ahead` stands before it."""
    return {picture.address: ahead + picture.address for picture in edition.pictures}
