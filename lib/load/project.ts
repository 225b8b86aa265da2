/**
 * A plan as a Locust project: a folder that runs on one machine, on a master with workers, and in Azure Load Testing.
 * @see https://docs.locust.io/en/stable/running-distributed.html
 * @see https://learn.microsoft.com/azure/load-testing/reference-test-config-yaml
 * @module
 */
import { UserError } from "../core/user_error.ts";
import type { Scenario } from "../simulation/mod.ts";
import type { LoadPlan, PlannedLoad, PlannedRequest } from "./plan.ts";

/** The version that the project was tried with. */
const LOCUST = "locust==2.47.0";
/** The scenario's regions, as `deno task gateway --models` takes them. */
const REGIONS = "models.json";
const COLUMNS = [
  "index",
  "at_ms",
  "prompt_tokens",
  "completion_tokens",
  "max_tokens",
  "stream",
  "conversation",
];
/** Characters of arrivals that are written at once. */
const CHUNK = 1 << 16;

/** The folder cannot be written, or holds something else. */
export class LoadFolderError extends UserError {
  override name = "LoadFolderError";
}

/**
 * Writes the project. Records of the same plan stay; those of another are worth nothing without it, so it is kept.
 * Arrivals are written beside and renamed: an interruption leaves the folder as it was.
 * @returns the names of the files, as they stand in the folder
 * @throws LoadFolderError
 */
export async function writeLocustProject(
  folder: string,
  { plan, requests }: PlannedLoad,
  signal?: AbortSignal,
): Promise<string[]> {
  const locustfile = await Deno.readTextFile(new URL("./locustfile.py", import.meta.url));
  const planned = `${JSON.stringify(plan, null, 2)}\n`;
  if (await hasRecords(folder) && await planIn(folder) !== planned) {
    throw new LoadFolderError(
      `${folder} has records of another test, which nothing could read without its plan. ` +
        `Give another --out, or move ${folder}/records away.`,
    );
  }
  const files: Record<string, string> = {
    "locustfile.py": locustfile,
    "plan.json": planned,
    "requirements.txt": `${LOCUST}\n`,
    "config.yaml": azureLoadTesting(plan),
    "README.md": readme(plan),
    ...(plan.scenario === null ? {} : { [REGIONS]: regionsFile(plan.scenario) }),
  };
  const arrivals = `${folder}/arrivals.csv`;
  const draft = `${arrivals}.part`;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(draft, ReadableStream.from(arrivalLines(requests())), { signal });
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await Deno.rename(draft, arrivals);
  } catch (error) {
    await Deno.remove(draft).catch(() => {}); // where there is one
    signal?.throwIfAborted();
    throw new LoadFolderError(
      `The load test cannot be written to ${folder}: ${(error as Error).message}. ` +
        "Give --out a folder that can be written.",
    );
  }
  return [...Object.keys(files), "arrivals.csv"].sort();
}

function regionsFile({ regions }: Scenario): string {
  return `${JSON.stringify({ regions }, null, 2)}\n`;
}

async function hasRecords(folder: string): Promise<boolean> {
  try {
    for await (const _ of Deno.readDir(`${folder}/records`)) return true;
  } catch {
    // There are none, or none that can be read: writing says what is wrong with the folder.
  }
  return false;
}

async function planIn(folder: string): Promise<string | null> {
  return await Deno.readTextFile(`${folder}/plan.json`).catch(() => null);
}

/** The lines of `arrivals.csv`, many at a time. */
function* arrivalLines(requests: Iterable<PlannedRequest>): Generator<string> {
  let text = `${COLUMNS.join(",")}\n`;
  let index = 0;
  for (const { atMs, tokens, stream, conversation } of requests) {
    const said = tokens === null
      ? ",,"
      : `${tokens.prompt},${tokens.completion},${tokens.most ?? ""}`;
    text += `${index++},${atMs.toFixed(3)},${said},${stream ? 1 : 0},${
      conversation < 0 ? "" : conversation
    }\n`;
    if (text.length >= CHUNK) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** The file that `az load test create --load-test-config-file` takes. */
function azureLoadTesting({ name, requests, durationMs }: LoadPlan): string {
  return `# Azure Load Testing: az load test create --load-test-config-file config.yaml
version: v0.1
testId: routing-${name.slice(0, 42)}
displayName: ${name}
description: ${requests} requests in ${Math.ceil(durationMs / 1000)} s, sent when they are due
testType: Locust
testPlan: locustfile.py
engineInstances: 1
configurationFiles:
  - plan.json
  - arrivals.csv
  - requirements.txt
env:
  - name: ROUTING_URL
    value: https://YOUR-SERVICE.azure-api.net/routing/responses
secrets:
  # The secret's identifier in your key vault; the test resource's identity needs "Key Vault Secrets User" there.
  - name: ROUTING_KEY
    value: https://YOUR-VAULT.vault.azure.net/secrets/routing-key
`;
}

const NO_AZURE = `
With no Azure account: in the workshop's folder, on a terminal of its own,

    deno task gateway --strategy priority-spillover --models DIR/${REGIONS}

serves a strategy over the scenario's regions, simulated, and prints the address and the key.
`;

function readme(
  { name, requests, durationMs, clientRetries, timeoutSeconds, scenario }: LoadPlan,
): string {
  const seconds = Math.ceil(durationMs / 1000);
  return `# Load test \`${name}\`

${requests} requests in ${seconds} s to an API that routes (Azure API Management or the workshop's
embedded one), at the moments that \`arrivals.csv\` gives. Requests are sent when they are due,
whether or not earlier ones were answered, and latency counts from then. A caller waits
${timeoutSeconds} s and sends a request again ${clientRetries} times at the most, as the \`openai\` client does.

## On this machine

    pip install -r requirements.txt
    export ROUTING_URL=https://YOUR-SERVICE.azure-api.net/routing/responses
    export ROUTING_KEY=...            # the subscription key
    locust --headless

The test ends by itself when every request has ended. \`ROUTING_URL\` is the whole address that
requests are posted to. Locust exits with 1 as soon as one request failed, 429s included;
\`--exit-code-on-error 0\` leaves that to you.
${scenario === null ? "" : NO_AZURE}
## On a master and workers

    locust --headless --master --expect-workers 2      # this one sends nothing
    locust --worker                                    # as often as you have cores; --master-host elsewhere

The arrivals are dealt to the workers that are there when the test starts. Each writes its records
into \`records/\` beside \`locustfile.py\` (\`ROUTING_RECORDS\` names another folder): bring those of other
machines here.

## In Azure Load Testing

Set the address and the secret in \`config.yaml\`, then

    az load test create --load-test-resource RESOURCE --resource-group GROUP \\
      --test-id routing-${name.slice(0, 42)} --load-test-config-file config.yaml

An engine keeps no files of a test: put the results that the service offers for download
(\`*.csv\`) into \`records/\`.

## What it measured

    deno task load import DIR          # in the workshop's folder; DIR is this one
`;
}
