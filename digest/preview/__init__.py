"""The local desk: the editions of a project in a browser, renewed at every save, and hands to edit them with.

    serve(studio, "2026-W47", port=8765, ready=print)

`studio` says what may be asked of the project, `desk` what is shown of an edition, `facts` what the
panels tell about it, `frames` makes the framed documents, `page` the page around them; `watching` notices
changes, `live` remembers them, `shelf` holds what is open, `guard` says who may ask, `actions` what may be
done, `server` answers.
"""

from __future__ import annotations

from digest.preview.desk import Desk
from digest.preview.guard import Keys
from digest.preview.server import serve

__all__ = ["Desk", "Keys", "serve"]
