"""List pages as common programs write them, with menus, sidebars and footers around: what a reader meets.

Each shape is a page with places for rows, and a row with places for an article. The articles are the same
five, so that what must be found is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

SITE = "https://outlet.example"


@dataclass(frozen=True)
class Article:
    number: int
    title: str
    summary: str
    day: datetime

    @property
    def path(self) -> str:
        return f"/news/{self.number}-bridge"


def _on(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


ARTICLES = (
    Article(
        71,
        "Harbour bridge opens to cyclists",
        "The new span carries two lanes and is lit by the tide, the town said on Friday.",
        _on(11, 20),
    ),
    Article(
        70,
        "Council buys forty electric ferries",
        "Forty boats will cross the bay from spring, and the old ones go to the museum.",
        _on(11, 13),
    ),
    Article(
        69,
        "Museum & library share a roof",
        "Both houses move into the old grain store, which has stood empty for nine years.",
        _on(11, 5),
    ),
    Article(
        68,
        "Tide gauge now speaks four languages",
        "Visitors can hear the level of the water in a language that they understand.",
        _on(10, 30),
    ),
    Article(
        67,
        "Lighthouse keeper retires after 31 years",
        "Her successor is a machine that she built herself over three long winters.",
        _on(10, 2),
    ),
)
MONTHS = "January February March April May June July August September October November December".split()
_GERMAN = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)


@dataclass(frozen=True)
class Shape:
    """A page with `{rows}` in it, and how one row looks.

    Attributes:
        dated: whether its rows say when they were published.
        teased: whether they have a summary.
    """

    page: str
    row: str
    dated: bool = True
    teased: bool = False
    language: str = "en"

    def html(self, articles: Sequence[Article] = ARTICLES) -> bytes:
        rows = "\n".join(_filled(self.row, article) for article in articles)
        page = self.page.replace("{rows}", rows)
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>News | Outlet</title></head><body>{page}</body></html>"
        ).encode()


def _filled(row: str, article: Article) -> str:
    day = article.day
    places = {
        "title": escape(article.title),
        "summary": escape(article.summary),
        "path": article.path,
        "url": f"{SITE}{article.path}",
        "n": str(article.number),
        "iso": day.date().isoformat(),
        "stamp": day.isoformat(),
        "long": f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        "short": f"{MONTHS[day.month - 1][:3]} {day.day}",
        "day": str(day.day),
        "month": MONTHS[day.month - 1][:3],
        "year": str(day.year),
        "dots": day.strftime("%d.%m.%Y"),
        "slashes": day.strftime("%d/%m/%Y"),
        "german": f"{day.day}. {_GERMAN[day.month - 1]} {day.year}",
        "kanji": f"{day.year}年{day.month}月{day.day}日",
    }
    for name, value in places.items():
        row = row.replace(f"[{name}]", value)
    return row


_MENU = """<ul>
<li><a href="/">Home</a></li><li><a href="/about">About the outlet and its people</a></li>
<li><a href="/topics/bridges-and-ferries">Bridges, ferries and boats</a></li>
<li><a href="/topics/the-old-town">The old town and its walls</a></li>
<li><a href="/contact">Contact the whole team</a></li><li><a href="/jobs">Jobs at our place</a></li></ul>"""
_FOOT = """<div class="cols"><ul><li><a href="/imprint">Imprint and legal notice</a></li>
<li><a href="/privacy">How we treat your data</a></li><li><a href="/terms">Terms of use for readers</a></li>
<li><a href="/accessibility">Statement on accessibility</a></li></ul>
<a href="https://social.example/@outlet">Follow us</a></div>"""
_TAGS = "".join(f'<a class="tag" href="/tag/{word}">{word}</a> ' for word in ("boats", "tide", "bay", "art"))
_POPULAR = "".join(
    f'<li><a href="/news/{number}-old">{title}</a></li>'
    for number, title in enumerate(
        ["The ten best places to see the tide", "Why our ferries are red", "All about the grain store"], 10
    )
)

SHAPES: dict[str, Shape] = {
    "WordPress, classic theme": Shape(
        f"""<div id="page" class="site"><header id="masthead" class="site-header">
