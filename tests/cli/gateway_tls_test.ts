import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";

const PROGRAM = new URL("../../lib/cli/gateway.ts", import.meta.url).pathname;
const FIXTURES = new URL("../fixtures/", import.meta.url).pathname;

/** Starts the gateway, hands what `--json` printed to `test`, ends it. */
async function withGateway(
  args: readonly string[],
  // deno-lint-ignore no-explicit-any -- JSON
  test: (description: any) => Promise<void>,
): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", PROGRAM, "--json", ...args],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    await test(JSON.parse((await lines.read()).value!));
  } finally {
    child.kill("SIGTERM");
    await lines.cancel();
    await child.status;
  }
}

Deno.test("gateway --tls --identity --check-tokens serves HTTPS that its authority vouches for, to whom brings a token", () =>
  inFolder(async (folder) => {
    const file = `${folder}/authority.pem`;
    await withGateway(["--tls-authority", file, "--identity", "--check-tokens"], async (found) => {
      assert.equal(found.authority, file);
      const caCerts = [await Deno.readTextFile(file)];
      using client = Deno.createHttpClient({ caCerts });
      await assert.rejects(fetch(found.gateway), TypeError); // nobody vouches for it
      const { gateway, management, identity, models: [{ endpoint }] } = found;
      const statuses = await Promise.all(
        [gateway, management, identity, endpoint].map(async (url) => {
          assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
          const response = await fetch(url, { client });
          await response.body?.cancel();
          return response.status;
        }),
      );
      assert.deepEqual(statuses, [404, 401, 404, 401]);
      const metadata = await fetch(`${management}/metadata/endpoints?api-version=2022-09-01`, {
        client,
      });
      const { authentication } = await metadata.json();
      assert.equal(authentication.loginEndpoint, identity);
      const token = await fetch(`${identity}/common/oauth2/v2.0/token`, {
        client,
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: "me",
          client_secret: "any",
          scope: `${authentication.audiences[0]}/.default`,
        }),
      });
      const { access_token } = await token.json();
      const url = `${management}/subscriptions/${found.subscriptionId}?api-version=2022-12-01`;
      const headers = { authorization: `Bearer ${access_token}` };
      const answer = await fetch(url, { client, headers });
      assert.equal((await answer.json()).subscriptionId, found.subscriptionId);
    });
  }));

Deno.test("gateway --tls-cert and --tls-key serve what the user brings", () =>
  withGateway([
    "--tls-cert",
    `${FIXTURES}localhost.cert.pem`,
    "--tls-key",
    `${FIXTURES}localhost.key.pem`,
  ], async ({ gateway, authority }) => {
    assert.equal(authority, undefined);
    const caCerts = [await Deno.readTextFile(`${FIXTURES}localhost.cert.pem`)];
    using client = Deno.createHttpClient({ caCerts });
    const response = await fetch(gateway.replace("127.0.0.1", "localhost"), { client });
    assert.equal(response.status, 404);
    await response.body?.cancel();
  }));

Deno.test("gateway says what is wrong with TLS options", async () => {
  for (
    const [args, message] of [
      [["--tls-cert", "x"], /--tls-cert and --tls-key belong together/],
      [["--tls-cert", "nope.pem", "--tls-key", "k"], /--tls-cert nope\.pem cannot be read/],
      [["--tls-authority", "/no/such/folder/a.pem"], /--tls-authority \/no\/such\/folder\/a\.pem/],
    ] as const
  ) {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", PROGRAM, ...args],
    }).output();
    assert.equal(code, 2);
    assert.match(new TextDecoder().decode(stderr), message);
  }
});
