import fc from "../properties.ts";
import { formatComposite } from "../../lib/csharp/runtime/composite_format.ts";
import { parseDateTime } from "../../lib/dotnet/time/date_time_members.ts";
import { parseGuid } from "../../lib/dotnet/system/guid.ts";
import { Uri } from "../../lib/dotnet/net/uri.ts";
import { readIPv4, readIPv6 } from "../../lib/dotnet/net/ip.ts";
import { CsDecimal } from "../../lib/csharp/runtime/number/decimal.ts";
import { parseNumber } from "../../lib/csharp/runtime/number/parse.ts";
import {
  formatDecimal,
  formatInteger,
  formatReal,
} from "../../lib/csharp/runtime/number/standard_format.ts";
import { Regex } from "../../lib/dotnet/regex/regex.ts";
import { DateTime } from "../../lib/dotnet/time/date_time.ts";
import { readDateExact } from "../../lib/dotnet/time/date_parse_exact.ts";
import { UnreadableDate } from "../../lib/dotnet/time/date_result.ts";
import { TimeSpan } from "../../lib/dotnet/time/time_span.ts";
import { timeSpanOf } from "../../lib/dotnet/time/time_span_parse.ts";
import { enterWorld } from "../../lib/csharp/runtime/ambient.ts";
import { Budget, withBudget } from "../../lib/csharp/runtime/budget.ts";
import { CsException, LimitExceededError } from "../../lib/csharp/runtime/exception.ts";

/** Runs in an evaluation of its own; C#'s exceptions and the limits are answers like others. */
function harmless(run: () => unknown): void {
  const world = enterWorld({ now: () => 1_700_000_000_000, random: () => 0.5 });
  try {
    withBudget(new Budget(), run);
  } catch (error) {
    const expected = error instanceof CsException || error instanceof LimitExceededError ||
      error instanceof UnreadableDate;
    if (!expected) throw error;
  } finally {
    enterWorld(world);
  }
}

/** Text made of what the grammar at hand is made of, with some of everything else. */
const textOf = (alphabet: string) =>
  fc.string({
    unit: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...alphabet) }, {
      weight: 1,
      arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    }),
    maxLength: 24,
  });

/** One test: whatever the text, only C# exceptions come out. */
function takesAnything(name: string, alphabet: string, run: (text: string) => unknown): void {
  Deno.test(`${name} throws nothing but C# exceptions`, () => {
    fc.assert(fc.property(textOf(alphabet), (text) => harmless(() => run(text))), {
      numRuns: 3000,
    });
  });
}

takesAnything("DateTime.Parse", "0123456789-/:.,TZ +APMJanuarySun", parseDateTime);
takesAnything(
  "DateTime.ParseExact",
  "yMdHhmsfFtzK'\"\\%: -/0123",
  (text) => readDateExact("2024-05-01 10:00", [text], 0, (read) => read),
);
takesAnything(
  "DateTime.ToString",
  "yMdHhmsfFtzKgo'\"\\%: -/",
  (text) => new DateTime(638_501_184_000_000_001n).csFormat(text),
);
takesAnything("TimeSpan.Parse", "0123456789-:. ", timeSpanOf);
takesAnything(
  "TimeSpan.ToString",
  "dhmsfF'\"\\%:cgG",
  (text) => new TimeSpan(123_456_789_012n).csFormat(text),
);
takesAnything("numeric ToString", "0#.,%\u2030eE+-;'\"\\CDEFGNPRXx19", (text) => {
  for (const value of [0, -1, 1234567]) formatInteger(value, text, 32);
  for (const value of [0, -0.5, 1e300, 5e-324]) formatReal(value, text, false);
  formatDecimal(-123_456n, 3, text);
});
takesAnything("number parsing", "0123456789.,eE+-() \u00a4", (text) => {
  parseNumber(text, 511);
  CsDecimal.parse(text, 511);
});
takesAnything(
  "string.Format",
  "{}0123456789,:-NXabc ",
  (text) => formatComposite(text, [1, "a", null]),
);
takesAnything("Guid.Parse", "0123456789abcdefABCDEF-{}(),x", parseGuid);
takesAnything(
  "Uri",
  "http://ab.c:80[]?#%41/..\\@ \u00e9",
  (text) => Uri.create(text, 0).csToString(),
);
takesAnything(
  "IPAddress",
  "0123456789abcdef.:%[]x",
  (text) => [readIPv4(text), readIPv6(text)].join(),
);
takesAnything("Regex", "ab01()[]{}*+?|^$.\\-<>!=:#,kpdwsDWS'in ", (text) => {
  const regex = new Regex(text);
  regex.replace("aab0 1ba", "$1${a}$$");
});
