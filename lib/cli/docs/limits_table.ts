/**
 * The limits that keep the gateway alive, each with what a caller and an author see.
 * @module
 */
import { MAX_JSON_CHARACTERS } from "../../core/json_input.ts";
import {
  GRANTED_STEPS,
  MAX_BYTES,
  MAX_BYTES_IN_ALL,
  MAX_SIZE,
  MAX_STEPS,
} from "../../gateway/expression/values.ts";
import { MAX_CACHE_BYTES, MAX_ENTRIES } from "../../gateway/adapters/memory_cache.ts";
import { STALE_WITHIN_MS } from "../../gateway/adapters/http_transport.ts";
import { MAX_STATES } from "../../gateway/contracts/counters.ts";
import { MAX_LOADED_BYTES } from "../../gateway/contracts/message.ts";
import { MAX_KEPT, MAX_KEPT_BYTES, MAX_TRACE_BYTES } from "../../gateway/contracts/trace.ts";
import { MAX_SCHEMA_PARTS } from "../../gateway/contracts/schema_size.ts";
import { DEFAULT_CAPACITY, MAX_EVENT_BYTES } from "../../gateway/adapters/telemetry_recorder.ts";
import { MAX_REPLY_HEAD } from "../../gateway/http1/reply_head.ts";
import { MAX_TOKEN_LENGTH } from "../../gateway/policy/jwt/verify.ts";
import { MAX_HEAD_BYTES } from "../../gateway/http1/connection.ts";
import { MAX_IDLE, MAX_IDLE_IN_ALL } from "../../gateway/http1/connection_pool.ts";
import {
  HEAD_TICKS,
  IDLE_TICKS,
  MIN_BYTES_PER_TICK,
  STALL_TICKS,
} from "../../gateway/http1/caller_connection.ts";
import { MAX_REQUEST_FIELDS, MAX_REQUEST_HEAD_BYTES } from "../../gateway/http1/incoming_head.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../../gateway/http1/server.ts";
import { STALL_MS } from "../../gateway/http1/stall_watch.ts";
import { MAX_FIELDS as MAX_REPLY_FIELDS } from "../../gateway/http1/response_head.ts";
import { MAX_BODY_BYTES, MAX_DEPTH } from "../../gateway/management/arm/http.ts";
import { MAX_FRAGMENT_DEPTH, MAX_POLICIES } from "../../gateway/policy/compile/validate.ts";
import {
  MAX_DEPTH as MAX_NESTING,
  MAX_DOCUMENT_LENGTH,
} from "../../gateway/policy/document/parse.ts";
import { MAX_TEMPLATE } from "../../gateway/policy/liquid/engine.ts";
import { MAX_PER_SECOND, MAX_REQUESTS } from "../../simulation/scenario_file.ts";
import { MAX_LINE } from "../../simulation/traffic_csv.ts";

type Row = readonly [limit: string, value: string, seen: string, told: string];

const count = (value: number) => value.toLocaleString("en-US");
const bytes = (value: number) =>
  value % 2 ** 20 === 0 ? `${count(value / 2 ** 20)} MiB` : `${count(value / 1024)} KiB`;

const FAILED = "500";
const NAMED = "LastError and the trace: `Limit '…' exceeded`, with the limit's name";

const REQUEST: readonly Row[] = [
  [
    "`steps`",
    `${
      count(MAX_STEPS)
    } for all of a request's expressions and templates: loop turns, calls, elements, and characters in proportion`,
    FAILED,
    `${NAMED}. on-error has ${count(GRANTED_STEPS)} steps whatever happened`,
  ],
  ["`memory`", `${bytes(MAX_BYTES)} for all values of a request`, FAILED, NAMED],
  [
    "`memory`",
    `${bytes(MAX_BYTES_IN_ALL)} for the values of all requests under way`,
    FAILED,
    NAMED,
  ],
  ["`size`", `${count(MAX_SIZE)} characters or elements of one value`, FAILED, NAMED],
  ["`depth`", "calls within calls, as deep as the stack is", FAILED, NAMED],
  [
    "a trace",
    `${bytes(MAX_TRACE_BYTES)}, which count as the request's values, too`,
    "-",
    "in its last entry: how many are left out",
  ],
  [
    "a reply's status line and header fields",
    `${bytes(MAX_REPLY_HEAD)}`,
    FAILED,
    "one line a minute on stderr: the policies have run",
  ],
  [
    "a token that a policy validates",
    `${count(MAX_TOKEN_LENGTH)} characters`,
    "401",
    "LastError: JwtInvalid, IDX10209",
  ],
  ["a body that policies read", bytes(MAX_LOADED_BYTES), FAILED, "LastError: the body is longer"],
];

