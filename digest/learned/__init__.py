"""What was learned from labelled news, and how a text is read for it.

The weights are one file, `digest/data/learned.npz`; `bench/training` makes it and says from what. Nothing
here knows a configuration: `compose` decides what a probability or a likeness means for an edition.
"""