<h1 class="site-title"><a href="/" rel="home">Outlet</a></h1>
<nav class="main-navigation"><div class="menu-menu-container">{_MENU}</div></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main">
{{rows}}
<nav class="navigation posts-navigation"><h2 class="screen-reader-text">Posts navigation</h2>
<div class="nav-links"><div class="nav-previous"><a href="/page/2">Older posts of the archive</a></div></div></nav>
</main></div><aside id="secondary" class="widget-area"><section class="widget widget_recent_entries">
<h2 class="widget-title">Recent Posts</h2><ul>{_POPULAR}</ul></section>
<section class="widget widget_categories"><ul><li><a href="/category/a">Bridges of the town</a></li></ul></section>
</aside></div><footer id="colophon" class="site-footer">{_FOOT}</footer></div>""",
        """<article id="post-[n]" class="post-[n] post type-post status-publish format-standard hentry category-town tag-bay">
<header class="entry-header"><h2 class="entry-title"><a href="[url]" rel="bookmark">[title]</a></h2>
<div class="entry-meta"><span class="posted-on">Posted on <a href="[url]" rel="bookmark">
<time class="entry-date published" datetime="[stamp]">[long]</time></a></span>
<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/jo">Jo Quill</a></span></span>
</div></header><div class="entry-summary"><p>[summary] <a class="more-link" href="[url]">Continue reading</a></p></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/category/town" rel="category tag">Town</a></span>
<span class="comments-link"><a href="[url]#respond">Leave a comment</a></span></footer></article>""",
        teased=True,
    ),
    "WordPress, block theme": Shape(
        f"""<div class="wp-site-blocks"><header class="wp-block-template-part"><nav>{_MENU}</nav></header>
<main class="wp-block-group"><h1>Blog</h1><div class="wp-block-query alignwide">
<ul class="columns-3 wp-block-post-template is-layout-grid">{{rows}}</ul>
<nav class="wp-block-query-pagination"><a href="/page/2">Next Page</a></nav></div></main>
<footer class="wp-block-template-part">{_FOOT}</footer></div>""",
        """<li class="wp-block-post post-[n] post type-post has-post-thumbnail hentry">
<figure class="wp-block-post-featured-image"><a href="[url]"><img alt="" src="/i/[n].jpg"></a></figure>
<h2 class="wp-block-post-title"><a href="[url]" target="_self">[title]</a></h2>
<div class="wp-block-post-date"><time datetime="[stamp]"><a href="[url]">[long]</a></time></div></li>""",
    ),
    "Hugo, whole card is a link": Shape(
        f"""<header class="header"><nav class="nav">{_MENU}</nav></header><main class="main">
<header class="page-header"><h1>Posts</h1></header>{{rows}}
<footer class="page-footer"><nav class="pagination"><a class="next" href="/posts/page/2/">Next page</a></nav></footer>
</main><footer class="footer">{_FOOT}</footer>""",
        """<article class="post-entry"><header class="entry-header"><h2 class="entry-hint-parent">[title]</h2></header>
<div class="entry-content"><p>[summary]</p></div>
<footer class="entry-footer"><span title='[iso] 00:00:00 +0000 UTC'>[long]</span>&nbsp;·&nbsp;3 min&nbsp;·&nbsp;Jo Quill
</footer><a class="entry-link" aria-label="post link to [title]" href="[url]"></a></article>""",
        teased=True,
    ),
    "Hugo, list by year": Shape(
        f"""<div class="container"><div class="menu">{_MENU}</div><h1>Archive</h1>
