import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";
import { inventory } from "./inventory.ts";
import { lossyNetwork } from "./lossy_network.ts";
import type { Manners } from "./stand_in/manners.ts";
import { ANNA, type StandIn, startStandIn } from "./stand_in/stand_in.ts";

/** A faster clock: what takes a minute in Azure takes two seconds. */
const SPEED = 30;

interface Case {
  readonly name: string;
  readonly manners?: Partial<Manners>;
  /** What differs in the environment. */
  readonly environment?: (standIn: StandIn) => Record<string, string>;
  /** What the one message says: what is wrong, and what to do. */
  readonly says: readonly RegExp[];
  /** Whether the service is as it was; else the message says that something stays. */
  readonly untouched: boolean;
}

const CASES: readonly Case[] = [
  {
    name: "a wrong secret",
    environment: () => ({ AZURE_CLIENT_SECRET: "wrong" }),
    says: [/AADSTS7000215/, /AZURE_CLIENT_SECRET/],
    untouched: true,
  },
  {
    name: "an expired token",
    manners: { tokenLifeMs: -3_600_000 },
    says: [/ExpiredAuthenticationToken|expiry/, /az login/],
    untouched: true,
  },
  {
    name: "a token of another tenant",
    environment: () => ({ AZURE_TENANT_ID: "bbbbbbbb-1111-4222-8333-444444444444" }),
    says: [/wrong issuer|InvalidAuthenticationTokenTenant/, /tenant you signed in to/],
    untouched: true,
  },
  {
    name: "no role",
    manners: { rights: "none" },
    says: [/AuthorizationFailed/, /API Management Service Contributor/],
    untouched: true,
  },
  {
    name: "a role that only reads",
    manners: { rights: "reader" },
    says: [/AuthorizationFailed/, /API Management Service Contributor/],
    untouched: true,
  },
  {
    name: "no such service",
    environment: () => ({ APIM_SERVICE_NAME: "apim-elsewhere" }),
    says: [/no APIM service "apim-elsewhere"/, /az apim list/],
    untouched: true,
  },
  {
    name: "a tier without breakers",
    manners: { tier: "Consumption" },
    says: [/Consumption/, /azure up/],
    untouched: true,
  },
  {
    name: "a region without the model",
    environment: () => ({ BACKEND_B_DEPLOYMENT: "gpt-9" }),
    says: [/backend-b .*404/, /deployment list/, /API stands/],
    untouched: false,
  },
  {
    name: "a wrong key",
    environment: () => ({ BACKEND_C_AZURE_OPENAI_API_KEY: "0123456789abcdef" }),
    says: [/backend-c .*401/, /Keys and Endpoint/],
    untouched: false,
  },
  {
    name: "a gateway without its role",
    manners: { gatewayMayCall: false },
    environment: () => ({ BACKEND_AUTH: "managed-identity" }),
    says: [/through the gateway: 401/, /gateway's identity needs the role/],
    untouched: false,
  },
  {
    name: "a role that never comes to count",
    manners: { rolesAfterMs: Infinity, speed: 100 },
    environment: () => ({ BACKEND_AUTH: "managed-identity" }),
    says: [/backend-a .*401/, /5 to 10 minutes/],
    untouched: false,
  },
  {
    name: "no quota left",
    environment: () => ({ WORKSHOP_MAX_REQUESTS: "2" }),
    says: [/WORKSHOP_MAX_REQUESTS/, /nothing was sent/],
    untouched: false,
  },
];

Deno.test("opening a lab on Azure says in one message what is wrong and what to do", async (t) => {
  await inFolder(async (folder) => {
    const standIns = await Promise.all(
      CASES.map(({ manners }) => startStandIn({ manners: { speed: SPEED, ...manners } })),
    );
    try {
      const authority = `${folder}/authorities.pem`;
      await Deno.writeTextFile(authority, standIns.map((one) => one.authority).join(""));
      const before = await Promise.all(standIns.map(inventory));
      const environments = CASES.map(({ environment }, i) => ({
        WORKSHOP_MAX_REQUESTS: "5000",
        BACKEND_AUTH: "key",
        WORKSHOP_RESULTS: folder,
        ...standIns[i].environment(ANNA, authority),
        ...environment?.(standIns[i]),
      }));
      const outcomes = await openLabs(environments, authority);
      for (const [i, { name, says, untouched }] of CASES.entries()) {
        await t.step(name, async () => {
          const { said, seconds } = outcomes[i];
          for (const pattern of says) assert.match(said, pattern);
          assert.ok(seconds < 20, `${seconds} s`);
          const same = String(await inventory(standIns[i])) === String(before[i]);
          assert.equal(same, untouched, said);
        });
      }
    } finally {
      await Promise.all(standIns.map((one) => one[Symbol.asyncDispose]()));
    }
  });
});

Deno.test("a network that drops in the middle is told, and what stays", async () => {
  await inFolder(async (folder) => {
    await using standIn = await startStandIn({ manners: { speed: SPEED } });
    let pieces = 0;
    using network = lossyNetwork(standIn.managementUrl, () => ++pieces > 25);
    const authority = `${folder}/authority.pem`;
    await Deno.writeTextFile(authority, standIn.authority);
    const [{ said }] = await openLabs([{
      ...standIn.environment(ANNA, authority),
      WORKSHOP_RESULTS: folder,
      AZURE_RESOURCE_MANAGER_ENDPOINT: network.url.replace("http:", "https:"),
    }], authority);
    assert.match(said, /No connection/);
    assert.match(said, /stays and is found again: run the cell again/);
  });
});

async function openLabs(
  environments: readonly Record<string, string>[],
  authority: string,
): Promise<{ said: string; seconds: number }[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", new URL("open_labs.ts", import.meta.url).pathname],
    env: { DENO_CERT: authority, NODE_EXTRA_CA_CERTS: authority, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(environments)));
  await writer.close();
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout));
}
