"""``python -m benchmarks``: the same as ``runstrong bench``."""

import sys

from api.cli import main

sys.exit(main(["bench", *sys.argv[1:]]))
