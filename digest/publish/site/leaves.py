"""The page of an edition in the frame of the site: what was approved, with a way to the other pages.

Every word of it is that of the approval. Its style sheet becomes a file that all editions with the same one
share; its head says what search engines and those who share it want to know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from digest.model import Edition
from digest.publish import facts, slugs
from digest.publish.site import addresses
from digest.publish.site.frame import Press, Spot, as_script, style_name

_STYLE = re.compile(r"<style>\n?(.*?)</style>", re.DOTALL)
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_SRC = re.compile(r'(<img\b[^>]*?\ssrc=")(?![a-z][a-z0-9+.-]*:|//|/|#)', re.IGNORECASE)


def of_edition(edition: Edition, files: Mapping[str, bytes], press: Press) -> dict[str, bytes]:
    """The page of `edition` and all that it shows, by their names within the site; `files` were frozen."""
    folder = slugs.folder(edition.key)
    pictures = {f"{folder}/{picture.path}": files[picture.path] for picture in edition.pictures}
    page, styles = _framed(files[addresses.PAGE].decode(), edition, press)
    return styles | pictures | {addresses.page_of(edition): page.encode()}


def inside(page_html: str, folder: str) -> Markup:
    """What stands between head and foot of the page of an edition, to be shown beside its `folder`."""
    found = _MAIN.search(page_html)
    html = _SRC.sub(rf"\g<1>{folder}/", found[1]).strip() if found else ""
    return Markup(html)  # noqa: S704  # a page of ours, as it was approved


def style_of(page_html: str, press: Press) -> str:
    """The style sheet that the page of an edition brings, as the file that the site has of it."""
    found = _STYLE.search(page_html)
    return style_name(_sheet(found, press)) if found else press.style_name


def spot(edition: Edition, press: Press) -> Spot:
    """What the head of the page of `edition` says."""
    found, path = facts.of(edition), addresses.page_of(edition)
    url = found.canonical or addresses.on_the_web(press.site.url, path)
    told = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": found.title[:110],
        "description": found.description,
        "datePublished": found.date.isoformat(timespec="seconds"),
        "dateModified": found.updated.isoformat(timespec="seconds"),
        "inLanguage": edition.language,
        "keywords": ", ".join(found.tags),
        "author": {"@type": "Organization", "name": press.site.title},
        "isPartOf": {"@type": "Blog", "name": press.site.title, "url": press.site.url},
        "mainEntityOfPage": url,
        "url": url,
    }
    image = addresses.on_the_web(press.site.url, card_of(edition))
    data = as_script({name: value for name, value in (told | {"image": image}).items() if value})
    made = press.spot(path, found.title, found.description)
    return replace(
        made, url=url, data=data, image=image, image_alt=press.card(edition).words if image else ""
    )


def card_of(edition: Edition) -> str:
    """The card of `edition`."""
    return f"{slugs.folder(edition.key)}/{addresses.CARD}"


def _framed(html: str, edition: Edition, press: Press) -> tuple[str, dict[str, bytes]]:
    """The page with head and navigation of the site, and its style sheet as a file of its own."""
    page, styles = spot(edition, press), {}
    if found := _STYLE.search(html):
        sheet = _sheet(found, press)
        name = style_name(sheet)
        styles[name] = sheet
        link = f'<link rel="stylesheet" href="{page.root}{name}">'
        html = html[: found.start()] + link + html[found.end() :]
    page = replace(page, is_canonical='rel="canonical"' in html.partition("</head>")[0])
    head = press.part("meta", page)
    html = html.replace("</head>", f"{head}\n</head>", 1)
    place = "</header>" if "</header>" in html else "<body>"
    return html.replace(place, f"{place}\n{press.part('nav', page)}", 1), styles


def _sheet(found: re.Match[str], press: Press) -> bytes:
    return (found[1] + press.frame_style).encode()
