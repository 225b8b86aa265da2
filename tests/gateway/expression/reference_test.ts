import assert from "node:assert/strict";
import { reference } from "../../../lib/gateway/expression/reference.ts";

const entries = reference();

Deno.test("every type and member that the documentation lists is there", () => {
  const missing = entries.flatMap(({ name, members, missing }) =>
    members === null ? [name] : missing.map((member) => `${name}.${member}`)
  );
  assert.deepEqual(missing, []);
});

Deno.test("a type stands where expressions can come to it", () => {
  const standing = (name: string) => entries.find((entry) => entry.name === name)?.standing;
  assert.equal(standing("IRequest"), "own");
  assert.equal(standing("System.String"), "documented");
  assert.equal(standing("System.UriKind"), "companion");
  assert.equal(standing("System.Xml.XmlDocument"), "undocumented");
  assert.equal(standing("System.IComparable"), "hidden");
  assert.equal(standing("System.TimeZoneNotFoundException"), "hidden");
  assert.equal(standing("System.UriBuilder"), "unreachable");
});

Deno.test("a type's members are those that expressions may use, with their overloads", () => {
  const members = (name: string) => entries.find((entry) => entry.name === name)?.members;
  assert.equal(members("System.DateTime")?.has("ToBinary"), false);
  assert.equal(members("System.String")?.get("Substring"), 2);
  assert.equal(members("System.DayOfWeek")?.get("Monday"), 1);
});
