"""How good the plans are: instance families, peers and acceptance."""
