import assert from "node:assert/strict";
import fc from "../properties.ts";
import { fromBase64, toBase64 } from "../../lib/dotnet/system/bytes.ts";
import {
  add,
  compare,
  CsDecimal,
  divide,
  multiply,
  remainder,
  subtract,
} from "../../lib/csharp/runtime/number/decimal.ts";
import { formatInteger, formatReal } from "../../lib/csharp/runtime/number/standard_format.ts";
import { NumberStyles, parseReal } from "../../lib/csharp/runtime/number/parse.ts";
import { realToText } from "../../lib/csharp/runtime/number/shortest.ts";
import { escapeData, unescape, urlDecode, urlEncode } from "../../lib/dotnet/net/escape.ts";
import { htmlDecode, htmlEncode } from "../../lib/dotnet/net/html.ts";
import { splitAtChars } from "../../lib/dotnet/system/string/split.ts";
import { dateOf, daysOf } from "../../lib/dotnet/time/calendar.ts";
import { DateTime } from "../../lib/dotnet/time/date_time.ts";
import { readDate } from "../../lib/dotnet/time/date_parse.ts";
import { readDateExact } from "../../lib/dotnet/time/date_parse_exact.ts";
import { toDateTime } from "../../lib/dotnet/time/date_result.ts";
import { TimeSpan } from "../../lib/dotnet/time/time_span.ts";
import { timeSpanOf } from "../../lib/dotnet/time/time_span_parse.ts";
import { equals, hashKey } from "../../lib/csharp/runtime/object.ts";
import { parseDateTime } from "../../lib/dotnet/time/date_time_members.ts";

const decimal = fc.tuple(
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  fc.integer({ min: 0, max: 8 }),
)
  .map(([coefficient, scale]) => CsDecimal.of(coefficient, scale));
const MS_MIN = -62135596800000;
const MS_MAX = 253402300799999;

Deno.test("decimal addition and subtraction are inverse, and order is kept", () => {
  fc.assert(fc.property(decimal, decimal, (a, b) => {
    assert.equal(compare(subtract(add(a, b), b), a), 0);
    assert.equal(compare(a, b) + compare(b, a), 0);
    assert.equal(add(a, b).scale, Math.max(a.scale, b.scale));
  }));
});

Deno.test("decimal division is exact to half a unit of its last place", () => {
  fc.assert(fc.property(decimal, decimal.filter((d) => d.coefficient !== 0n), (a, b) => {
    const q = divide(a, b);
    // |a/b - q| <= ulp/2  <=>  |2a - 2qb| <= |b| * ulp, all scaled to integers
    const scale = BigInt(a.scale + b.scale + q.scale);
    const scaled = (d: CsDecimal, by: bigint) => d.coefficient * 10n ** (by - BigInt(d.scale));
    const product = q.coefficient * b.coefficient * 10n ** (scale - BigInt(q.scale + b.scale));
    const difference = 2n * (scaled(a, scale) - product);
    const allowed = b.coefficient * 10n ** (scale - BigInt(b.scale + q.scale));
    assert.ok((difference < 0n ? -difference : difference) <= (allowed < 0n ? -allowed : allowed));
  }));
});

Deno.test("decimal remainder has the dividend's sign and a = (a / b) * b + a % b", () => {
  fc.assert(fc.property(decimal, decimal.filter((d) => d.coefficient !== 0n), (a, b) => {
    const rest = remainder(a, b);
    assert.ok(rest.coefficient === 0n || (rest.coefficient < 0n) === (a.coefficient < 0n));
    const scale = BigInt(Math.max(a.scale, b.scale, rest.scale));
    const scaled = (d: CsDecimal) => d.coefficient * 10n ** (scale - BigInt(d.scale));
    assert.equal((scaled(a) - scaled(rest)) % scaled(b), 0n);
  }));
});

Deno.test("decimal text parses back to the same value and scale", () => {
  fc.assert(fc.property(decimal, (d) => {
    const again = CsDecimal.parse(d.csToString())!;
    assert.deepEqual([again.coefficient, again.scale], [d.coefficient, d.scale]);
  }));
});

Deno.test("equal decimals have one hash key", () => {
  fc.assert(fc.property(decimal, fc.integer({ min: 0, max: 6 }), (d, zeros) => {
    const padded = multiply(d, CsDecimal.of(10n ** BigInt(zeros), zeros));
    assert.ok(equals(d, padded));
    assert.equal(hashKey(d), hashKey(padded));
  }));
});

Deno.test("a double's text parses back to it, and a float's to it", () => {
  const FLOAT = NumberStyles.Float;
  fc.assert(fc.property(fc.double(), (d) => {
    assert.ok(Object.is(parseReal(realToText(d), FLOAT, false), d));
    assert.ok(Object.is(parseReal(formatReal(d, "G17", false), FLOAT, false), d));
    assert.ok(Object.is(parseReal(formatReal(d, "R", false), FLOAT, false), d));
  }));
  fc.assert(fc.property(fc.float(), (f) => {
    assert.ok(Object.is(parseReal(realToText(f, true), FLOAT, true), f));
  }));
});

