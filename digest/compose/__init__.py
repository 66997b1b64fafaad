"""From entries to an edition, step by step; `digest.pipeline` joins the steps.

Every step is a pure function of its arguments: no I/O, no clock, no global that changes. The steps do
not import each other.
"""
