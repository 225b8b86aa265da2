/** Scenario, traffic and models files, mutated: each is read, or refused with what is wrong. */
import { ModelsConfigurationError, parseModelsConfiguration } from "../../lib/models/mod.ts";
import { InputError } from "../../lib/simulation/input_error.ts";
import { parseScenario } from "../../lib/simulation/scenario_file.ts";
import { parseTrafficCsv } from "../../lib/simulation/traffic_csv.ts";
import { mutated, pick, type Target } from "./target.ts";

const CSV = 'time,tokens_in,tokens_out\n0,100,20\n0.5,30,40\n2.25,7,"8"\n';
const MODELS = JSON.stringify({
  regions: [{
    id: "a",
    region: "eastus",
    port: 0,
    deployments: [{ name: "d", model: "gpt-4.1", type: "PAYG", tokensPerMinute: 1000 }],
  }],
});

export async function target(): Promise<Target> {
  const folder = new URL("../../lib/simulation/scenarios/", import.meta.url);
  const scenarios: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".json")) scenarios.push(await Deno.readTextFile(new URL(name, folder)));
  }
  return {
    async attempt(random) {
      try {
        const kind = random.integer(0, 2);
        if (kind === 0) {
          parseScenario("s.json", mutated(random, pick(random, scenarios), scenarios));
        } else if (kind === 1) parseModelsConfiguration(mutated(random, MODELS));
        else await parseTrafficCsv("t.csv", ReadableStream.from([mutated(random, CSV)]));
        return "ok";
      } catch (error) {
        if (error instanceof InputError || error instanceof ModelsConfigurationError) {
          return error.message.length > 7_000 ? "lost" : "refused"; // one that repeats the file says nothing
        }
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
