import assert from "node:assert/strict";
import { compileExpression } from "../../../lib/gateway/expression/mod.ts";
import { compile } from "../../csharp/typed.ts";

function refusal(text: string): string | null {
  const compiled = compile(text, "apim");
  return compiled.ok ? null : compiled.diagnostics[0].message;
}

Deno.test("compileExpression refuses types that APIM does not list, and names them", () => {
  const refused: Readonly<Record<string, RegExp>> = {
    "System.Globalization.CultureInfo.InvariantCulture.Name":
      /'System\.Globalization\.CultureInfo' is not supported within/,
    "1.5.ToString(System.Globalization.CultureInfo.InvariantCulture)":
      /'System\.Globalization\.CultureInfo' is not supported within/,
    "Environment.NewLine": /'System\.Environment' is not supported within/,
    'DateTime.ParseExact("2024", "yyyy", null)':
      /member 'ParseExact' of type 'System\.DateTime' is not/,
    "DateTime.UtcNow.ToUniversalTime()": /member 'ToUniversalTime' of type 'System\.DateTime'/,
    'Regex.Escape("a")': /member 'Escape' of type 'System\.Text\.RegularExpressions\.Regex'/,
  };
  for (const [text, message] of Object.entries(refused)) {
    assert.match(refusal(text) ?? "compiled", message, text);
    assert.ok(compile(text, "all").ok, text);
  }
});

Deno.test("compileExpression names well-known types of .NET that it does not declare at all", () => {
  const refused: Readonly<Record<string, string>> = {
    'System.IO.File.ReadAllText("a")': "System.IO.File",
    'File.ReadAllText("a")': "System.IO.File",
    "System.Threading.Thread.Sleep(1); return 1;": "System.Threading.Thread",
    "Task<int> task = null; return 1;": "System.Threading.Tasks.Task",
    "new System.Net.Http.HttpClient()": "System.Net.Http.HttpClient",
  };
  for (const [text, type] of Object.entries(refused)) {
    assert.equal(
      refusal(text),
      `Usage of type '${type}' is not supported within expressions`,
      text,
    );
  }
  assert.equal(
    refusal("Invented.Name"),
    "The name 'Invented' does not exist in the current context",
  );
});

Deno.test("compileExpression warns of types that are allowed though undocumented, once each", () => {
  const text = `var a = new XmlDocument();
    System.Xml.XmlDocument b = a;
    RSACng key = null;
    return b.Name;`;
  const compiled = compile(text, "apim");
  assert.ok(compiled.ok);
  assert.deepEqual(
    compiled.diagnostics.map(({ code, severity, column, message, cure }) => [
      `${severity} ${code} ${column}`,
      /^The type '(\S+)' is used by published policies/.exec(message)?.[1],
      /XElement|RSA,/.exec(cure!)?.[0],
    ]),
    [
      ["warning undocumented-type 13", "System.Xml.XmlDocument", "XElement"],
      [
        `warning undocumented-type ${text.indexOf("RSACng") + 1}`,
        "System.Security.Cryptography.RSACng",
        "RSA,",
      ],
    ],
  );
  const strict = compile(text, "documented");
  assert.ok(!strict.ok);
  assert.equal(
    strict.diagnostics[0].message,
    "Usage of type 'System.Xml.XmlDocument' is not supported within expressions",
  );
  const companions = compile(
    `var d = new XmlDocument(); d.LoadXml("<a/>");
     var m = new XmlNamespaceManager(d.NameTable);
     using (XmlReader r = XmlReader.Create(new StringReader("<a/>"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit })) { r.Read(); }
     return d.SelectNodes("/a", m).Count;`,
    "apim",
  );
  assert.equal(companions.ok && companions.diagnostics.length, 5, JSON.stringify(companions));
  const documented = compile('XElement.Parse("<a/>").Name.LocalName', "apim");
  assert.deepEqual(documented.ok && documented.diagnostics, []);
});

Deno.test("compileExpression takes what policies use under APIM's list", () => {
  const allowed = [
    'context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Claims.GetValueOrDefault("roles")',
    'DateTime.UtcNow.AddSeconds(10).ToString("o")',
    'context.Request.Body.As<JObject>(preserveContent: true)["a"].Value<int>() > 3',
    'Regex.IsMatch(context.Request.Url.Path, "^/v1") ? Guid.NewGuid().ToString() : Convert.ToBase64String(Encoding.UTF8.GetBytes("a"))',
    'context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt().Claims.GetValueOrDefault("roles", new string[0]).Contains("a")',
    "new[] { 1, 2 }.OrderBy(x => x).GroupBy(x => x % 2).Select(g => g.Key).ToList().Count",
    'try { throw new Exception("x"); } catch (ArgumentException) { return 1; } catch { return 2; }',
    'Func<string, int> f = s => s.Length; return f("a");',
  ];
  for (const text of allowed) assert.equal(refusal(text), null, text);
});

Deno.test("compileExpression holds the result to the expected type", () => {
  const source = (text: string, block = false) => ({
    text,
    block,
    position: () => ({ line: 3, column: 7 }),
  });
  assert.ok(compileExpression(source("1 > 0"), { expected: "bool" }).ok);
  const wrong = compileExpression(source("1 + 1"), { expected: "bool" });
  assert.ok(!wrong.ok);
  assert.deepEqual(wrong.diagnostics, [{
    code: "CS0029",
    severity: "error",
    message: "Cannot implicitly convert type 'int' to 'bool'",
    line: 3,
    column: 7,
  }]);
  const block = compileExpression(source('return "a";', true), { expected: "bool" });
  assert.ok(!block.ok && block.diagnostics[0].code === "CS0029");
});

Deno.test("CompiledExpression tells its type and which bodies it may read", () => {
  const told = (text: string) => {
    const compiled = compile(text);
    assert.ok(compiled.ok);
    const { type, reads } = compiled.expression;
    return `${type} ${reads.requestBody ? "request " : ""}${reads.responseBody ? "response" : ""}`
      .trim();
  };
  assert.equal(told("1 + 1"), "int");
  assert.equal(told('return "a" + 1;'), "string");
  assert.equal(told('if (context.Tracing) { return 1; } return "a";'), "object");
  assert.equal(told("context.Request.Body.As<string>()"), "string request");
  assert.equal(told('context.Response.Body.As<JObject>()["a"] != null'), "bool response");
  assert.equal(
    told("var r = context.Request; Func<string> f = () => r.Body.As<string>(); return f();"),
    "string request",
  );
});

Deno.test("a block reports an error in each of its statements", () => {
  const compiled = compile('int a = "x"; string b = 5; return a + b + c;');
  assert.ok(!compiled.ok);
  assert.deepEqual(compiled.diagnostics.map((d) => `${d.code}@${d.column}`), [
    "CS0029@9",
    "CS0029@25",
    "CS0103@43",
  ]);
});
