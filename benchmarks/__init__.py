"""How good and how fast it is: instance families, peers, acceptance.  See benchmarks/README.md."""
