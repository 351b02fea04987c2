"""``python -m benchmarks``: the same as ``runstrong bench``."""

import sys

from api.command_line.main import main

sys.exit(main(["bench", *sys.argv[1:]]))
