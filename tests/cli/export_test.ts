import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";

const SCRIPT = new URL("../../lib/cli/export.ts", import.meta.url).pathname;

async function run(folder: string, args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("export prints one ARM template that others can read from a pipe", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr } = await run(folder, [
      "--strategy",
      "backend-pool",
      "--as",
      "arm",
    ]);
    assert.equal(code, 0, stderr);
    const template = JSON.parse(stdout);
    assert.equal(template.contentVersion, "1.0.0.0");
    assert.equal(template.parameters.backendAUrl.defaultValue, undefined, "an endpoint made up");
    assert.equal(template.parameters.deployment.defaultValue, undefined, "a deployment made up");
  }));

Deno.test("export writes files, keeps what is there, and writes no key of .env", () =>
  inFolder(async (folder) => {
    const env = {
      AZURE_SUBSCRIPTION_ID: "11111111-2222-4333-8444-555555555555",
      APIM_SERVICE_NAME: "my-apim",
      BACKEND_A_AZURE_OPENAI_ENDPOINT: "https://east.openai.azure.com",
      BACKEND_A_AZURE_OPENAI_API_KEY: "secret-key-a",
      BACKEND_A_DEPLOYMENT: "gpt-4o",
      BACKEND_B_AZURE_OPENAI_ENDPOINT: "https://west.openai.azure.com",
      BACKEND_B_AZURE_OPENAI_API_KEY: "secret-key-b",
      BACKEND_B_DEPLOYMENT: "gpt-4o",
    };
    const args = ["--strategy", "priority-spillover", "--as", "bicep", "--out", "infra"];
    const { code, stderr } = await run(folder, args, env);
    assert.equal(code, 0, stderr);
    const bicep = await Deno.readTextFile(`${folder}/infra/main.bicep`);
    assert.match(bicep, /^param serviceName string = 'my-apim'$/m);
    assert.match(bicep, /^param backendBUrl string = 'https:\/\/west\.openai\.azure\.com'$/m);
    const policy = await Deno.readTextFile(`${folder}/infra/policies/priority-spillover.xml`);
    assert.ok(!/secret-key/.test(bicep + policy));
    const again = await run(folder, args, env);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /^export: infra\/main\.bicep is there already: .*--force/);
    assert.equal((await run(folder, [...args, "--force"], env)).code, 0);
  }));

Deno.test("export says what it takes, and refuses the rest in a line", () =>
  inFolder(async (folder) => {
    const help = await run(folder, ["--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^Example: /m);
    for (
      const [args, message] of [
        [[], /--strategy is one of latency-based, .*: it is missing/],
        [["--strategy", "fastest", "--as", "arm"], /--strategy is one of .*: it is "fastest"/],
        [["--strategy", "backend-pool", "--as", "pulumi"], /--as is one of arm, bicep, terraform/],
        [["--strategi", "backend-pool"], /--strategi/],
        [
          ["--strategy", "backend-pool", "--as", "arm", "--fastest-first", "a"],
          /--fastest-first is for --strategy latency-based only/,
        ],
      ] as const
    ) {
      const { code, stderr } = await run(folder, [...args]);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, message);
      assert.ok(!stderr.includes("    at "), "a stack trace");
    }
    const unknown = await run(folder, [
      ...["--strategy", "latency-based", "--as", "arm"],
      ...["--fastest-first", "backend-z"],
    ]);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /^export: Cannot export latency-based: fastestFirst must name/);
  }));