Deno.test("fixed-point formats agree with JavaScript's but for exact ties", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      fc.integer({ min: 0, max: 10 }),
      (d, n) => {
        const ours = formatReal(d, `F${n}`, false);
        const unit = 10 ** -n;
        assert.ok(Math.abs(Number(ours) - d) <= unit / 2 + Math.abs(d) * 2 ** -52);
        assert.equal(formatReal(d, `N${n}`, false).replaceAll(",", ""), ours);
      },
    ),
  );
});

Deno.test("integers format alike by standard and custom strings", () => {
  fc.assert(fc.property(fc.integer(), (i) => {
    assert.equal(formatInteger(i, "0", 32), String(i));
    assert.equal(formatInteger(i, "#,##0", 32), formatInteger(i, "N0", 32));
    assert.equal(formatInteger(i, "0.00", 32), formatInteger(i, "F2", 32));
    assert.equal(parseInt(formatInteger(i, "X", 32), 16) | 0, i);
    assert.equal(Number(formatInteger(i, "E9", 32)), i);
  }));
});

Deno.test("the calendar counts days as JavaScript does", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 3_652_058 }), (days) => {
    const { year, month, day, dayOfYear } = dateOf(days);
    assert.equal(daysOf(year, month, day), days);
    const js = new Date(MS_MIN + days * 86_400_000);
    assert.deepEqual([year, month, day], [
      js.getUTCFullYear(),
      js.getUTCMonth() + 1,
      js.getUTCDate(),
    ]);
    assert.equal(dayOfYear, days - daysOf(year, 1, 1)! + 1);
  }));
});

Deno.test("dates parse back from the formats that hold all of them", () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n }), (ticks) => {
    const date = new DateTime(ticks, 1);
    const text = date.csFormat("o");
    assert.equal(toDateTime(readDate(text), 128).ticks, ticks);
    assert.equal(readDateExact(text, ["o"], 128, (read) => toDateTime(read, 128)).ticks, ticks);
    const seconds = ticks - ticks % 10_000_000n;
    assert.equal(parseDateTime(date.csFormat("r")).ticks, seconds);
    assert.equal(parseDateTime(date.csFormat("s")).ticks, seconds);
    assert.equal(parseDateTime(date.csFormat(null)).ticks, seconds);
    assert.equal(parseDateTime(date.csFormat("F")).ticks, seconds);
  }));
});

Deno.test("dates print as JavaScript's ISO form", () => {
  fc.assert(fc.property(fc.integer({ min: MS_MIN, max: MS_MAX }), (ms) => {
    const date = DateTime.fromUnix(ms);
    assert.equal(date.csFormat("yyyy-MM-ddTHH:mm:ss.fffZ"), new Date(ms).toISOString());
    assert.equal(date.toUnix(), ms);
  }));
});

Deno.test("adding months never leaves the month", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3_000_000 }),
      fc.integer({ min: -500, max: 500 }),
      (days, months) => {
        const date = new DateTime(BigInt(days + 20_000) * 864_000_000_000n);
        const moved = date.addMonths(months);
        const expected = date.date.year * 12 + date.date.month - 1 + months;
        assert.equal(moved.date.year * 12 + moved.date.month - 1, expected);
        assert.ok(moved.date.day <= date.date.day);
      },
    ),
  );
});

Deno.test("time spans parse back from c and G", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (ticks) => {
    const span = new TimeSpan(ticks);
    assert.equal(timeSpanOf(span.csFormat("c")).ticks, ticks);
    assert.equal(timeSpanOf(span.csFormat("G")).ticks, ticks);
  }));
});

Deno.test("what is escaped is unescaped again", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assert.equal(unescape(escapeData(text)), text);
    assert.equal(urlDecode(urlEncode(text)), text);
    assert.equal(htmlDecode(htmlEncode(text)), text);
  }));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    assert.deepEqual([...fromBase64(toBase64(bytes))], [...bytes]);
  }));
});

Deno.test("split parts join to the text again", () => {
  const unit = fc.constantFrom("a", ",", ";", " ");
  fc.assert(fc.property(fc.string({ unit }), fc.integer({ min: 1, max: 5 }), (text, count) => {
    assert.equal(splitAtChars(text, [44]).join(","), text);
    const limited = splitAtChars(text, [44], count);
    assert.ok(limited.length <= count);
    assert.equal(limited.join(","), text);
    assert.ok(splitAtChars(text, [44], 1000, 1).every((part) => part !== ""));
  }));
});
