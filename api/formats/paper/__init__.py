"""The week on paper.  Imports ``body_map`` and ``words``.

``week_sheet`` has what paper says, which Markdown says too; ``week_strip`` draws the week; ``html``
sets both, with the body map, into the page of ``templates``.
"""
