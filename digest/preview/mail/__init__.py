"""The mail under the glass: how long it is, where it leads, how it is read out, how well it is read."""
