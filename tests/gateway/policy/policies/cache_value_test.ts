import assert from "node:assert/strict";
import { Gateway, run } from "../harness.ts";

const lookup = (more = "") => `<cache-lookup-value key="k" variable-name="v"${more}/>`;
const store = (value: string) => `<cache-store-value key="k" value="${value}" duration="10"/>`;

Deno.test("a miss leaves the variable unset, or gives it the default", async () => {
  assert.equal((await run(lookup())).context.variables.has("v"), false);
  assert.equal((await run(lookup(` default-value="d"`))).context.variables.get("v"), "d");
});

Deno.test("a value stays in the cache for its seconds, then is gone", async () => {
  const gateway = new Gateway();
  await run(store("1"), { gateway });
  await gateway.clock.advance(9_999);
  assert.equal((await run(lookup(), { gateway })).context.variables.get("v"), "1");
  await gateway.clock.advance(1);
  assert.equal((await run(lookup(), { gateway })).context.variables.has("v"), false);
});

Deno.test("cache-remove-value forgets a value", async () => {
  const { context } = await run(`${store("1")}<cache-remove-value key="k"/>${lookup()}`);
  assert.equal(context.variables.has("v"), false);
});

Deno.test("what is stored is a copy, and so is what is found", async () => {
  const gateway = new Gateway();
  const { context } = await run(
    `<set-variable name="a" value="@(JArray.Parse("[1]"))"/>
     <cache-store-value key="k" value="@((JArray)context.Variables["a"])" duration="10"/>
     <set-variable name="x" value="@{ ((JArray)context.Variables["a"]).Add(2); return 0; }"/>
     ${lookup()}
     <set-variable name="y" value="@{ ((JArray)context.Variables["v"]).Add(3); return 0; }"/>
     <cache-lookup-value key="k" variable-name="w"/>
     <set-variable name="text" value="@(((JArray)context.Variables["w"]).ToString(Formatting.None))"/>`,
    { gateway },
  );
  assert.equal(context.variables.get("text"), "[1]");
});
