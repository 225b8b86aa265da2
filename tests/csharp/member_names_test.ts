/** A member is found by the name in its signature, which is read in full only when it is found. */
import assert from "node:assert/strict";
import { memberName } from "../../lib/csharp/runtime/signature.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";
import { apim } from "../../lib/gateway/expression/environment.ts";

Deno.test("every declared member stands under the name that its whole signature gives", () => {
  let members = 0;
  for (const library of [dotnet, apim]) {
    for (const type of library.types()) {
      for (const key of type.memberNames()) {
        for (const { kind, name } of type.members(key)) {
          const operator = kind === "operator" || kind === "conversion";
          assert.equal(key, operator ? `operator ${name}` : name, type.name);
          members++;
        }
      }
    }
  }
  assert.ok(members > 1_000, `only ${members} members`);
});

const NAMES = {
  "new(string text)": "new",
  "static readonly Guid Empty": "Empty",
  "const int MaxValue": "MaxValue",
  "int Count { get; }": "Count",
  "T this[int index] { get; set; }": "this",
  "T As<T>(bool preserveContent = false)": "As",
  "static R Map<T, R>(this IEnumerable<T> source, Func<T, R> map)": "Map",
  "IDictionary<string, IList<string>> Form(bool operatorToo)": "Form",
  "(int, string) Pair()": "Pair",
  "static bool operator ==(Guid a, Guid b)": "operator ==",
  "static explicit operator int(JToken value)": "operator explicit",
};

for (const [signature, name] of Object.entries(NAMES)) {
  Deno.test(`the name in ${signature}`, () => assert.equal(memberName(signature), name));
}