<h3>2026</h3><ul class="archive">{{rows}}</ul><div class="footer">{_FOOT}</div></div>""",
        """<li><span class="archive-date">[short]</span> <a href="[path]">[title]</a></li>""",
    ),
    "Ghost": Shape(
        f"""<div class="viewport"><header id="gh-head" class="gh-head outer"><nav class="gh-head-menu">{_MENU}</nav></header>
<main id="site-main" class="site-main outer"><div class="inner"><div class="post-feed">{{rows}}</div></div></main>
<footer class="site-footer outer">{_FOOT}</footer></div>""",
        """<article class="post-card post tag-town"><a class="post-card-image-link" href="[path]/"><img src="/c/[n].jpg" alt="[title]"></a>
<div class="post-card-content"><a class="post-card-content-link" href="[path]/"><header class="post-card-header">
<div class="post-card-tags"><span class="post-card-primary-tag">Town</span></div>
<h2 class="post-card-title">[title]</h2></header><div class="post-card-excerpt">[summary]</div></a>
<footer class="post-card-meta"><time class="post-card-meta-date" datetime="[iso]">[long]</time>
<span class="post-card-meta-length">2 min read</span></footer></div></article>""",
        teased=True,
    ),
    "Jekyll, minima": Shape(
        f"""<header class="site-header"><div class="wrapper"><a class="site-title" rel="author" href="/">Outlet</a>
<nav class="site-nav">{_MENU}</nav></div></header><main class="page-content"><div class="wrapper"><div class="home">
<h2 class="post-list-heading">Posts</h2><ul class="post-list">{{rows}}</ul>
<p class="feed-subscribe"><a href="/feed.xml">Subscribe</a></p></div></div></main>
<footer class="site-footer h-card">{_FOOT}</footer>""",
        """<li><span class="post-meta">[long]</span><h3><a class="post-link" href="[path]">
          [title]
        </a></h3></li>""",
    ),
    "Jekyll, one line each": Shape(
        f"""<div id="header">{_MENU}</div><div id="home"><h1>Blog Posts</h1><ul class="posts">{{rows}}</ul></div>
<div id="footer">{_FOOT}</div>""",
        """<li><span>[day] [month] [year]</span> &raquo; <a href="[path]">[title]</a></li>""",
    ),
    "Drupal view": Shape(
        f"""<div class="layout-container"><header role="banner"><nav role="navigation">{_MENU}</nav></header>
<main role="main"><div class="layout-content"><div class="views-element-container"><div class="view view-news view-display-id-page_1">
<div class="view-content">{{rows}}</div><nav class="pager" role="navigation"><ul><li><a href="?page=1">Next page of the list</a></li></ul></nav>
</div></div></div></main><footer role="contentinfo">{_FOOT}</footer></div>""",
        """<div class="views-row"><div class="views-field views-field-title"><span class="field-content"><a href="[path]" hreflang="en">[title]</a></span></div>
<div class="views-field views-field-created"><span class="field-content"><time datetime="[stamp]" class="datetime">[dots]</time></span></div>
<div class="views-field views-field-body"><div class="field-content">[summary]</div></div>
<div class="views-field views-field-view-node"><span class="field-content"><a href="[path]">Read more</a></span></div></div>""",
        teased=True,
    ),
    "newsroom of cards": Shape(
        f"""<div class="topbar">{_MENU}</div><section class="hero"><h1>Newsroom</h1></section>
<section class="press"><div class="container"><div class="row">{{rows}}</div></div></section>
<section class="related-links"><h2>You may also like</h2><ul>{_POPULAR}</ul></section><div class="site-footer">{_FOOT}</div>""",
        """<div class="col-md-4"><a class="card card--news" href="[path]"><img src="/p/[n].png" alt="">
<div class="card__body"><span class="card__category">Press release</span><span class="card__date">[long]</span>
<div class="card__title">[title]</div><p class="card__text">[summary]</p><span class="card__more">Read more</span></div></a></div>""",
        teased=True,
    ),
    "table of press releases": Shape(
        f"""<table width="100%"><tr><td class="left-menu">{_MENU}</td><td><h1>Press releases</h1>