const CALLERS: readonly Row[] = [
  [
    "a request's body",
    `${bytes(DEFAULT_MAX_BODY_BYTES)} (\`maxBodyBytes\`)`,
    "413",
    "LastError: RequestTooLarge",
  ],
  [
    "a request's header fields",
    `${count(MAX_REQUEST_FIELDS)}, with the request line ${bytes(MAX_REQUEST_HEAD_BYTES)}`,
    "431; 414 where the target alone is too long",
    "nothing: no policy runs",
  ],
  [
    "time for a request's head",
    `${HEAD_TICKS} s`,
    "408",
    "nothing: no policy runs",
  ],
  [
    "time for a request's body, and for taking the reply",
    `${STALL_TICKS} s without a byte, or on and on less than ${MIN_BYTES_PER_TICK} bytes a second`,
    "408; a reply is cut",
    "LastError: BadRequest, where policies read the body",
  ],
  ["time between two requests on a connection", `${IDLE_TICKS} s`, "its end", "-"],
  [
    "what two readers could read in two ways: two lengths, a length and chunks, lines that end in LF alone, " +
    "or go on in the next, a name with a space, no Host or two",
    "-",
    "400, and the connection's end",
    "nothing: no policy runs",
  ],
  ["a body that breaks off", "-", "400", "LastError: BadRequest"],
  ["a transfer coding besides chunked", "-", "501", "nothing: no policy runs"],
  [
    "file descriptors",
    "those of the process",
    "the connection is refused until some are free",
    "one line a minute on stderr",
  ],
];

const BACKENDS: readonly Row[] = [
  ["a reply's head", bytes(MAX_HEAD_BYTES), FAILED, "LastError: BackendConnectionFailure"],
  [
    "a reply's header fields",
    count(MAX_REPLY_FIELDS),
    FAILED,
    "LastError: BackendConnectionFailure",
  ],
  [
    "time between two bytes of a reply's body",
    `${
      STALL_MS / 1000
    } s; forward-request's \`timeout\` ends with the head, send-request's covers the body, too`,
    "a reply that is cut, or 500 where policies read it",
    "LastError: BackendConnectionFailure; Timeout in send-request",
  ],
  [
    "sends of one request",
    `2: again only where a kept connection was closed before a byte of a reply, within ${
      count(STALE_WITHIN_MS)
    } ms unless the method is idempotent; a streamed body goes out once, on a new connection`,
    "-",
    "-",
  ],
  [
    "connections kept idle",
    `${count(MAX_IDLE)} for a backend, ${count(MAX_IDLE_IN_ALL)} in all: more are closed`,
    "-",
    "-",
  ],
];

const KEPT: readonly Row[] = [
  [
    "the cache",
    `${count(MAX_ENTRIES)} entries, ${bytes(MAX_CACHE_BYTES)}: those set longest ago go`,
    "-",
    "a miss",
  ],
  [
    "counters of limits and quotas",
    `${count(MAX_STATES)} keys: the one made longest ago goes, and counts from nothing`,
    "-",
    "-",
  ],
  [
    "traces and debug tokens",
    `${count(MAX_KEPT)} and ${bytes(MAX_KEPT_BYTES)} each: the oldest go`,
    "-",
    "404 for one that is gone",
  ],
  [
    "events for Event Hub and Application Insights",
    `${count(DEFAULT_CAPACITY)} and ${
      bytes(MAX_EVENT_BYTES)
    } for who looks into them: the oldest go, and one that is larger itself`,
    "-",
    "-",
  ],
];

const HANDED_IN: readonly Row[] = [
  [
    "a policy document",
    `${count(MAX_DOCUMENT_LENGTH)} characters, ${count(MAX_NESTING)} levels, ${
      count(MAX_POLICIES)
    } policies, fragments ${MAX_FRAGMENT_DEPTH} deep`,
    "400",
    "the finding, with its place",
  ],
  [
    "a JSON schema",
    `${count(MAX_SCHEMA_PARTS)} objects and elements of lists, with what it refers to`,
    "400",
    "the error's message; of an API's definitions the policy's failure",
  ],
  ["a liquid template", `${count(MAX_TEMPLATE)} characters`, "400", "the finding, with its place"],
  [
    "a management body",
    `${bytes(MAX_BODY_BYTES)}, ${MAX_DEPTH} levels`,
    "413 or 400",
    "the error's message",
  ],
  [
    "a JSON file",
    `${count(MAX_JSON_CHARACTERS)} characters, 100 levels`,
    "-",
    "an error with file and line",
  ],
  ["a line of a traffic file", `${count(MAX_LINE)} characters`, "-", "an error with file and line"],
  [
    "a scenario",
    `${count(MAX_PER_SECOND)} requests a second, ${count(MAX_REQUESTS)} in all`,
    "-",
    "an error with file and line",
  ],
];

function tableOf(title: string, rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.join(" | ")} |`);
  return `## ${title}\n\n| limit | how much | a caller sees | an author sees |\n| --- | --- | --- | --- |\n${
    lines.join("\n")
  }\n`;
}

export function limitsTables(): string {
  return [
    tableOf("What one request may use", REQUEST),
    tableOf("What callers may send", CALLERS),
    tableOf("What backends may answer", BACKENDS),
    tableOf("What is kept", KEPT),
    tableOf("What is handed in", HANDED_IN),
  ].join("\n");
}
