import assert from "node:assert/strict";
import { keepSecret, redact } from "../../lib/core/redaction.ts";
import { UserError } from "../../lib/core/user_error.ts";

keepSecret("r3dacted&secret");

Deno.test("redact masks what keepSecret was told, as it is, escaped and encoded, and bearer tokens", () => {
  for (
    const text of [
      "r3dacted&secret",
      "R3DACTED&SECRET",
      "r3dacted%26secret",
      "r3dacted&amp;secret",
      btoa("r3dacted&secret"),
      `Bearer ${btoa("anybody's token of some length")}`,
    ]
  ) assert.doesNotMatch(redact(`<${text}>`), /secret|c2Vjcm|token|[A-Za-z0-9+/]{20}/i, text);
  assert.equal(redact("nothing in here"), "nothing in here");
  assert.equal(
    redact("<set-header>Bearer {{token}}</set-header>"),
    "<set-header>Bearer {{token}}</set-header>",
  );
});

Deno.test("redact leaves words alone that somebody took for a key", () => {
  keepSecret("none");
  keepSecret("");
  assert.equal(redact("there are none"), "there are none");
});

Deno.test("UserError says and keeps no secret that is known", () => {
  const error = new UserError(`it is "r3dacted&secret"`);
  assert.equal(error.message, 'it is "***"');
  assert.equal(error.stack, 'UserError: it is "***"');
});
