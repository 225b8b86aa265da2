/**
 * A gateway for a test of a policy: the embedded APIM in process, on a virtual clock, its backends played.
 * @module
 */
import {
  anything,
  either,
  fieldsOf,
  flag,
  recordOf,
  requireShapes,
  secretText,
  shape,
  type Shapes,
  text,
  textOrNumber,
} from "../core/options.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { Random } from "../core/random.ts";
import {
  createGateway,
  type Gateway,
  HeaderMap,
  MessageBody,
  MessageUrl,
  type ResponseMessage,
  type TelemetryEvent,
  TelemetryRecorder,
  TraceCollector,
  type TraceEntry,
} from "../gateway/mod.ts";
import { type BackendCall, castOf } from "./backends.ts";
import type {
  RequestBody,
  TestGateway,
  TestGatewayOptions,
  TestRequest,
} from "./gateway_options.ts";
import { PatientClock } from "./patient_clock.ts";
import { publish } from "./publish.ts";
import { Stage } from "./stage.ts";

const ORIGIN = "https://gateway.test";

/** An address that RFC 5737 keeps for examples. */
const CALLER = "203.0.113.7";

/**
 * Makes a gateway that serves `policy`.
 *
 * ```ts
 * const gateway = await testGateway({ policy, backends: { ptu: reply(429), payg: reply(200) } });
 * const response = await gateway.post("/chat/completions", { messages: [] });
 * assert.equal(response.status, 200);
 * assert.deepEqual(gateway.calls.map(({ backend }) => backend), ["ptu", "payg"]);
 * ```
 * @throws InvalidPolicyError with the places of what does not compile
 * @throws TypeError for a description that cannot be understood, or that the management plane refuses
 */
export async function testGateway(options: TestGatewayOptions): Promise<TestGateway> {
  requireShapes("testGateway", options, OPTIONS, ["policy"]);
  const cast = castOf(options.backends ?? {});
  const clock = new PatientClock(options.now?.getTime());
  const stage = new Stage(cast.played, clock);
  const telemetry = new TelemetryRecorder();
  const gateway = createGateway({
    ports: {
      clock,
      random: new Random(options.seed ?? "testGateway"),
      transport: stage,
      telemetry,
    },
    service: { gatewayUrl: ORIGIN },
    fidelity: options.fidelity,
  });
  const warnings = await clock.until(publish(gateway, options, cast));
  return new PlayedGateway(gateway, stage, telemetry, warnings);
}

const document = shape("the document's text", (value) => typeof value === "string");

const SECRET: Shapes<{ value: string; secret?: boolean }> = { value: secretText, secret: flag };

const OPTIONS: Shapes<TestGatewayOptions> = {
  policy: document,
  globalPolicy: document,
  backends: recordOf(anything), // castOf looks at each
  namedValues: recordOf(either(text, fieldsOf(SECRET))),
  fragments: recordOf(document),
  subscriptions: recordOf(secretText),
  path: text,
  fidelity: recordOf(text),
  seed: textOrNumber,
  now: shape("a Date", (value) => value instanceof Date && !Number.isNaN(value.getTime())),
};

const REQUEST: Shapes<TestRequest> = {
  method: text,
  path: text,
  headers: either(shape("Headers", (value) => value instanceof Headers), recordOf(text)),
  body: shape("text, bytes, null or an object", (body) => /^(string|object)$/.test(typeof body)),
};

class PlayedGateway implements TestGateway {
  readonly #traces: TraceCollector[] = [];

  constructor(
    readonly gateway: Gateway,
    readonly stage: Stage,
    readonly telemetry: TelemetryRecorder,
    readonly warnings: readonly Diagnostic[],
  ) {}

  get calls(): readonly BackendCall[] {
    return this.stage.calls;
  }

  get clock(): PatientClock {
    return this.stage.clock;
  }

  get events(): readonly TelemetryEvent[] {
    return this.telemetry.events;
  }

  get breakers(): TestGateway["breakers"] {
    const breakers = [...this.gateway.state().breakers];
    for (const breaker of breakers) {
      const { backendId } = breaker;
      if (!(backendId in breakers)) Object.defineProperty(breakers, backendId, { value: breaker });
    }
    return breakers as unknown as TestGateway["breakers"];
  }

  post(
    path: string,
    body: RequestBody = null,
    headers: TestRequest["headers"] = {},
  ): Promise<Response> {
    return this.send({ method: "POST", path, body, headers });
  }

  async send(request: TestRequest): Promise<Response> {
    requireShapes("send", request, REQUEST);
    const { method, path = "/", headers = {}, body = null } = request;
    const trace = new TraceCollector();
    this.#traces.push(trace);
    const message = new HeaderMap();
    new Headers(headers).forEach((value, name) => message.append(name, value));
    const isJson = typeof body === "object" && body !== null && !(body instanceof Uint8Array);
    if (isJson && !message.has("Content-Type")) message.set("Content-Type", "application/json");
    const content = isJson ? JSON.stringify(body) : body as string | Uint8Array | null;
    const response = await this.clock.until(
      Promise.resolve(this.gateway.handle(
        {
          method: (method ?? (content === null ? "GET" : "POST")).toUpperCase(),
          url: MessageUrl.parse(ORIGIN + (path.startsWith("/") ? path : `/${path}`)),
          headers: message,
          body: content === null ? null : new MessageBody(content),
          ipAddress: CALLER,
        },
        null,
        trace,
      )),
    );
    const fault = this.stage.faults.shift();
    if (fault !== undefined) throw fault;
    return this.#webResponse(response);
  }

  trace(n = -1): readonly TraceEntry[] {
    const found = this.#traces.at(n);
    if (found !== undefined) return found.entries;
    const sent = this.#traces.length;
    throw new RangeError(
      sent === 0 ? "There is no request yet." : `There is no request ${n}: ${sent} were sent.`,
    );
  }

  #webResponse({ statusCode, statusReason, headers, body }: ResponseMessage): Response {
    const fields = new Headers();
    for (const [name, values] of headers) for (const value of values) fields.append(name, value);
    const content = body?.wire() ?? null;
    const bodiless = [204, 205, 304].includes(statusCode);
    const sent = bodiless
      ? null
      : content instanceof ReadableStream
      ? this.clock.untilRead(content)
      : content as BodyInit | null;
    const response = new Response(sent, {
      status: statusCode,
      statusText: statusReason,
      headers: fields,
    });
    if (typeof content === "string" && !fields.has("content-type")) {
      response.headers.delete("content-type");
    }
    return response;
  }
}
