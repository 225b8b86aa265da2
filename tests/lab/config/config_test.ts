import assert from "node:assert/strict";
import { join } from "node:path";
import { BACKEND_FIELDS } from "../../../lib/lab/config/backends.ts";
import {
  type ConfigOptions,
  loadConfig,
  tooFewBackends,
  VARIABLES,
} from "../../../lib/lab/config/config.ts";
import { ConfigError } from "../../../lib/lab/config/problem.ts";

const SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";

const LIVE = {
  AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  BACKEND_A_AZURE_OPENAI_ENDPOINT: "https://east.openai.azure.com/",
  BACKEND_A_AZURE_OPENAI_API_KEY: "key-of-a",
  BACKEND_A_DEPLOYMENT: "gpt-4o",
  BACKEND_B_AZURE_OPENAI_ENDPOINT: "https://west.openai.azure.com",
  BACKEND_B_AZURE_OPENAI_API_KEY: "key-of-b",
  BACKEND_B_DEPLOYMENT: "gpt-4o",
};

/** Loads from a project folder of its own: `notebooks/` below `deno.json`, with the given files. */
async function load(
  environment: Record<string, string>,
  options: ConfigOptions & { files?: Record<string, string> } = {},
) {
  const { files = {}, ...rest } = options;
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(root, "project", "notebooks"), { recursive: true });
    await Deno.mkdir(join(root, "project", "0_setup"));
    await Deno.writeTextFile(join(root, "project", "deno.json"), "{}");
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(root, "project", name), text);
    }
    return await loadConfig({ environment, folder: join(root, "project", "notebooks"), ...rest });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function problemsOf(...args: Parameters<typeof load>) {
  try {
    await load(...args);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error;
  }
  assert.fail("the configuration was accepted");
}

Deno.test("loadConfig gives the embedded APIM with three backends when nothing is set", async () => {
  const config = await load({});
  assert.equal(config.target, "embedded");
  assert.deepEqual(
    config.backends.map((b) => [b.id, b.label, b.region, b.type, b.priority, b.weight]),
    [
      ["backend-a", "PTU-EastUS", "eastus", "PTU", 1, 100],
      ["backend-b", "PAYG-WestUS", "westus", "PAYG", 2, 50],
      ["backend-c", "PAYG-SwedenCentral", "swedencentral", "PAYG", 2, 50],
    ],
  );
  assert.equal(config.apim.apiPath, "routing");
  assert.equal(config.apim.apiId, "multi-region-router");
});

Deno.test("loadConfig changes and adds embedded backends without endpoints or keys", async () => {
  const config = await load({ BACKEND_B_WEIGHT: "70", BACKEND_D_REGION: "UK South" });
  assert.equal(config.target, "embedded");
  assert.equal(config.backends[1].weight, 70);
  assert.deepEqual([config.backends[3].id, config.backends[3].label], [
    "backend-d",
    "PAYG-UKSouth",
  ]);
});

Deno.test("loadConfig goes live when backends have endpoints", async () => {
  const config = await load(LIVE);
  assert.ok(config.target === "azure");
  assert.equal(config.backends.length, 2);
  assert.equal(config.backends[0].endpoint, "https://east.openai.azure.com");
  assert.equal(config.backends[0].apiKey?.reveal(), "key-of-a");
  assert.equal(config.apim.serviceName, "apim-model-migration");
  assert.doesNotMatch(Deno.inspect(config, { depth: 9 }) + JSON.stringify(config), /key-of/);
});

Deno.test("loadConfig lets backend A fall back to AZURE_OPENAI_ variables", async () => {
  const config = await load({
    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
    APIM_SERVICE_NAME: "mine",
    AZURE_OPENAI_ENDPOINT: "https://one.openai.azure.com",
    AZURE_OPENAI_API_KEY: "k",
    AZURE_OPENAI_CHAT_DEPLOYMENT_NAME: "chat",
  });
  assert.ok(config.target === "azure");
  assert.equal(config.backends[0].endpoint, "https://one.openai.azure.com");
  assert.equal(config.backends[0].deployment, "chat");
  assert.match(tooFewBackends(config) ?? "", /BACKEND_B_AZURE_OPENAI_ENDPOINT/);
  assert.equal(config.notices.length, 1);
});

