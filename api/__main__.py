"""``python -m api``: the same as ``runstrong``."""

import sys

from api.cli import main

sys.exit(main())