<table class="releases"><thead><tr><th>Date</th><th>Title</th><th>Download</th></tr></thead><tbody>{{rows}}</tbody></table>
</td></tr></table><div id="footer">{_FOOT}</div>""",
        """<tr><td>[dots]</td><td><a href="[path]">[title]</a></td><td><a href="/files/[n].pdf">PDF</a></td></tr>""",
    ),
    "bare ul": Shape(
        f"""<h1>Department of Tides</h1><p>Welcome. We study <a href="/water">water</a>.</p>{_MENU.replace("<ul>", "<ul class=nav>")}
<h2>News</h2><ul>{{rows}}</ul><hr><p>Last change: Monday. <a href="/imprint">Imprint</a></p>""",
        """<li><a href="[path]">[title]</a></li>""",
        dated=False,
    ),
    "ul with dates behind": Shape(
        f"""<h1>Department of Tides</h1><div id="nav">{_MENU}</div><h2>News</h2>
<ul>{{rows}}</ul><hr><p><a href="/imprint">Imprint</a></p>""",
        """<li><a href="[path]">[title]</a> ([long])</li>""",
    ),
    "dl": Shape(
        f"""<div class="navigation">{_MENU}</div><h1>What is new</h1><dl>{{rows}}</dl><div class="footer">{_FOOT}</div>""",
        """<dt>[long]</dt><dd><a href="[path]">[title]</a><p>[summary]</p></dd>""",
        teased=True,
    ),
    "headings one after another": Shape(
        f"""<nav>{_MENU}</nav><div class="content"><h1>Diary</h1>{{rows}}<p><a href="/older">Older pages of it</a></p></div>
<footer>{_FOOT}</footer>""",
        """<h2><a href="[path]">[title]</a></h2><p class="when">[long]</p><p>[summary]</p>""",
        teased=True,
    ),
    "dates above headings": Shape(
        f"""<nav>{_MENU}</nav><div class="content"><h1>Diary</h1>{{rows}}</div><footer>{_FOOT}</footer>""",
        """<p class="when">[long]</p><h2><a href="[path]">[title]</a></h2><p>[summary]</p>""",
        teased=True,
    ),
    "lines with breaks": Shape(
        f"""<center><a href="/">Home</a> | <a href="/a">About</a></center><h1>News</h1><p>{{rows}}</p>
<p><font size=1><a href="/imprint">Imprint</a></font></p>""",
        """[long] - <a href="[path]">[title]</a><br>""",
    ),
    "divs with utility classes": Shape(
        f"""<div class="flex flex-col min-h-screen"><div class="sticky top-0 z-50"><nav class="flex gap-4">{_MENU}</nav></div>
<div class="max-w-7xl mx-auto px-4"><div class="grid grid-cols-1 md:grid-cols-3 gap-8">{{rows}}</div></div>
<footer class="mt-16 py-8">{_FOOT}</footer></div>""",
        """<a class="group flex flex-col rounded-xl p-4" href="[path]"><div class="aspect-video"><img src="/x/[n].webp" alt=""></div>
<div class="mt-2 flex gap-2 text-sm"><span class="text-gray-500">Product</span><span class="text-gray-400">[long]</span></div>
<div class="text-lg font-medium">[title]</div></a>""",
    ),
    "h-feed": Shape(
        f"""<header><h1 class="p-author h-card"><a class="u-url" href="/">Jo Quill</a></h1>{_MENU}</header>
<div class="h-feed">{{rows}}</div><footer>{_FOOT}</footer>""",
        """<div class="h-entry"><a class="u-url" href="[path]"><span class="p-name">[title]</span></a>
