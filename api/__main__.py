"""``python -m api``: the same as ``runstrong``."""

import sys

from api.command_line.main import main

sys.exit(main())
