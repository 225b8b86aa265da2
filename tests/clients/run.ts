/**
 * `deno run -A tests/clients/run.ts COMMAND...`: starts the gateway with TLS, sign-in and the check of tokens,
 * and runs a command that finds all of it in its environment, as docs/clients.md describes it.
 *
 * The clients themselves (azure-cli, azure-mgmt-apimanagement) come from PyPI; nothing is installed here.
 */
const PROGRAM = new URL("../../lib/cli/gateway.ts", import.meta.url).pathname;

async function run([program, ...args]: readonly string[]): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "clients-" });
  const authority = `${folder}/authority.pem`;
  const gateway = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      PROGRAM,
      "--json",
      "--identity",
      "--check-tokens",
      "--tls-authority",
      authority,
    ],
    stdout: "piped",
  }).spawn();
  const lines = gateway.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const found = JSON.parse((await lines.read()).value ?? "{}");
    const tenantId = await tenantOf(found.identity, authority);
    const status = await new Deno.Command(program, {
      args,
      env: {
        ARM_URL: found.management,
        GATEWAY_URL: found.gateway,
        SUBSCRIPTION_ID: found.subscriptionId,
        RESOURCE_GROUP: found.resourceGroup,
        SERVICE: found.service,
        TENANT_ID: tenantId,
        AZURE_AUTHORITY_HOST: found.identity,
        IDENTITY_ENDPOINT: `${found.identity}/msi/token`,
        IDENTITY_HEADER: "any",
        // Python's urllib, requests and httpx; Node; Deno
        SSL_CERT_FILE: authority,
        REQUESTS_CA_BUNDLE: authority,
        NODE_EXTRA_CA_CERTS: authority,
        DENO_CERT: authority,
        ARM_CLOUD_METADATA_URL: `${found.management}/metadata/endpoints?api-version=2019-05-01`,
        AZURE_CONFIG_DIR: `${folder}/azure`,
        AZURE_CORE_INSTANCE_DISCOVERY: "false",
        AZURE_CORE_COLLECT_TELEMETRY: "false",
        AZURE_CORE_LOGIN_EXPERIENCE_V2: "off",
      },
    }).spawn().status;
    return status.code;
  } finally {
    gateway.kill("SIGTERM");
    await lines.cancel();
    await gateway.status;
    await Deno.remove(folder, { recursive: true });
  }
}

/** The tenant of the subscription: its sign-in names it. */
async function tenantOf(identity: string, authority: string): Promise<string> {
  using client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(authority)] });
  const url = `${identity}/common/v2.0/.well-known/openid-configuration`;
  const { token_endpoint } = await (await fetch(url, { client })).json();
  return new URL(token_endpoint).pathname.split("/")[1];
}

if (Deno.args.length === 0) {
  console.error("usage: deno run -A tests/clients/run.ts COMMAND...");
  Deno.exit(2);
}
Deno.exit(await run(Deno.args));