Deno.test("loadConfig stays embedded when only AZURE_OPENAI_ variables are set", async () => {
  const config = await load({ AZURE_OPENAI_ENDPOINT: "https://one.openai.azure.com" });
  assert.equal(config.target, "embedded");
});

Deno.test("loadConfig lets .env win over the environment, but not over a command line's choice", async () => {
  const config = await load(
    { APIM_API_PATH: "from-env", WORKSHOP_TARGET: "embedded", WORKSHOP_RESULTS: "/tmp/r/" },
    { files: { ".env": 'APIM_API_PATH="from-file" # comment\nWORKSHOP_TARGET=azure\n' } },
  );
  assert.equal(config.resultsFolder, "/tmp/r");
  assert.equal(config.apim.apiPath, "from-file");
  assert.equal(config.target, "embedded");
});

Deno.test("loadConfig prefers the .env beside the notebooks", async () => {
  const config = await load({}, {
    files: { ".env": "APIM_API_PATH=root", "notebooks/.env": "APIM_API_PATH=near" },
  });
  assert.equal(config.apim.apiPath, "near");
});

Deno.test("loadConfig takes the subscription from the Foundry file", async () => {
  const { AZURE_SUBSCRIPTION_ID: _, ...rest } = LIVE;
  const config = await load(rest, {
    files: {
      "0_setup/.foundry_config.json": JSON.stringify({
        AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
        FOUNDRY_NAME: "f",
      }),
    },
  });
  assert.equal(config.apim.subscriptionId, SUBSCRIPTION);
  assert.equal(config.foundry?.FOUNDRY_NAME, "f");
});

Deno.test("loadConfig says what to do when live mode has no subscription and no Foundry file", async () => {
  const { AZURE_SUBSCRIPTION_ID: _, ...rest } = LIVE;
  const { problems, message } = await problemsOf(rest);
  assert.deepEqual(problems.map((p) => p.variable), ["AZURE_SUBSCRIPTION_ID"]);
  assert.match(message, /az account show --query id.*foundry_config\.json/);
});

Deno.test("loadConfig names a Foundry file that is not JSON", async () => {
  const { problems } = await problemsOf({}, {
    files: { "0_setup/.foundry_config.json": "{ not json" },
  });
  assert.match(problems[0].variable, /\.foundry_config\.json$/);
});

