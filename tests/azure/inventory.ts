/** What a stand-in's service holds. */
import type { StandIn } from "./stand_in/stand_in.ts";

const KINDS = ["apis", "backends", "namedValues", "subscriptions", "products", "policyFragments"];

/** All of it: `apis/orders-1 {...}`, sorted. */
export async function inventory(standIn: StandIn): Promise<string[]> {
  const found: string[] = [];
  for (const kind of KINDS) {
    const { value } = await standIn.ask(kind);
    for (const { name, properties } of value) {
      found.push(`${kind}/${name} ${JSON.stringify(properties)}`);
    }
  }
  return found.sort();
}
