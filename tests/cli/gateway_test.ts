import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";

const PROGRAM = new URL("../../lib/cli/gateway.ts", import.meta.url).pathname;

function run(args: readonly string[]) {
  return new Deno.Command(Deno.execPath(), { args: ["run", "-A", PROGRAM, ...args] }).output();
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("gateway --json prints one line with all endpoints, serves them, and ends on SIGTERM", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", PROGRAM, "--json"],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const description = JSON.parse((await lines.read()).value!);
  assert.deepEqual(Object.keys(description), [
    "gateway",
    "management",
    "subscriptionId",
    "resourceGroup",
    "service",
    "models",
    "console",
  ]);
  assert.equal(description.models.length, 3);
  assert.deepEqual(Object.keys(description.models[0]), [
    "id",
    "endpoint",
    "apiKey",
    "deployment",
    "region",
  ]);
  const { management, subscriptionId, resourceGroup, service } = description;
  const url = `${management}/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` +
    `/providers/Microsoft.ApiManagement/service/${service}?api-version=2024-05-01`;
  const body = await (await fetch(url)).json();
  assert.equal(body.properties.gatewayUrl, description.gateway);
  const reply = await fetch(`${description.gateway}/nothing`);
  assert.deepEqual([reply.status, await reply.text()], [
    404,
    '{ "statusCode": 404, "message": "Resource not found" }',
  ]);
  child.kill("SIGTERM");
  assert.equal((await lines.read()).done, true, "nothing but the one line");
  assert.equal((await child.status).code, 0);
  assert.equal(await new Response(child.stderr).text(), "");
});

Deno.test("gateway --models takes the file's regions and its seed", () =>
  inFolder(async (folder) => {
    const firstRequestId = async (seed: number) => {
      const file = `${folder}/models.json`;
      const deployment = { name: "d", model: "gpt-4.1", type: "PAYG", tokensPerMinute: 1000 };
      const regions = [{ id: "only", region: "eastus", deployments: [deployment] }];
      await Deno.writeTextFile(file, JSON.stringify({ seed, regions }));
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", PROGRAM, "--json", "--models", file],
        stdout: "piped",
      }).spawn();
      const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
      const { models } = JSON.parse((await lines.read()).value!);
      const reply = await fetch(models[0].endpoint);
      await reply.body?.cancel();
      child.kill("SIGTERM");
      await lines.cancel();
      await child.status;
      return [models.length, models[0].id, reply.headers.get("x-request-id")];
    };
    const first = await firstRequestId(7);
    assert.deepEqual(first.slice(0, 2), [1, "only"]);
    assert.deepEqual(await firstRequestId(7), first);
    assert.notDeepEqual(await firstRequestId(8), first);
  }));

Deno.test("gateway names a port that is in use, with the option to change", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, stderr } = await run(["--management-port", String(listener.addr.port)]);
  listener.close();
  assert.equal(code, 1);
  assert.match(text(stderr), /^gateway: port \d+ is in use: give --management-port another one/);
});

for (const args of [["--port", "70000"], ["--models", "/no/such/file"], ["--nonsense"]]) {
  Deno.test(`gateway ${args.join(" ")} says what is wrong and exits with 2`, async () => {
    const { code, stderr } = await run(args);
    assert.equal(code, 2);
    assert.ok(text(stderr).includes(args[0]) && !text(stderr).includes("    at "), text(stderr));
  });
}

Deno.test("gateway --strategy serves that strategy at the address and with the key that it prints", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", PROGRAM, "--json", "--strategy", "priority-spillover"],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { routing } = JSON.parse((await lines.read()).value!);
  const reply = await fetch(routing.url, {
    method: "POST",
    headers: { "content-type": "application/json", "Ocp-Apim-Subscription-Key": routing.key },
    body: '{"input":"hi","max_output_tokens":16}',
  });
  await reply.body?.cancel();
  child.kill("SIGTERM");
  await lines.cancel();
  await child.status;
  assert.deepEqual([reply.status, reply.headers.get("x-routing-strategy")], [
    200,
    "priority-spillover",
  ]);
});

for (
  const [args, message] of [
    [["--strategy", "no-such"], /--strategy is one of latency-based, /],
    [["--strategy", "backend-pool", "--tls"], /--strategy goes with neither --tls nor/],
  ] as const
) {
  Deno.test(`gateway ${args.join(" ")} is refused`, async () => {
    const { code, stderr } = await run(args);
    assert.deepEqual([code, message.test(text(stderr))], [2, true], text(stderr));
  });
}
