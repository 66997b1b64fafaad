"""What is remembered between runs, behind one Protocol: entries, sources, editions, fates, slots.

`open_store` gives the SQLite store that ships; a server database could stand behind the same Protocol.
"""

from digest.store.records import Approval, BuiltEdition, Kept, Release, SourceTotals, Store, Verdict
from digest.store.sqlite import open_store

__all__ = ["Approval", "BuiltEdition", "Kept", "Release", "SourceTotals", "Store", "Verdict", "open_store"]
