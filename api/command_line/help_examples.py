"""One example for each command, shown by its ``--help``; tests run them."""

from __future__ import annotations

EXAMPLES = {
    "assess": "assess tests.json --into week.json -o tested.json",
    "bench": "bench --quick --out build/bench",
    "calendar": "calendar week.json --runs runs.ics -o full.json",
    "catalog": "catalog exercises goblet_squat",
    "catalog contradictions": "catalog contradictions --text",
    "catalog equipment": "catalog equipment dumbbell --text",
    "catalog evidence": "catalog evidence --json",
    "catalog exercises": "catalog exercises --muscle soleus --equipment dumbbell --level beginner",
    "catalog import": "catalog import free-exercise-db exercises.json -o theirs",
    "catalog injuries": "catalog injuries achilles_tendinopathy",
    "catalog muscles": "catalog muscles soleus",
    "catalog rules": "catalog rules recovery_after_run",
    "catalog runs": "catalog runs --text",
    "catalog sources": "catalog sources --text",
    "catalog tests": "catalog tests single_leg_heel_raise",
    "check": "check week.json result.json",
    "club": "club club.csv -o results.jsonl",
    "completion": "completion bash > ~/.local/share/bash-completion/completions/runstrong",
    "demo": "demo p4 --text",
    "diff": "diff result.json again.json",
    "explain": "explain week.json result.json --why-not glute_bridge",
    "export": "export week.json result.json -o week.ics",
    "log": "log strong.csv --into week.json -o next.json",
    "mcp": "mcp --limit 30",
    "next": "next season.json log.json -o next.json",
    "plan": "plan week.json --json > result.json",
    "replan": "replan week.json result.json --change change.json --json > again.json",
    "runs": "runs goal.json -o runs.ics",
    "season": "season race.json -o season.json",
    "serve": "serve --port 8080",
    "validate": "validate week.json",
    "worker": "worker --database postgresql://runstrong@db.example/runstrong",
}


def example_of(command: str) -> str | None:
    """What the help of ``command`` ends with, on lines of their own; None where there is none."""
    example = EXAMPLES.get(command)
    # The sign keeps the lines as they are.
    return None if example is None else f"\b\nExample:\n  runstrong {example}"
