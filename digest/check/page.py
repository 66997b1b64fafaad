"""The page: what holds for the mail and makes sense in a browser."""

from __future__ import annotations

from digest.check import html, images, outline
from digest.check.family import Family

PAGE = Family("page")

PAGE.page("doctype", "the page does not begin as HTML", why="browsers lay out as in 1998 then")(html.doctype)
PAGE.page("charset", "the page does not say that it is UTF-8", why="HTML 4.2.5.4")(html.charset)
PAGE.page(
    "control", "a control character stands in the page", why="HTML 13.2.3.5; overrides turn words around"
)(html.controls)
PAGE.page("language", "the page does not say its language or direction", why="WCAG 3.1.1")(html.language)
PAGE.page("title", "the page has no title", why="tabs, results and screen readers show it (WCAG 2.4.2)")(
    html.title
)
PAGE.page("zoom", "a reader cannot make the page larger", why="WCAG 1.4.4")(html.zoom)
PAGE.page(
    "active", "something that runs, asks or embeds stands in the page", why="it promises to run nothing"
)(html.active_on_page)
PAGE.page("remote", "the page loads something from elsewhere", why="it says that it loads nothing else")(
    html.remote
)
PAGE.page("picture", "a picture of the page comes from elsewhere", why="it says that it loads nothing else")(
    images.source_on_page
)
PAGE.page("alt", "a picture of the page is not said in words", why="WCAG 1.1.1")(images.alt)
PAGE.page("h1", "the page has not one main heading", why="readers of a screen reader start there")(
    outline.main_heading
)
PAGE.page("skip", "a level of headings is left out", why="it looks as if a part were missing (WCAG 1.3.1)")(
    outline.skipped
)
PAGE.page("heading", "a heading of the page has no words", why="WCAG 2.4.6")(outline.empty)
PAGE.page("hollow", "nothing stands under a heading of the page")(outline.hollow)
PAGE.page("id", "two elements of the page have one id", why="links then lead to the wrong one (HTML 3.2.6)")(
    outline.ids
)
