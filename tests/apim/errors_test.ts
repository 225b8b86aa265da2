import assert from "node:assert/strict";
import {
  ApimError,
  applyPolicy,
  cleanUp,
  connect,
  ensureApi,
  ensureBackend,
  PolicyRejectedError,
} from "../../lib/apim/mod.ts";
import { explain } from "../../lib/apim/errors.ts";
import { readFinding } from "../../lib/apim/policy.ts";
import { armError, TARGET, withApim, withStub } from "./stub.ts";

/** The error that `work` ends with. */
async function errorOf(work: () => Promise<unknown>): Promise<ApimError> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof ApimError, `${error}`);
    return error;
  }
  assert.fail("no error");
}

Deno.test("connect names service, group and subscription when the service is not there", async () => {
  const error = await withStub(
    () => undefined,
    (endpoint) => errorOf(() => connect({ ...TARGET, endpoint })),
  );
  assert.equal(error.code, "service-not-found");
  assert.match(error.message, /no APIM service "svc" in resource group "rg" of subscription 1111/);
  assert.match(error.cure, /APIM_SERVICE_NAME/);
});

for (
  const [status, armCode, code, cure] of [
    [401, "InvalidAuthenticationToken", "unauthorized", /az login/],
    [403, "AuthorizationFailed", "forbidden", /API Management Service Contributor/],
    [500, "InternalServerError", "failed", /^$/],
  ] as const
) {
  Deno.test(`connect says what ${status} means and what to do`, async () => {
    const error = await withStub(
      () => armError(status, armCode, "The service's own words."),
      (endpoint) => errorOf(() => connect({ ...TARGET, endpoint })),
    );
    assert.equal(error.code, code);
    assert.match(error.message, new RegExp(`find the APIM service svc: ${armCode}: The service's`));
    assert.match(error.cure, cure);
  });
}

Deno.test("connect calls a refused connection a network failure", async () => {
  const closed = await withStub(() => undefined, (endpoint) => Promise.resolve(endpoint));
  const error = await errorOf(() => connect({ ...TARGET, endpoint: closed }));
  assert.equal(error.code, "network");
});

Deno.test("explain tells missing credentials from expired ones", () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });
  const code = (error: Error) => (explain("x", error) as ApimError).code;
  const unavailable = "Azure CLI could not be found. Please visit https://aka.ms/azure-cli";
  assert.equal(code(named("CredentialUnavailableError", unavailable)), "credentials-missing");
  assert.equal(code(named("AggregateAuthenticationError", "all failed")), "credentials-missing");
  const wrong = "Status code: 401\nMore details:\nAADSTS7000215: Invalid client secret provided.";
  assert.equal(code(named("AuthenticationError", wrong)), "credentials-wrong");
  assert.equal(code(named("AuthenticationError", "x\nnetwork_error: no connection")), "network");
  assert.equal(
    code(named("AuthenticationError", "AADSTS700082: The refresh token has expired")),
    "credentials-expired",
  );
});

Deno.test("explain leaves an abort as it is", () => {
  const abort = new DOMException("stop", "AbortError");
  assert.equal(explain("x", abort), abort);
});

Deno.test("applyPolicy unfolds a refusal into element, line, column and message, with the place", async () => {
  const xml = '<policies>\n  <inbound>\n    <set-header name="a">text</set-header>\n';
  const error = await withApim(
    () =>
      armError(400, "ValidationError", "One or more fields contain incorrect values:", [{
        code: "ValidationError",
        target: "set-header",
        message: "Error in element 'set-header' on line 3, column 6: The element 'set-header' " +
          "cannot contain text.",
      }]),
    (apim) => errorOf(() => applyPolicy(apim, { apiId: "router", xml })),
  );
  assert.ok(error instanceof PolicyRejectedError);
  assert.deepEqual(error.findings, [{
    element: "set-header",
    line: 3,
    column: 6,
    message: "The element 'set-header' cannot contain text.",
  }]);
  assert.match(error.message, /line 3, column 6, <set-header>: The element/);
  assert.match(error.message, /\| {5}<set-header name="a">text<\/set-header>\n {4}\| {6}\^/);
});

