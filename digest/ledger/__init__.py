"""The ledger: every deal of every edition once, from first rumour to its end, and what companies are worth.

`of` makes it; `choose` picks from it, `digest.deals.totals` adds it up, `lines` and `sheet` write it.
"""

from digest.ledger.records import Move, Point, Row, Told
from digest.ledger.rows import of
from digest.ledger.valuations import companies
from digest.ledger.valuations import of as history
from digest.ledger.valuations import of_all as histories

__all__ = ["Move", "Point", "Row", "Told", "companies", "histories", "history", "of"]
