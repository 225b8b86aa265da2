import assert from "node:assert/strict";
import { InputError } from "../../lib/simulation/input_error.ts";
import { parseTrafficCsv, readTrafficCsv } from "../../lib/simulation/traffic_csv.ts";

async function* inPieces(text: string, size: number) {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
}

Deno.test("parseTrafficCsv reads columns in any order, wherever the pieces are cut", async () => {
  const text = "tokens_out,time,model,tokens_in\r\n5,10.5,x,100\r\n6,12,y,200\n\n";
  for (const size of [1, 3, 1000]) {
    const table = await parseTrafficCsv("t.csv", inPieces(text, size));
    assert.equal(table.length, 2);
    assert.deepEqual([...table.timesMs], [0, 1500]);
    assert.deepEqual([...table.tokensIn], [100, 200]);
    assert.deepEqual([...table.tokensOut], [5, 6]);
  }
});

Deno.test("parseTrafficCsv reads dates, quotes and a byte order mark", async () => {
  const text = '\ufefftime,tokens_in,tokens_out\n2026-01-05T09:00:00Z,"10","2"\n' +
    "2026-01-05T09:00:01.250Z,10,2";
  const table = await parseTrafficCsv("t.csv", inPieces(text, 7));
  assert.deepEqual([...table.timesMs], [0, 1250]);
});

Deno.test("parseTrafficCsv names file, line and what was expected", async () => {
  const head = "time,tokens_in,tokens_out\n1,10,2\n";
  const cases: [text: string, message: RegExp][] = [
    ["", /^t\.csv:1 there is no request in it/],
    ["time,tokens_in\n", /^t\.csv:1 column tokens_out is missing in "time,tokens_in"/],
    [head + "2,10\n", /^t\.csv:3 expected 3 values, found 2/],
    [head + `${"9".repeat(400)},4,5\n`, /^t\.csv:3 time must be seconds .* it is "9{40}\.\.\."$/],
    [
      head + "2026-01-05T09:00:00Z,4,5\n",
      /^t\.csv:3 time must be in seconds as in the lines before$/,
    ],
    ["time,tokens_in,time,tokens_out\n", /^t\.csv:1 column time is there twice$/],
    [
      head + `2,${"4".repeat(60_000)},5\n`,
      /^t\.csv:3 the line is longer than 10000 characters: [^4]*$/,
    ],
    [head + "2,,5\n", /^t\.csv:3 tokens_in must be a whole number .* it is ""/],
    [head + "2,1,234,5\n", /^t\.csv:3 expected 3 values, found 4.*commas in the numbers/],
    [head + '2,"1,234",5\n', /^t\.csv:3 tokens_in .* it is "1,234"\. Write 1234$/],
    [head + "2,-4,5\n", /^t\.csv:3 tokens_in .* it is "-4"/],
    [head + "2,4.5,5\n", /^t\.csv:3 tokens_in .* it is "4\.5"/],
    [head + "0.5,4,5\n", /^t\.csv:3 time must ascend/],
    [head + "noon,4,5\n", /^t\.csv:3 time must be seconds .* it is "noon"/],
  ];
  for (const [text, message] of cases) {
    await assert.rejects(parseTrafficCsv("t.csv", inPieces(text, 16)), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("parseTrafficCsv takes a million rows", async () => {
  async function* rows() {
    yield "time,tokens_in,tokens_out\n";
    for (let block = 0; block < 1000; block++) {
      yield Array.from(
        { length: 1000 },
        (_, i) => `${block}.${String(i).padStart(3, "0")},400,80\n`,
      )
        .join("");
    }
  }
  const table = await parseTrafficCsv("t.csv", rows());
  assert.equal(table.length, 1_000_000);
  assert.ok(Math.abs(table.timesMs[999_999] - 999_999) < 1e-6);
});

Deno.test("readTrafficCsv says that a folder is none, and reads a line of 60 MB no further than it must", async () => {
  await assert.rejects(readTrafficCsv(Deno.cwd()), /cannot be read: /);
  let handed = 0;
  const endless = async function* () {
    for (; handed < 1_000; handed++) yield "9".repeat(65_536);
  };
  await assert.rejects(
    parseTrafficCsv("t.csv", endless()),
    /^InputError: t\.csv:1 the line is longer/,
  );
  assert.ok(handed < 3);
});
