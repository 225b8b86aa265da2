import assert from "node:assert/strict";
import fc from "../properties.ts";
import { Budget, withBudget } from "../../lib/csharp/runtime/budget.ts";
import { CsException, LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import { JTokenType } from "../../lib/dotnet/newtonsoft/linq/token_type.ts";
import { parseToken } from "../../lib/dotnet/newtonsoft/linq/load.ts";
import { selectTokens } from "../../lib/dotnet/newtonsoft/json_path/select.ts";
import { Formatting, writeToken } from "../../lib/dotnet/newtonsoft/write.ts";
import { parseElement } from "../../lib/dotnet/xml/linq/parse.ts";
import { nodeText } from "../../lib/dotnet/xml/linq/write.ts";
import { selectNodes } from "../../lib/dotnet/xml/xpath/evaluate.ts";
import "../../lib/dotnet/mod.ts";

/** What `read` gives; undefined where it refuses with an exception that C# knows. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return withBudget(new Budget(), read);
  } catch (error) {
    if (error instanceof CsException || error instanceof LimitExceededError) return undefined;
    throw error;
  }
}

/** Texts of the pieces that a grammar is made of. */
function soup(pieces: readonly string[], maxLength = 14): fc.Arbitrary<string> {
  return fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 2 })), { maxLength })
    .map((parts) => parts.join(""));
}

const JSON_PIECES =
  `{ } [ ] : , " ' \\ /* */ // a "a" 'b' 1 -1.5 1e5 0x1F 017 true null undefined NaN -Infinity new Date( ) \\u0041 \n`
    .split(" ");
const XML_PIECES =
  `<a> </a> <b/> <a <p:c > /> x="1" x='2' xmlns="u" xmlns:p="u" &amp; &lt; &x; & <!-- --> <![CDATA[ ]]> <?p ?> <!DOCTYPE a> t \n`
    .split(" ");
const PATH_PIECES = `a . .. [ ] [0] [*] ['a'] [?( )] @ @.a == != < > && || 'x' 1 $ * : , =~ /x/`
  .split(" ");
const XPATH_PIECES =
  `a / // . .. * @ @x [ ] [1] ( ) text() node() count( not( = != < > and or div + - | 'x' 1 position() last() ::`
    .split(" ");

Deno.test("JSON that Newtonsoft reads comes back the same when it is written and read again", () => {
  fc.assert(
    fc.property(soup(JSON_PIECES), (text) => {
      const token = attempt(() => parseToken(text));
      // a comment may hold what ends it when it is written
      if (!token || token.tokenType === JTokenType.Comment) return;
      for (const formatting of [Formatting.None, Formatting.Indented]) {
        const written = writeToken(token, formatting);
        assert.equal(writeToken(parseToken(written), formatting), written, text);
      }
    }),
    { numRuns: 5000 },
  );
});

Deno.test("XML that is read comes back the same when it is written and read again", () => {
  fc.assert(
    fc.property(soup(XML_PIECES), (text) => {
      const element = attempt(() => parseElement(`<r>${text}</r>`));
      if (!element) return;
      const written = nodeText(element, false);
      assert.equal(nodeText(parseElement(written, 1), false), written, text);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("JSONPath and XPath either select or refuse", () => {
  const json = parseToken('{"a":[1,{"a":"x"}],"x":{"a":null}}');
  const xml = parseElement('<r x="1"><a>1</a><a x="x"><b/>t</a></r>');
  fc.assert(
    fc.property(soup(PATH_PIECES, 8), soup(XPATH_PIECES, 8), (path, xpath) => {
      attempt(() => [...selectTokens(json, path)]);
      attempt(() => [...selectTokens(json, path, true)]);
      attempt(() => selectNodes(xml, xpath));
    }),
    { numRuns: 5000 },
  );
});

Deno.test("deep nesting is refused, not overflown", () => {
  assert.equal(attempt(() => parseToken("[".repeat(10_000) + "]".repeat(10_000))), undefined);
  assert.equal(attempt(() => parseToken('{"a":'.repeat(10_000))), undefined);
  assert.equal(attempt(() => parseElement("<a>".repeat(10_000))), undefined);
  const deep = attempt(() => parseToken("[".repeat(400) + "]".repeat(400)))!;
  assert.equal(attempt(() => writeToken(deep, Formatting.Indented).length), 320_000);
});
