"""The local desk: the finished outputs in a browser, renewed at every save of the draft.

    serve(Desk(folder, title, watch, rerender), port=8765, ready=print)

`desk` says what is shown, `facts` what the panel tells about it, `frames` makes the framed documents,
`page` the page around them; `watching` notices changes, `live` remembers them, `server` answers.
"""

from __future__ import annotations

from digest.preview.desk import Desk
from digest.preview.server import serve

__all__ = ["Desk", "serve"]
