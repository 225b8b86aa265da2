/** The texts that people read stand in one place, each with its source. */
import assert from "node:assert/strict";
import { FAILURE } from "../../../lib/gateway/contracts/texts/failures.ts";
import { TOKEN_FAULT } from "../../../lib/gateway/contracts/texts/token_faults.ts";
import { FINDING_SOURCES } from "../../../lib/gateway/contracts/texts/findings.ts";

const GATEWAY = new URL("../../../lib/gateway/", import.meta.url);

/** What may make failures and findings: the catalogues, and what hands on a failure that was made there. */
const MAKERS = [
  "contracts/texts/failures.ts",
  "contracts/texts/findings.ts",
  "contracts/policy_error.ts",
  "policy/jwt/policy.ts",
];

async function* sources(folder: URL): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) yield* sources(new URL(`${entry.name}/`, folder));
    else if (entry.name.endsWith(".ts")) {
      yield new URL(entry.name, folder).href.slice(GATEWAY.href.length);
    }
  }
}

Deno.test("no failure and no finding is worded outside the catalogues", async () => {
  for await (const path of sources(GATEWAY)) {
    if (MAKERS.includes(path)) continue;
    const text = await Deno.readTextFile(new URL(path, GATEWAY));
    assert.doesNotMatch(text, /new PolicyError\(/, path);
    assert.doesNotMatch(text, /\breport\(\s*["`]/, path);
  }
});

Deno.test("a text's source is an address", () => {
  const makers = [...Object.values(FAILURE), ...Object.values(TOKEN_FAULT)];
  const all = [...makers.map(({ source }) => source), ...Object.values(FINDING_SOURCES)];
  assert.ok(all.filter((source) => source !== null).length > 40);
  for (const source of all) {
    if (source !== null) assert.equal(new URL(source).protocol, "https:", source);
  }
});
