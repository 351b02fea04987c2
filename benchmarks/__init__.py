"""How good and how fast it is: instance families, peers, acceptance.  See README.md."""
