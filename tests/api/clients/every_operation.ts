// Calls every operation by its types alone; `tsc --strict` reads this before it runs.
// Arguments: the address of the service, and one that it may call.  Writes a line a call.
import createClient, { type Middleware } from "openapi-fetch";
import * as bodies from "./bodies.js";
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];

const [baseUrl, webhook] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl });
const telling: Middleware = {
  onResponse({ request, response, schemaPath }) {
    console.log(`${request.method.toLowerCase()} ${schemaPath} ${response.status}`);
  },
};
client.use(telling);

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`not so: ${what}`);
}

function there<Data>(answer: { data?: Data; error?: unknown }): Data {
  expect(answer.data !== undefined, JSON.stringify(answer.error));
  return answer.data;
}

async function plans(): Promise<void> {
  const result = there(await client.POST("/v1/plans", { body: bodies.plan_week }));
  expect(result.status === "optimal" && result.plan !== null, "a week is planned");
  there(await client.POST("/v1/plans/validate", { body: bodies.validate_week }));
  const report = there(await client.POST("/v1/plans/check", { body: bodies.check_plan }));
  expect(report.findings.every((one) => one.sentence.length > 0), "findings have their sentence");
  const again = there(await client.POST("/v1/plans/replan", { body: bodies.replan_week }));
  expect(again.result.fingerprint.startsWith("sha256:"), "another week is answered");
  there(await client.POST("/v1/plans/diff", { body: bodies.diff_plans }));
  there(await client.POST("/v1/plans/explain", { body: bodies.explain_plan }));
  const file = await client.POST("/v1/plans/export", {
    body: bodies.export_plan, params: { query: { format: "ics" } }, parseAs: "text",
  });
  expect(String(there(file)).startsWith("BEGIN:VCALENDAR"), "a calendar is written");
}

async function others(): Promise<void> {
  there(await client.POST("/v1/calendars/read", { body: bodies.read_calendars }));
  there(await client.POST("/v1/logs/read", { body: bodies.read_training_log }));
  there(await client.POST("/v1/assessments", { body: bodies.assess_runner }));
  there(await client.POST("/v1/runs", { body: bodies.plan_runs }));
  there(await client.POST("/v1/seasons", { body: bodies.plan_one_season }));
  there(await client.POST("/v1/seasons/next", { body: bodies.go_on_with_a_season }));
  there(await client.GET("/v1/catalog/muscles"));
  there(await client.GET("/v1/catalog/exercises", { params: { query: { level: "beginner" } } }));
  there(await client.GET("/v1/catalog/injuries"));
  there(await client.GET("/v1/catalog/equipment"));
  there(await client.GET("/v1/catalog/tests"));
  there(await client.GET("/v1/catalog/runs"));
  there(await client.GET("/v1/catalog/rules"));
  there(await client.GET("/v1/catalog/sources"));
  there(await client.GET("/v1/catalog/contradictions"));
  there(await client.GET("/v1/catalog/evidence"));
  const [first] = there(await client.GET("/v1/examples"));
  expect(first !== undefined, "there are examples");
  there(await client.GET("/v1/examples/{id}", { params: { path: { id: first.id } } }));
  there(await client.GET("/health/live"));
  there(await client.GET("/health/ready"));
  there(await client.GET("/metrics", { parseAs: "text" }));
}

async function batches(): Promise<void> {
  // The second row cannot be used: its line says why.
  const [good] = bodies.hand_in;
  expect(good !== undefined, "the example has athletes");
  const rows = [good, { ...good, athlete: { ...good.athlete, id: "ben", level: "olympic" } }];
  const body = rows.map((one) => JSON.stringify(one)).join("\n");
  const { id } = there(await client.POST("/v1/batches", {
    body, params: { query: { webhook } },
    headers: { "Content-Type": "application/jsonl" }, bodySerializer: (text) => String(text),
  }));
  const params = { path: { id } };
  const events = there(await client.GET("/v1/batches/{id}/events", { params, parseAs: "text" }));
  expect(events.includes("event: finished"), "the batch is followed to its end");
  const report: Schemas["BatchReport"] = there(await client.GET("/v1/batches/{id}", { params }));
  expect(report.state === "finished", "it has ended");
  const text = there(await client.GET("/v1/batches/{id}/results", { params, parseAs: "text" }));
  const said: string[] = [];
  for (const line of text.trim().split("\n")) {
    const read: Schemas["BatchLine"] = JSON.parse(line);
    switch (read.status) {
      case "unusable":
      case "fault":
        said.push(`${read.athlete_id}: ${read.problems[0]?.field}`);
        break;
      case "optimal":
      case "feasible":
      case "relaxed":
      case "infeasible":
      case "unsolved":
        expect(read.plan !== undefined, "a result has its plan, or says null");
        said.push(`${read.athlete_id}: ${read.status}`);
    }
  }
  expect(said.join() === "ana: optimal,ben: athlete.level", said.join());
  there(await client.POST("/v1/batches/{id}/webhook", { params }));
  there(await client.POST("/v1/batches/{id}/retry", { params }));
  there(await client.POST("/v1/batches/{id}/cancel", { params }));
  there(await client.DELETE("/v1/batches/{id}", { params }));
}

async function refused(): Promise<void> {
  const wrong = { ...bodies.plan_week, runs: [{ start: "someday", minutes: 40 }] };
  const { error } = await client.POST("/v1/plans", { body: wrong });
  expect(error !== undefined, "it is refused");
  const problem: Schemas["ProblemDocument"] = error;
  expect(problem.code === "unusable_input" && problem.type === "about:blank", problem.code);
  expect(problem.problems[0]?.field === "runs[0].start", JSON.stringify(problem));
}

await plans();
await others();
await batches();
await refused();
