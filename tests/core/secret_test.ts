import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Secret } from "../../lib/core/secret.ts";

const KEY = "k3y-of-the-model";

Deno.test("Secret prints as *** however it is printed", () => {
  const secret = new Secret(KEY);
  const shown = [
    `${secret}`,
    String(secret),
    JSON.stringify({ nested: [secret] }),
    Deno.inspect(secret),
    Deno.inspect({ deep: { deeper: secret } }),
    inspect({ secret }, { showHidden: true, depth: 5 }),
    Object.entries(secret).join(),
  ];
  for (const text of shown) assert.doesNotMatch(text, /k3y/);
  assert.equal(shown[0], "***");
});

Deno.test("Secret reveals its text to who asks for it", () => {
  assert.equal(new Secret(KEY).reveal(), KEY);
});

Deno.test("Secret.redact masks every occurrence and leaves text alone when it is empty", () => {
  assert.equal(new Secret(KEY).redact(`a ${KEY} b ${KEY}`), "a *** b ***");
  assert.equal(new Secret("").redact("abc"), "abc");
  assert.equal(new Secret("").empty, true);
});
