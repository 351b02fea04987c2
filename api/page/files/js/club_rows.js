// The lines of a batch as rows of a table, and as a table for elsewhere.

const HEADS = [
  "athlete",
  "status",
  "sessions",
  "minutes",
  "muscles_left_out",
  "relaxed_rules",
  "problems",
];

/** What the table tells of one line; the rest stays text until it is asked for. */
export function rowOf(line) {
  const { status, athlete_id: athlete, plan, relaxations = [], problems = [] } = line;
  return {
    athlete: athlete ?? "",
    row: line.row ?? null,
    status,
    days: plan ? plan.sessions.map((session) => session.start.slice(0, 10)) : [],
    sessions: plan ? plan.sessions.length : null,
    minutes: plan
      ? plan.sessions.reduce((sum, session) => sum + Math.ceil(session.minutes), 0)
      : null,
    leftOut: plan
      ? plan.coverage
          .filter((one) => one.neglected && !one.direct.length && !one.carried_over)
          .map((one) => one.muscle)
      : [],
    relaxed: [...new Set(relaxations.map((one) => one.rule))],
    problems: problems.map(({ field: name, value, message }) =>
      [[name, value].filter(Boolean).join(": "), message].filter(Boolean).join(" "),
    ),
  };
}

export function csv(rows) {
  const cell = (value) => {
    const text = String(value ?? "");
    // A spreadsheet must not take a name for a formula.
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map((row) => [
    row.athlete,
    row.status,
    row.sessions,
    row.minutes,
    row.leftOut.join(" "),
    row.relaxed.join(" "),
    row.problems.join(" "),
  ]);
  return [HEADS, ...lines].map((line) => `${line.map(cell).join(",")}\n`).join("");
}
