import assert from "node:assert/strict";
import { PROBES } from "../../lib/probes/mod.ts";
import { inFolder } from "../folder.ts";

const SCRIPT = new URL("../../lib/cli/parity.ts", import.meta.url).pathname;

async function run(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("parity prints a report that others can read, with the settings that follow", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr } = await run(folder, "--json", "--with", "breakerWindow=fixed");
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.format, "parity/1");
    assert.equal(report.findings.length, PROBES.length);
    assert.deepEqual(report.fidelity, { breakerWindow: "fixed" });
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), [], "a file nobody asked for");
  }));

Deno.test("parity prints a table and writes the report beside it", () =>
  inFolder(async (folder) => {
    const args = ["--only", "cacheMiss,ipFilterBody", "--with", "cacheMiss=null"];
    const { code, stdout, stderr } = await run(folder, ...args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^! +cacheMiss +unset +null$/m);
    assert.match(stdout, /^= +ipFilterBody /m);
    assert.match(
      stdout,
      /2 probes: 1 as here, 1 otherwise, 0 undecided; set fidelity: \{"cacheMiss"/,
    );
    const [, path] = /The report is in ([^,]*),/.exec(stdout)!;
    assert.equal(JSON.parse(await Deno.readTextFile(`${folder}/${path}`)).findings.length, 2);
    const table = await Deno.readTextFile(`${folder}/${path.replace(".json", ".md")}`);
    assert.match(
      table,
      /^\| `cacheMiss`: .* \| Its page says both; .* \| unset \| \*\*null\*\* \|$/m,
    );
  }));

Deno.test("parity says what it takes, and refuses the rest in a line", () =>
  inFolder(async (folder) => {
    const help = await run(folder, "--help");
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^Example: /m);
    for (
      const [args, message] of [
        [["--only", "breakerWidth"], /no switch "breakerWidth"/],
        [["--only", "semanticScore"], /semanticScore has no probe: /],
        [["--with", "breakerWindow"], /--with takes NAME=CHOICE/],
        [["--with", "breakerWindow=square"], /breakerWindow is one of sliding, fixed/],
        [["--target", "aws"], /--target is embedded or azure: it is "aws"/],
        [["--target", "azure", "--with", "cacheMiss=null"], /--with is for the embedded APIM/],
      ] as const
    ) {
      const { code, stderr } = await run(folder, ...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, message);
      assert.ok(!stderr.includes("    at "), "a stack trace");
    }
    const unset = await run(folder, "--target", "azure");
    assert.equal(unset.code, 1);
    assert.match(unset.stderr, /AZURE_SUBSCRIPTION_ID is not set/);
  }));
