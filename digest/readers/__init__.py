"""The people who get the mail: who they are, how they stand to each list, and what was sent to them.

Everything lies in one database of its own, `subscribers.db`, which only its owner may read.
"""
