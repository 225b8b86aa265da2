/** `<set-query-parameter>`: sets, adds to or removes a query parameter of the request. */
import { grown } from "../engine/counted.ts";
import { definePolicy, policyPage } from "../definition/definition.ts";
import { EXISTS_ACTION, existsAction, requireValues, VALUES } from "../edits/exists_action.ts";

export const setQueryParameter = definePolicy({
  name: "set-query-parameter",
  sections: ["inbound", "backend"],
  documentation: policyPage("set-query-parameter"),
  attributes: {
    name: { type: "text", required: true, expressions: true },
    "exists-action": EXISTS_ACTION,
  },
  children: VALUES,
  check: requireValues,
  compile(node) {
    const name = node.text("name");
    const action = existsAction(node);
    const values = node.children("value").map((value) => value.content);
    return (run) => {
      const { query } = run.context.request.url;
      const key = keyOf(query, name(run));
      switch (action(run)) {
        case "delete":
          query.delete(key);
          break;
        case "skip":
          if (!query.has(key)) query.set(key, values.map((value) => value(run)));
          break;
        case "append":
          query.set(
            key,
            grown(run, [...query.get(key) ?? [], ...values.map((value) => value(run))]),
          );
          break;
        default:
          query.set(key, values.map((value) => value(run)));
      }
      return "next";
    };
  },
});

/** The name as the query spells it: names compare without case. */
function keyOf(query: ReadonlyMap<string, unknown>, name: string): string {
  if (query.has(name)) return name;
  const lower = name.toLowerCase();
  for (const key of query.keys()) if (key.toLowerCase() === lower) return key;
  return name;
}
