/** What a policy's page requires of a value holds when an expression gives it: before the backend is called. */
import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

const CHILD = `<set-variable name="a" value="b"/>`;

/** Policies whose expressions give what they may not, by what is said of it. */
const REFUSED: Readonly<Record<string, string>> = {
  [`<trace source="a"><message>m</message><metadata name="n" value="@("")"/></trace>`]:
    "The value field is required.",
  [`<trace source="a"><message>@("")</message></trace>`]: "The message field is required.",
  [`<set-method>@((string)null)</set-method>`]: "The set-method field is required.",
  [`<set-header name="@("")"><value>a</value></set-header>`]: "The name field is required.",
  [`<set-query-parameter name="@("")"><value>a</value></set-query-parameter>`]:
    "The name field is required.",
  [`<set-header name="x" exists-action="@("zap")"><value>a</value></set-header>`]:
    "The exists-action field must be one of override, skip, append, delete: it is 'zap'.",
  [`<rate-limit-by-key calls="5" renewal-period="60" counter-key="@("")"/>`]:
    "The counter-key field is required.",
  [`<rate-limit-by-key calls="@(0)" renewal-period="60" counter-key="k"/>`]:
    "The field calls must be between 1 and 2147483647.",
  [`<rate-limit-by-key calls="1" renewal-period="@(301)" counter-key="k"/>`]:
    "The field renewal-period must be between 1 and 300.",
  [`<llm-token-limit counter-key="@("")" tokens-per-minute="100" estimate-prompt-tokens="false"/>`]:
    "The counter-key field is required.",
  [`<limit-concurrency key="@("")" max-count="3">${CHILD}</limit-concurrency>`]:
    "The key field is required.",
  [`<retry condition="@(true)" count="@(51)" interval="1">${CHILD}</retry>`]:
    "The field count must be between 1 and 50.",
  [`<cache-lookup-value key="@("")" variable-name="v"/>`]: "The key field is required.",
  [`<return-response><set-status code="@(99)" reason="x"/></return-response>`]:
    "The field code must be between 100 and 999.",
  [`<send-request response-variable-name="r"><set-url>@("")</set-url></send-request>`]:
    "The set-url field is required.",
  [`<send-request mode="@("old")" response-variable-name="r"><set-url>http://a</set-url></send-request>`]:
    "The mode field must be one of new, copy: it is 'old'.",
  [`<wait for="@("some")"><choose><when condition="@(true)"/></choose></wait>`]:
    "The for field must be one of all, any: it is 'some'.",
  [`<ip-filter action="@("maybe")"><address>1.1.1.1</address></ip-filter>`]:
    "The action field must be one of allow, forbid: it is 'maybe'.",
  [`<authentication-managed-identity resource="@("")"/>`]: "The resource field is required.",
};

for (const [policy, message] of Object.entries(REFUSED)) {
  Deno.test(`a value that the page does not allow ends the request: ${policy}`, async () => {
    const { status, context, seen } = await run(policies({ inbound: policy }));
    assert.equal(status, 500);
    const { reason, message: said } = context.lastError!;
    assert.equal(reason, "ExpressionValueValidationFailure");
    assert.equal(said, `Expression value is invalid. ${message}`);
    assert.deepEqual(seen, []);
  });
}

Deno.test("a value may be empty where its page lets it be", async () => {
  const inbound = `<set-header name="x"><value>@("")</value></set-header>` +
    `<set-variable name="v" value="@((string)null)"/><rewrite-uri template="@("")"/>`;
  const { status, seen } = await run(policies({ inbound }));
  assert.equal(status, 200);
  assert.equal(seen.length, 1);
});
