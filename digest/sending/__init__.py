"""Sending an edition to a list: every reader once, and nothing silent.

`plan` says who would get it and who not, and why; `prepare` freezes that; `run` hands the mails over, and
after anything goes on where it was; `resolve` is for what nobody can know; `receipt` adds it all up.
"""
