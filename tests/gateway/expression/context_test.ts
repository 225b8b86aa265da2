import { refused, typed } from "../../csharp/typed.ts";
import assert from "node:assert/strict";
import { MessageBody } from "../../../lib/gateway/contracts/message.ts";
import type { PolicyContext } from "../../../lib/gateway/contracts/context.ts";
import { chooseFidelity } from "../../../lib/gateway/contracts/fidelity.ts";
import { compileExpression } from "../../../lib/gateway/expression/mod.ts";
import { CsException } from "../../../lib/csharp/runtime/exception.ts";
import { toText } from "../../../lib/csharp/runtime/object.ts";
import { contextOf } from "../../../lib/cli/vectors/context.ts";

/** `{"alg":"none","typ":"JWT"}`, and claims of every shape. */
const TOKEN = [
  { alg: "none", typ: "JWT" },
  { sub: "u1", aud: ["a", "b"], exp: 1714557600, ok: true, n: 3, roles: ["r1", "r2"] },
].map((part) => new TextEncoder().encode(JSON.stringify(part)).toBase64({ alphabet: "base64url" }))
  .map((part) => part.replaceAll("=", "")).join(".") + ".c2ln";

function context(changes: Partial<PolicyContext> = {}): PolicyContext {
  const base = contextOf({
    request: {
      method: "POST",
      url: "https://gw.example:8443/v1/chat?tag=a&tag=b&X=1",
      originalUrl: "https://api.example/llm/v1/chat?tag=a",
      ip: "192.0.2.7",
      headers: {
        "X-Test": ["1"],
        Accept: ["text/html", "text/plain"],
        Authorization: [`Bearer ${TOKEN}`],
      },
      body: '{"model":"m","when":"2024-05-01T10:00:00Z"}',
      matchedParameters: { id: "7" },
    },
    response: { statusCode: 429, statusReason: "Too Many", headers: { "Retry-After": ["9"] } },
    variables: {
      text: { type: "System.String", value: "x" },
      count: { type: "System.Int32", value: 2 },
      nothing: { type: "null", value: null },
    },
    user: { id: "u", groups: ["Devs"] },
    requestId: "4f9a2c1e-7b3d-4e5f-8a6b-0c1d2e3f4a5b",
    timestamp: "2024-05-01T10:00:00Z",
  });
  return { ...base, ...changes };
}

function evaluate(code: string, on = context()): string {
  const compiled = compileExpression({
    text: code,
    block: /\breturn\b/.test(code),
    position: (offset) => ({ line: 1, column: offset + 1 }),
  });
  assert.ok(compiled.ok, compiled.ok ? "" : compiled.diagnostics[0].message);
  try {
    const value = compiled.expression.evaluate(on);
    return value === null ? "null" : toText(value);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    return `!${error.typeName}`;
  }
}