<p class="p-summary">[summary]</p><time class="dt-published" datetime="[stamp]">[short]</time>
<a class="p-category" href="/t/bay">bay</a></div>""",
        teased=True,
    ),
    "microdata": Shape(
        f"""<div role="navigation">{_MENU}</div><div itemscope itemtype="https://schema.org/Blog">{{rows}}</div>
<div class="tagcloud">{_TAGS}</div><footer>{_FOOT}</footer>""",
        """<div itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting">
<span itemprop="articleSection">Town hall news and notes</span>
<a itemprop="url" href="[path]"><span itemprop="headline">[title]</span></a>
<meta itemprop="datePublished" content="[stamp]"><div itemprop="description">[summary]</div></div>""",
        teased=True,
    ),
    "table in threes": Shape(
        """<center><table id="hnmain"><tr><td><table><tr><td><b><a href="news">Outlet</a></b>
<a href="newest">new</a> | <a href="past">past</a> | <a href="submit">submit</a></td></tr></table></td></tr>
<tr><td><table border="0">{rows}<tr class="morespace"></tr><tr><td colspan="2"></td><td><a href="?p=2">More</a></td></tr></table></td></tr>
<tr><td><center><a href="/guide">Guidelines of the place</a> | <a href="/faq">Questions</a></center></td></tr></table></center>""",
        """<tr class="athing" id="[n]"><td align="right"><span class="rank">1.</span></td><td><a href="vote?id=[n]">^</a></td>
<td class="title"><span class="titleline"><a href="[url]">[title]</a><span class="sitebit"> (<a href="from?site=x">outlet.example</a>)</span></span></td></tr>
<tr><td colspan="2"></td><td class="subtext"><span class="score">61 points</span> by <a href="user?id=jo">jo</a>
<span class="age" title="[iso]T10:00:00"><a href="item?id=[n]">5 days ago</a></span> | <a href="item?id=[n]">17 comments</a></td></tr>
<tr class="spacer" style="height:5px"></tr>""",
    ),
    "ministry, German": Shape(
        f"""<div class="l-header"><div class="c-nav-meta">{_MENU}</div></div><main><h1>Pressemitteilungen</h1>
<div class="c-teaser-list">{{rows}}</div></main><div class="l-footer">{_FOOT}</div>""",
        """<div class="c-teaser"><p class="c-topline"><span class="c-topline__date">[german]</span>
<span class="c-topline__category">Pressemitteilung</span></p>
<h3 class="c-teaser__headline"><a class="c-teaser__link" title="Öffnet Einzelsicht" href="[path]">[title]</a></h3>
<p class="c-teaser__text">[summary]</p><a href="[path]">Mehr lesen</a></div>""",
        teased=True,
        language="de",
    ),
    "company, Japanese": Shape(
        f"""<div id="globalNav">{_MENU}</div><div class="newsList"><ul>{{rows}}</ul></div><div id="footer">{_FOOT}</div>""",
        """<li><dl><dt>[kanji]<span class="icon">プレス</span></dt><dd><a href="[path]">[title]</a></dd></dl></li>""",
        language="ja",
    ),
    "agency, French": Shape(
        f"""<header><nav>{_MENU}</nav></header><main><h1>Actualités</h1><div class="liste">{{rows}}</div></main><footer>{_FOOT}</footer>""",
        """<div class="item"><div class="date">[slashes]</div><div class="texte"><a href="[path]">[title]</a><br>[summary]</div></div>""",
        language="fr",
    ),
    "day and month apart": Shape(
        f"""<div class="header">{_MENU}</div><div class="events-news"><div class="list">{{rows}}</div></div><div class="footer">{_FOOT}</div>""",
        """<div class="news-item"><div class="date"><span class="d">[day]</span><span class="m">[month]</span><span class="y">[year]</span></div>
<div class="info"><h4><a href="[path]">[title]</a></h4><p>[summary]</p></div></div>""",
        teased=True,
    ),
}
