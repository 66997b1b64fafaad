"""Makes `digest/data/learned.npz` from labelled news; nothing here ships."""