Deno.test("applyPolicy quotes the masked document, not the one with keys", async () => {
  const error = await withApim(
    () =>
      armError(400, "ValidationError", "One or more fields contain incorrect values:", [
        { code: "x", target: "value", message: "Error in element 'value' on line 1, column 1: no" },
      ]),
    (apim) =>
      errorOf(() =>
        applyPolicy(apim, { apiId: "r", xml: "<value>KEY</value>", shown: "<value>***</value>" })
      ),
  );
  assert.match(error.message, /<value>\*\*\*<\/value>/);
  assert.doesNotMatch(error.message, /KEY/);
});

Deno.test("applyPolicy shows every finding of a refusal without places, too", async () => {
  const error = await withApim(
    () =>
      armError(400, "ValidationError", "One or more fields contain incorrect values:", [
        { code: "ValidationError", target: "representation", message: "Unexpected end of file." },
        { code: "ValidationError", target: "credentials", message: "Property 'x' not found." },
      ]),
    (apim) => errorOf(() => applyPolicy(apim, { apiId: "r", xml: "<a>" })),
  );
  assert.match(error.message, /<representation>: Unexpected end of file\./);
  assert.match(error.message, /<credentials>: Property 'x' not found\./);
});

Deno.test("readFinding keeps a message that is not in the known form", () => {
  assert.deepEqual(readFinding({ target: "t", message: "odd" }), {
    element: "t",
    line: null,
    column: null,
    message: "odd",
  });
});

Deno.test("ensureBackend unfolds the findings of a refused backend", async () => {
  const error = await withApim(
    (method) =>
      method === "PUT"
        ? armError(400, "ValidationError", "One or more fields contain incorrect values:", [
          { code: "ValidationError", target: "credentials", message: "Property 'k' not found." },
        ])
        : undefined,
    (apim) =>
      errorOf(() =>
        ensureBackend(apim, {
          name: "b",
          backendId: "b",
          description: "",
          url: "https://b.example",
          credentials: { header: "api-key", namedValue: "k" },
          circuitBreaker: null,
        })
      ),
  );
  assert.equal(error.code, "invalid");
  assert.match(
    error.message,
    /Cannot create backend b: .*\n {2}- credentials: Property 'k' not found/,
  );
});

Deno.test("ensureApi leaves an API alone that the lab did not make", async () => {
  const puts: string[] = [];
  const error = await withApim(
    (method, path) => {
      if (method === "PUT") puts.push(path);
      return method === "GET" && path.endsWith("/apis/router")
        ? Response.json({ id: "x", name: "router", properties: { description: null, path: "p" } })
        : undefined;
    },
    (apim) => errorOf(() => ensureApi(apim, { id: "router", path: "routing" })),
  );
  assert.equal(error.code, "not-ours");
  assert.match(error.message, /API "router" exists already.*\n.*APIM_API_ID/);
  assert.deepEqual(puts, []);
});

Deno.test("cleanUp goes on after a failure and reports what is left", async () => {
  const list = (...names: string[]) =>
    Response.json({
      value: names.map((name) => ({
        name,
        properties: { description: `x [routing-workshop]`, url: "https://x", protocol: "http" },
      })),
    });
  const report = await withApim(
    (method, path) => {
      if (method === "DELETE") {
        return path.endsWith("/b1")
          ? armError(400, "ValidationError", "Backend b1 is in use.")
          : new Response(null, { status: 200 });
      }
      if (path.endsWith("/backends")) return list("b1", "b2");
      return Response.json({ value: [] });
    },
    (apim) => cleanUp(apim),
  );
  assert.deepEqual(report.removed, ["backend b2"]);
  assert.equal(report.left[0].what, "backend b1");
  assert.match(report.left[0].why, /in use/);
});