Deno.test("loadConfig reports all problems at once, each with variable, finding and cure", async () => {
  const { problems, message } = await problemsOf({
    ...LIVE,
    BACKEND_A_AZURE_OPENAI_ENDPOINT: "east.openai.azure.com",
    BACKEND_A_WEIGHT: "0",
    BACKEND_B_WEIGHT: "abc",
    BACKEND_B_ID: "backend-a",
    BACKEND_B_TYPE: "PTUS",
    BACKEND_C_AZURE_OPENAI_ENDPOINT: "https://c.openai.azure.com",
    BACKEND_C_DEPLOYMENT: "gpt-4o",
    APIM_API_PATH: "a b",
  });
  assert.deepEqual(
    problems.map((p) => p.variable).sort(),
    [
      "APIM_API_PATH",
      "BACKEND_A_AZURE_OPENAI_ENDPOINT",
      "BACKEND_A_WEIGHT",
      "BACKEND_B_ID",
      "BACKEND_B_TYPE",
      "BACKEND_B_WEIGHT",
      "BACKEND_C_AZURE_OPENAI_API_KEY",
    ],
  );
  assert.match(message, /^The configuration has 7 problems:/);
  assert.match(message, /BACKEND_B_WEIGHT is "abc"; expected a whole number from 1 to 100\./);
  assert.match(
    message,
    /BACKEND_A_AZURE_OPENAI_ENDPOINT is "east\.openai\.azure\.com" \(no absolute/,
  );
});

for (
  const [endpoint, why] of [
    ["http://east.openai.azure.com", /not https/],
    ["https://east.openai.azure.com/openai/deployments/x", /more than scheme and host/],
    ["<your endpoint>", /no absolute URL/],
    ["https://user:pass@east.openai.azure.com", /password/],
  ] as const
) {
  Deno.test(`loadConfig refuses the endpoint ${endpoint}`, async () => {
    const { problems } = await problemsOf({ ...LIVE, BACKEND_A_AZURE_OPENAI_ENDPOINT: endpoint });
    assert.match(problems[0].found, why);
    assert.doesNotMatch(problems[0].found, /user:pass/);
  });
}

Deno.test("loadConfig never shows a key that it refuses", async () => {
  const error = await problemsOf({ ...LIVE, BACKEND_A_AZURE_OPENAI_API_KEY: "sensitive value" });
  assert.doesNotMatch(error.message, /sensitive/);
});

Deno.test("loadConfig needs no keys with managed identity", async () => {
  const { BACKEND_A_AZURE_OPENAI_API_KEY: _, ...rest } = LIVE;
  const config = await load({ ...rest, BACKEND_AUTH: "managed-identity" });
  assert.ok(config.target === "azure");
  assert.equal(config.backends[0].apiKey, null);
});

Deno.test("loadConfig gives notice of a letter left out and of a mistyped variable", async () => {
  const config = await load({ ...LIVE, BACKEND_C_REGION: "uksouth" }, {
    files: { ".env": "BACKEND_A_ENDPOINT=https://x.openai.azure.com" },
  });
  assert.match(config.notices[0], /Backend C is left out/);
  assert.match(
    config.notices[1],
    /BACKEND_A_ENDPOINT is in \.env, but no variable of the workshop; expected BACKEND_A_AZURE_OPENAI_ENDPOINT\./,
  );
});

Deno.test("loadConfig names each mistyped variable of .env, with the one that was meant, among all problems", async () => {
  const slips: [name: string, meant: string][] = [
    ["BACKEND_B_KEY", "BACKEND_B_AZURE_OPENAI_API_KEY"],
    ["BACKEND_C_WIEGHT", "BACKEND_C_WEIGHT"],
    ["AZURE_SUBSCRIPTON_ID", "AZURE_SUBSCRIPTION_ID"],
    ["WORKSHOP_SEDE", "WORKSHOP_SEED"],
    ["APIM_SERVICE", "APIM_SERVICE_NAME"],
  ];
  const error = await problemsOf({ BACKEND_A_WEIGHT: "abc" }, {
    files: {
      ".env": slips.map(([name]) => `${name}=1`).join("\n") + "\nAZURE_STORAGE_ACCOUNT=mine",
    },
  });
  assert.equal(error.problems.length, slips.length + 1);
  for (const [name, meant] of slips) {
    assert.match(error.message, new RegExp(`${name} is in .* expected ${meant}\\.`));
  }
});

Deno.test("loadConfig looks at what is set for a backend that is left out", async () => {
  const { message } = await problemsOf({ ...LIVE, BACKEND_C_WEIGHT: "abc", BACKEND_C_TYPE: "PUT" });
  assert.match(message, /BACKEND_C_WEIGHT is "abc"/);
  assert.match(message, /BACKEND_C_TYPE is "PUT"/);
});

Deno.test("loadConfig notices a wrong live setting on the embedded target, and goes on", async () => {
  const config = await load({
    WORKSHOP_TARGET: "embedded",
    BACKEND_A_AZURE_OPENAI_ENDPOINT: "east",
    BACKEND_A_AZURE_OPENAI_API_KEY: "<key>",
  });
  assert.equal(config.target, "embedded");
  assert.match(config.notices[0], /BACKEND_A_AZURE_OPENAI_ENDPOINT is "east"/);
  assert.match(config.notices[1], /BACKEND_A_AZURE_OPENAI_API_KEY is set, but a placeholder/);
});

Deno.test(".env.example explains every variable of the configuration", async () => {
  const text = await Deno.readTextFile(new URL("../../../.env.example", import.meta.url));
  const listed = new Set([...text.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]));
  const backends = ["A", "B", "C"].flatMap((letter) =>
    BACKEND_FIELDS.map((field) => `BACKEND_${letter}_${field}`)
  );
  assert.deepEqual([...listed].sort(), [...VARIABLES, ...backends].sort());
});

Deno.test(".env.example sets nothing as it stands, so a copy of it runs the embedded APIM", async () => {
  const text = await Deno.readTextFile(new URL("../../../.env.example", import.meta.url));
  const config = await load({}, { files: { ".env": text } });
  assert.equal(config.target, "embedded");
});
