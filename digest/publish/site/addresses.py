"""Where each page of the site lies, and how one leads to another."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from digest.model import Edition
from digest.publish import slugs
from digest.render import clean

PAGE = "index.html"
HOME = PAGE
ARCHIVE = f"archive/{PAGE}"
LEDGER = f"ledger/{PAGE}"
LEDGER_CSV = "ledger/deals.csv"
SORT = "ledger/sort.js"
COMPANIES = f"companies/{PAGE}"
CORRECTIONS = f"corrections/{PAGE}"
ABOUT = f"about/{PAGE}"
SEARCH = f"search/{PAGE}"
LOST = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
STYLES = "styles"
CARD = "card.png"


def page_of(edition: Edition) -> str:
    """The page of `edition`."""
    return f"{slugs.folder(edition.key)}/{PAGE}"


def of_year(page: str, year: int) -> str:
    """The page of a year below a page that is parted by years."""
    return f"{page.removesuffix(PAGE)}{year}/{PAGE}"


def of_month(page: str, year: int, month: int) -> str:
    """The page of a month below a page that is parted by months."""
    return f"{page.removesuffix(PAGE)}{year}-{month:02}/{PAGE}"


def of_section(section: str) -> str:
    """The page of a section, by its id."""
    return f"sections/{slugs.slug(section)}/{PAGE}"


def of_company(slug: str) -> str:
    """The page of a company, by its slug."""
    return f"companies/{slug}/{PAGE}"


def root(page: str) -> str:
    """The way from `page` to the root of the site: `../` for `archive/index.html`."""
    return "../" * page.count("/")


def on_the_web(home: str, page: str) -> str:
    """The address of `page` on the site at `home`; "" where it is nowhere on the web."""
    return home + quote(page.removesuffix(PAGE)) if home else ""


def above(url: str) -> str:
    """The folder that holds all editions, where `url` has their keys in its path; else ""."""
    ahead, key, _ = url.partition("{key}")
    folder = ahead.partition("?")[0].rpartition("/")[0] + "/"
    return clean.url(folder) if key and urlsplit(folder).hostname else ""