const CASES: Readonly<Record<string, string>> = {
  "context.Request.Url.ToString()": "https://gw.example:8443/v1/chat?tag=a&tag=b&X=1",
  'context.Request.Url + "|" + context.Request.Url.Port':
    "https://gw.example:8443/v1/chat?tag=a&tag=b&X=1|8443",
  'context.Request.Url.Query.GetValueOrDefault("TAG")': "a,b",
  'context.Request.Url.Query["x"][0]': "1",
  'context.Request.Headers.GetValueOrDefault("accept")': "text/html,text/plain",
  'context.Request.Headers["nope"]': "!System.Collections.Generic.KeyNotFoundException",
  'context.Request.Headers.TryGetValue("x-test", out var v) ? v[0] : "none"': "1",
  'string.Join(";", context.Request.Headers.Select(h => h.Key))': "X-Test;Accept;Authorization",
  'context.Request.MatchedParameters["ID"]': "7",
  'context.Request.MatchedParameters.GetValueOrDefault("nope", "d")': "d",
  'context.Response.StatusCode + context.Response.StatusReason + context.Response.Headers["retry-after"][0]':
    "429Too Many9",
  'context.Variables["nope"]': "!System.Collections.Generic.KeyNotFoundException",
  'context.Variables.GetValueOrDefault<int>("text")': "!System.InvalidCastException",
  'context.Variables.GetValueOrDefault("count", 0) + 1': "3",
  'context.Variables.GetValueOrDefault<string>("nothing", "d")': "null",
  'context.Variables.ContainsKey("nothing")': "True",
  'context.Variables.TryGetValue("text", out object o) ? (string)o : ""': "x",
  'var b = context.Request.Body.As<JObject>(true); b["model"] = "changed"; return (string)context.Request.Body.As<JObject>(true)["model"];':
    "m",
  "context.Request.Body.As<JArray>(true)": "!Newtonsoft.Json.JsonReaderException",
  "context.Request.Body.As<XElement>(true)": "!System.Xml.XmlException",
  "context.Request.Body.As<byte[]>(true).Length": "43",
  'context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().Claims["ok"][0]': "true",
  'context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().Claims.GetValueOrDefault("roles")':
    "r1,r2",
  'string.Join("|", context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().Audiences)':
    "a|b",
  'context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().ExpirationTime == context.Timestamp':
    "True",
  '"Bearer x.y".AsJwt() == null && ((string)null).AsJwt() == null': "True",
  '"Basic dTpwOnc=".AsBasic().Password': "p:w",
  '"Basic !".AsBasic() == null': "True",
  'context.User.Groups.Any(g => g.Name == "Devs")': "True",
  'context.Backend?.Id ?? "none"': "none",
  "context.Deployment.Gateway.IsManaged": "True",
  'context.RequestId.ToString("N")': "4f9a2c1e7b3d4e5f8a6b0c1d2e3f4a5b",
};

Deno.test("context gives what the request holds", () => {
  for (const [code, expected] of Object.entries(CASES)) {
    assert.equal(evaluate(code), expected, code);
  }
});

Deno.test("a body read without preserveContent cannot be read again", () => {
  const { request } = context();
  const once = () => context({ request: { ...request, body: new MessageBody("{}") } });
  const twice = "return context.Request.Body.As<string>();";
  assert.equal(
    evaluate(`context.Request.Body.As<JObject>(); ${twice}`, once()),
    "!System.InvalidOperationException",
  );
  assert.equal(evaluate(`context.Request.Body.As<JObject>(true); ${twice}`, once()), "{}");
});

Deno.test("context.Variables follows the fidelity switches", () => {
  const lenient = context({
    fidelity: chooseFidelity({ missingVariable: "null", variableOfWrongType: "default" }),
  });
  assert.equal(evaluate('context.Variables["nope"]', lenient), "null");
  assert.equal(evaluate('context.Variables.GetValueOrDefault<int>("text", 5)', lenient), "5");
});

Deno.test("context.Trace hands its message on", () => {
  const messages: string[] = [];
  const traced = context({ trace: (message) => void messages.push(message) });
  assert.equal(evaluate('context.Trace("hello"); return 1;', traced), "1");
  assert.deepEqual(messages, ["hello"]);
});

Deno.test("a body is parsed once and each reader changes a copy", () => {
  const shared = context();
  const change =
    'var b = context.Request.Body.As<JObject>(true); b["when"] = 1; return b.ToString(Formatting.None);';
  assert.equal(evaluate(change, shared), '{"model":"m","when":1}');
  assert.equal(
    evaluate('context.Request.Body.As<JObject>(true)["when"].Type.ToString()', shared),
    "Date",
  );
  assert.notEqual(shared.request.body!.cachedParse, undefined);
});

typed("GetValueOrDefault is there for dictionaries of strings", {
  'new Dictionary<string, string> { ["a"] = "1" }.GetValueOrDefault("a", "none")':
    "System.String 1",
  '((IDictionary<string, string>)new Dictionary<string, string>()).GetValueOrDefault("a", "none")':
    "System.String none",
});
refused("but not, as in .NET Core, for every dictionary", {
  'new Dictionary<string, int>().GetValueOrDefault("a", 5)': "CS",
});
