/** Each way to sign in that `DefaultAzureCredential` has, against the stand-in's Entra and ARM. */
import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";
import { ANNA, type StandIn, startStandIn, SUBSCRIPTION, TENANT } from "./stand_in/stand_in.ts";
import { federatedToken } from "./stand_in/sign_in.ts";

const PROGRAM = new URL("who.ts", import.meta.url).pathname;

interface Surroundings {
  readonly standIn: StandIn;
  /** Empty, and on PATH. */
  readonly folder: string;
}

interface Way {
  readonly name: string;
  /** What the machine has of it: variables, programs in the folder. */
  readonly set: (where: Surroundings) => Promise<Record<string, string>>;
  /** Who it is, or what the one message says. */
  readonly is: RegExp;
}

const WAYS: readonly Way[] = [
  {
    name: "a secret in the environment",
    set: () => Promise.resolve({ ...application(), AZURE_CLIENT_SECRET: ANNA.secret }),
    is: /anna\.meier/,
  },
  {
    name: "a workload identity's token file, as in GitHub Actions",
    set: async ({ folder }) => ({
      ...application(),
      AZURE_FEDERATED_TOKEN_FILE: await file(folder, "token", federatedToken(ANNA)),
    }),
    is: /anna\.meier/,
  },
  {
    name: "a workload identity that Entra does not know",
    set: async ({ folder }) => ({
      ...application(),
      AZURE_FEDERATED_TOKEN_FILE: await file(folder, "token", "somebody else's"),
    }),
    is: /AADSTS70021.*federated/s,
  },
  {
    name: "a managed identity, as on App Service and in containers",
    set: ({ standIn }) =>
      Promise.resolve({ IDENTITY_ENDPOINT: standIn.identityEndpoint, IDENTITY_HEADER: "any" }),
    is: /system-assigned/,
  },
  { name: "az login", set: (where) => program(where, "az", azSays), is: /anna\.meier/ },
  {
    name: "az without az login",
    set: (where) =>
      program(where, "az", () => "echo \"Please run 'az login' to setup account.\" >&2; exit 1"),
    is: /no way to sign in worked.*az login/s,
  },
  { name: "azd auth login", set: (where) => program(where, "azd", azdSays), is: /anna\.meier/ },
  { name: "nothing at all", set: () => Promise.resolve({}), is: /no way to sign in worked/ },
];

function application(): Record<string, string> {
  return { AZURE_CLIENT_ID: ANNA.clientId, AZURE_TENANT_ID: TENANT };
}

async function file(folder: string, name: string, text: string, mode = 0o600): Promise<string> {
  const path = `${folder}/${name}`;
  await Deno.writeTextFile(path, text, { mode });
  return path;
}

/** A program that says what Azure's own says, with a token of the stand-in. */
async function program(
  { standIn, folder }: Surroundings,
  name: string,
  says: (token: string) => string,
): Promise<Record<string, string>> {
  await file(folder, name, `#!/bin/sh\n${says(await tokenFor(standIn))}\n`, 0o700);
  return { AZURE_TENANT_ID: TENANT };
}

function azSays(accessToken: string): string {
  const answer = {
    accessToken,
    expiresOn: "2099-01-01 00:00:00.000000",
    expires_on: 4070908800,
    subscription: SUBSCRIPTION,
    tenant: TENANT,
    tokenType: "Bearer",
  };
  return `[ "$1 $2" = "account get-access-token" ] || exit 2\necho '${JSON.stringify(answer)}'`;
}

function azdSays(token: string): string {
  const answer = { token, expiresOn: "2099-01-01T00:00:00Z" };
  return `[ "$1 $2" = "auth token" ] || exit 2\necho '${JSON.stringify(answer)}'`;
}

async function tokenFor({ authorityUrl, authority, managementUrl }: StandIn): Promise<string> {
  using client = Deno.createHttpClient({ caCerts: [authority] });
  const response = await fetch(`${authorityUrl}/${TENANT}/oauth2/v2.0/token`, {
    client,
    method: "POST",
    body: new URLSearchParams({
      client_id: ANNA.clientId,
      client_secret: ANNA.secret,
      scope: `${managementUrl}/.default`,
      grant_type: "client_credentials",
    }),
  });
  return (await response.json()).access_token;
}

Deno.test("each way of signing in that DefaultAzureCredential has is found", async (t) => {
  await using standIn = await startStandIn();
  await inFolder(async (root) => {
    const authority = await file(root, "authority.pem", standIn.authority);
    const names = ["DENO_CERT", "NODE_EXTRA_CA_CERTS", "AZURE_RESOURCE_MANAGER_ENDPOINT"];
    const variables = [...names, "AZURE_AUTHORITY_HOST", "AZURE_SUBSCRIPTION_ID"];
    const all = standIn.environment(ANNA, authority);
    const common = Object.fromEntries(
      Object.entries(all).filter(([name]) => variables.includes(name) || /^APIM_/.test(name)),
    );
    const said = await Promise.all(WAYS.map(async ({ set }, i) => {
      const folder = `${root}/${i}`;
      await Deno.mkdir(folder);
      const env = {
        ...common,
        ...await set({ standIn, folder }),
        HOME: folder,
        DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
        PATH: `${folder}:/usr/bin:/bin`,
        NO_COLOR: "1",
      };
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", "--no-check", PROGRAM],
        cwd: folder,
        clearEnv: true,
        env,
        stdin: "null",
        stderr: "null",
      }).output();
      return new TextDecoder().decode(stdout);
    }));
    for (const [i, { name, is }] of WAYS.entries()) {
      await t.step(name, () => {
        assert.match(said[i], is);
        assert.equal(said[i].includes("serviceName"), !/no way|AADSTS/.test(is.source), said[i]);
      });
    }
  });
});
