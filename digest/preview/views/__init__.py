"""What readers see of the mail whose program shows it otherwise: one module a way of looking, HTML to HTML.

    shown(html, Look(images="off", client="outlook"))

A view rewrites what it must and leaves all else as it was written. It stays quick on whatever it is given,
since templates are their users' own; that nothing of it acts or loads is not its work but that of the frame
(`frames.POLICY`).
"""

from __future__ import annotations

from digest.preview.views.look import PICTURES, PROGRAMS, SCHEMES, Look, notes, shown

__all__ = ["PICTURES", "PROGRAMS", "SCHEMES", "Look", "notes", "shown"]
