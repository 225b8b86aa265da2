import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";

const SCRIPT = new URL("../../lib/cli/simulate.ts", import.meta.url).pathname;

function simulate(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(...args: string[]) {
  const { code, stdout, stderr } = await simulate(...args).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const SMALL = ["--strategy", "priority-spillover", "--scenario", "burst", "--requests", "200"];

Deno.test("simulate --json prints one report, the same bytes for the same seed", async () => {
  const [first, second] = [await run(...SMALL, "--json"), await run(...SMALL, "--json")];
  assert.equal(first.code, 0, first.stderr);
  const report = JSON.parse(first.stdout);
  assert.deepEqual(
    [report.strategy, report.scenario, report.ledger.offered, report.partial],
    ["priority-spillover", "burst", 200, false],
  );
  assert.equal(second.stdout, first.stdout);
});

Deno.test("simulate prints a table, and writes HTML where it is told to", () =>
  inFolder(async (folder) => {
    const file = `${folder}/report.html`;
    const { code, stdout } = await run(
      "--strategy",
      "backend-pool,priority-spillover",
      "--scenario",
      "burst,flapping",
      "--requests",
      "100",
      "--html",
      file,
    );
    assert.equal(code, 0);
    assert.match(stdout, /^burst: 100 requests in \d+ simulated seconds$/m);
    assert.equal(stdout.match(/^backend-pool /gm)?.length, 2);
    assert.match(await Deno.readTextFile(file), /^<!doctype html>/);
  }));

Deno.test("simulate prints what it computed even where its HTML cannot be written", async () => {
  const { code, stdout, stderr } = await run(...SMALL, "--html", "/no/such/folder/x.html");
  assert.equal(code, 1);
  assert.match(stdout, /the book balances/);
  assert.match(stderr, /^simulate: \/no\/such\/folder\/x\.html cannot be written: /);
});

Deno.test("simulate reads a scenario and traffic of one's own, and says where they are wrong", () =>
  inFolder(async (folder) => {
    const traffic = `${folder}/traffic.csv`;
    const scenario = `${folder}/mine.json`;
    await Deno.writeTextFile(traffic, "time,tokens_in,tokens_out\n0,10,5\n1,20,5\n2,30,5\n");
    await Deno.writeTextFile(
      scenario,
      JSON.stringify({
        name: "mine",
        about: "Mine.",
        durationSeconds: 60,
        demand: { perSecond: 1 },
        prompt: { medianTokens: 100 },
        completion: { medianTokens: 10 },
      }),
    );
    const options = ["--strategy", "priority-spillover", "--json"];
    const own = await run(...options, "--scenario", scenario, "--traffic", traffic);
    assert.equal(own.code, 0, own.stderr);
    const report = JSON.parse(own.stdout);
    assert.deepEqual([report.scenario, report.backends[0].promptTokens], [
      "traffic.csv (mine)",
      60,
    ]);
    const text = await run("--strategy", "priority-spillover,backend-pool", "--traffic", traffic);
    assert.match(text.stdout, /^traffic\.csv \(calm-day\): 3 requests/);

    await Deno.writeTextFile(traffic, 'time,tokens_in,tokens_out\n0,"1,000",5\n');
    const bad = await run(...options, "--traffic", traffic);
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /traffic\.csv:2 tokens_in must be a whole number .* Write 1000/);
    assert.equal(bad.stdout, "");
  }));

Deno.test("commands refuse what stands after their last argument", async () => {
  const cases = [["sweep", "a.json", "b"], ["load", "import", "a", "b"], ["vectors", "-x", "a"]];
  for (const [command, ...args] of cases) {
    const script = new URL(`../../lib/cli/${command}.ts`, import.meta.url).pathname;
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script, ...args],
    }).output();
    assert.equal(code, 2, command);
    assert.match(
      new TextDecoder().decode(stderr),
      new RegExp(args.at(command === "vectors" ? 0 : -1)!),
    );
  }
});

Deno.test("simulate names what it does not know", async () => {
  const cases: [args: string[], message: RegExp][] = [
    [["--strategy", "hope"], /no strategy "hope": there are latency-based/],
    [["--scenario", "doom"], /no scenario "doom": there are calm-day/],
    [["--requests=-5"], /--requests must be a whole number above 0: it is "-5"/],
    [["--request", "5"], /Unknown option '--request'/],
    [["--advise", "--html", "x.html"], /--html shows a comparison, and --advise makes none/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`simulate leaves what was computed at ${signal}, marked as partial`, async () => {
    const child = simulate(
      "--strategy",
      "priority-spillover",
      "--scenario",
      "calm-day",
      "--requests",
      "50000000",
      "--json",
      "--progress",
    ).spawn();
    const stdout = new Response(child.stdout).text();
    const stderr = child.stderr.getReader();
    await stderr.read(); // it has begun
    child.kill(signal);
    while (!(await stderr.read()).done);
    const { code } = await child.status;
    const report = JSON.parse(await stdout);
    assert.equal(code, 130);
    assert.equal(report.partial, true);
    assert.ok(report.ledger.offered > 0 && report.ledger.balanced);
  });
}
