import assert from "node:assert/strict";
import { CsException } from "../../lib/csharp/runtime/exception.ts";
import { faultOf } from "../../lib/dotnet/xml/linq/fault.ts";
import { parseDocument } from "../../lib/dotnet/xml/linq/parse.ts";
import fc from "../properties.ts";

const FAULTS: Readonly<Record<string, string>> = {
  "": "Root element is missing.",
  "<!-- x -->": "Root element is missing.",
  "<a></b>":
    "The 'a' start tag on line 1 position 2 does not match the end tag of 'b'. Line 1, position 6.",
  "<a>\n  <b>\n</a>":
    "The 'b' start tag on line 2 position 4 does not match the end tag of 'a'. Line 3, position 3.",
  "</a>": "Unexpected end tag. Line 1, position 3.",
  "<a b='1'c='2'/>": "'c' is an unexpected token. Expecting white space. Line 1, position 9.",
  '<a b="@("x-id")"/>': // Azure/apiops#160
    "'x-id' is an unexpected token. Expecting white space. Line 1, position 10.",
  "<a b='<'/>":
    "'<', hexadecimal value 0x3C, is an invalid attribute character. Line 1, position 7.",
  "<a p:b='1'/>": "'p' is an undeclared prefix. Line 1, position 4.",
  "<a>&#0;</a>": "'.', hexadecimal value 0x00, is an invalid character. Line 1, position 6.",
  "<a><!-- x -- y --></a>":
    "An XML comment cannot contain '--', and '-' cannot be the last character. Line 1, position 11.",
  "<a>]]></a>": "']]>' is not allowed in character data. Line 1, position 4.",
  "<a><b": "Unexpected end of file has occurred. The following elements are not closed: a. " +
    "Line 1, position 6.",
  "<a/><!DOCTYPE a>": "Unexpected DTD declaration. Line 1, position 7.",
};

for (const [text, message] of Object.entries(FAULTS)) {
  Deno.test(`faultOf says what is wrong with ${JSON.stringify(text)}`, () => {
    assert.equal(faultOf(text)?.message, message);
  });
}

const PIECES = [
  ..."<a> </a> <b />  x='1' y=\"&amp;\" > <!-- --> -- <![CDATA[ ]]> &#1; &x; &lt; t".split(" "),
  ..."<?xml?> <?p?> p: xmlns:p='u' ' = <!DOCTYPE d> \u0001 < & \n".split(" "),
  " ",
];

Deno.test("faultOf finds a fault in what the parser refuses, and none in what it takes", () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join("")),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 4 })
      .map((pieces) => `<r><a>${pieces.join("")}</a></r>`),
  );
  fc.assert(
    fc.property(text, (text) => {
      let refusal: unknown = null;
      try {
        parseDocument(text);
      } catch (error) {
        refusal = error;
      }
      const fault = faultOf(text);
      if (refusal === null) return assert.equal(fault, null);
      assert.ok(refusal instanceof CsException);
      assert.equal(fault?.message, refusal.message);
    }),
    { numRuns: 2_000 },
  );
});
