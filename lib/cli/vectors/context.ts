/**
 * A vector's description of `context` as the data behind it.
 * @module
 */
import { table } from "../../core/table.ts";
import { SystemClock } from "../../core/clock.ts";
import { Random } from "../../core/random.ts";
import {
  type ApiInfo,
  type LastError,
  type PolicyContext,
} from "../../gateway/contracts/context.ts";
import { compileExpression } from "../../gateway/expression/mod.ts";
import { responseView } from "../../gateway/expression/context/message.ts";
import { Box, typeOf } from "../../gateway/expression/values.ts";
import { HeaderMap, MessageBody, type ResponseMessage } from "../../gateway/contracts/message.ts";
import { MessageUrl } from "../../gateway/contracts/url.ts";

interface ResponseDescription {
  readonly statusCode: number;
  readonly statusReason?: string;
  readonly headers?: Record<string, string[]>;
  readonly body?: string | null;
}

interface Named {
  readonly id?: string;
  readonly name?: string;
}

/** What a vector says of `context`; everything may be missing. */
export interface ContextDescription {
  readonly request?: {
    readonly method?: string;
    readonly url?: string;
    readonly originalUrl?: string;
    readonly ip?: string;
    readonly headers?: Record<string, string[]>;
    readonly body?: string | null;
    readonly matchedParameters?: Record<string, string>;
  } | null;
  readonly response?: ResponseDescription | null;
  readonly variables?: Record<string, { readonly type: string; readonly value: unknown }>;
  readonly subscription?: (Named & Record<string, string>) | null;
  readonly product?: (Named & { readonly groups?: string[] }) | null;
  readonly user?: (Named & { readonly groups?: string[] } & Record<string, unknown>) | null;
  readonly api?: (Named & Record<string, string>) | null;
  readonly operation?: (Named & Record<string, string>) | null;
  readonly deployment?: Record<string, string> | null;
  readonly requestId?: string;
  readonly timestamp?: string;
  readonly elapsed?: string;
  readonly lastError?: Partial<LastError> | null;
}

/** The vectors were measured with the real clock and real randomness, whatever their context's timestamp. */
const clock = new SystemClock();
const random = new Random("vectors");

const NOWHERE = "https://gateway.example/";

/** The context that the description describes. */
export function contextOf(description: ContextDescription): PolicyContext {
  const { request, response, requestId, timestamp, elapsed } = description;
  const started = timestamp ? Date.parse(timestamp) : clock.now();
  const headers = HeaderMap.from(Object.entries(request?.headers ?? {}));
  const url = request?.url ?? NOWHERE;
  return {
    requestId: requestId ?? "00000000-0000-0000-0000-000000000000",
    timestamp: started,
    elapsedMs: () => milliseconds(elapsed ?? "00:00:00"),
    now: () => clock.now(),
    random: () => random.next(),
    tracing: false,
    request: {
      method: request?.method ?? "GET",
      url: MessageUrl.parse(url),
      originalUrl: MessageUrl.parse(request?.originalUrl ?? url),
      headers,
      body: bodyOf(request?.body),
      ipAddress: request?.ip ?? "",
      matchedParameters: new Map(Object.entries(request?.matchedParameters ?? {})),
    },
    response: response ? responseOf(response) : null,
    variables: new Map(
      Object.entries(description.variables ?? {}).map((
        [name, { type, value }],
      ) => [name, variableOf(type, value)]),
    ),
    lastError: description.lastError ? lastErrorOf(description.lastError) : null,
    ...entitiesOf(description),
    backend: null,
    trace: () => {},
  };
}

/** "00:00:01.2500000", "1.02:03:04" */
function milliseconds(time: string): number {
  const [, days, hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(time)!;
  return ((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 +
    Number(seconds) * 1000;
}

/** Reading a body never consumes it in the vectors, with or without preserveContent. */
class KeptBody extends MessageBody {
  override text(): string {
    return super.text();
  }

  override bytes(): Uint8Array {
    return super.bytes();
  }
}

function bodyOf(text: string | null | undefined): MessageBody | null {
  return text === null || text === undefined ? null : new KeptBody(text);
}

function responseOf(description: ResponseDescription): ResponseMessage {
  const { statusCode, statusReason, headers, body } = description;
  return {
    statusCode,
    statusReason: statusReason ?? "",
    headers: HeaderMap.from(Object.entries(headers ?? {})),
    body: bodyOf(body),
  };
}

function lastErrorOf(error: Partial<LastError>): LastError {
  return {
    source: "",
    reason: "",
    message: "",
    scope: "",
    section: "",
    path: "",
    policyId: "",
    ...error,
  };
}

function entitiesOf(
  { subscription, product, user, api, operation, deployment }: ContextDescription,
) {
  const groups = (names: readonly string[] | undefined) =>
    (names ?? []).map((name) => ({ id: name.toLowerCase(), name }));
  return {
    api: api ? apiOf(api) : null,
    operation: operation
      ? {
        id: operation.id ?? "",
        name: operation.name ?? "",
        method: operation.method ?? "",
        urlTemplate: operation.urlTemplate ?? "",
      }
      : null,
    product: product
      ? {
        id: product.id ?? "",
        name: product.name ?? "",
        state: "Published" as const,
        approvalRequired: false,
        subscriptionRequired: true,
        subscriptionsLimit: null,
        groups: groups(product.groups),
      }
      : null,
    subscription: subscription
      ? {
        id: subscription.id ?? "",
        name: subscription.name ?? "",
        key: subscription.key ?? "",
        primaryKey: subscription.primaryKey ?? "",
        secondaryKey: subscription.secondaryKey ?? "",
        createdDate: Date.parse(subscription.createdDate ?? "2000-01-01T00:00:00Z"),
        startDate: subscription.startDate ? Date.parse(subscription.startDate) : null,
        endDate: subscription.endDate ? Date.parse(subscription.endDate) : null,
      }
      : null,
    user: user
      ? {
        id: user.id ?? "",
        email: String(user.email ?? ""),
        firstName: String(user.firstName ?? ""),
        lastName: String(user.lastName ?? ""),
        note: (user.note as string | undefined) ?? null,
        registrationDate: Date.parse(String(user.registrationDate ?? "2000-01-01T00:00:00Z")),
        groups: groups(user.groups),
        identities: [],
      }
      : null,
    deployment: {
      region: deployment?.region ?? "",
      serviceName: deployment?.serviceName ?? "",
      serviceId: deployment?.serviceId ?? "",
      gatewayId: deployment?.gatewayId ?? "managed",
      gatewayInstanceId: deployment?.gatewayInstanceId ?? "",
    },
  };
}

function apiOf(api: Named & Record<string, string | null | undefined>): ApiInfo {
  return {
    id: api.id ?? "",
    name: api.name ?? "",
    path: api.path ?? "",
    revision: api.revision ?? "1",
    version: api.version as string,
    serviceUrl: api.serviceUrl ?? null,
    isCurrentRevision: true,
    protocols: ["https"],
    subscriptionKeyParameterNames: { header: "api-key", query: "subscription-key" },
  };
}

/** C# that makes a value of the type from its text, in the variable `text`. */
const MAKERS: Readonly<Record<string, string>> = table({
  "System.DateTime":
    "DateTime.Parse(TEXT, null, System.Globalization.DateTimeStyles.RoundtripKind)",
  "System.DateTimeOffset": "DateTimeOffset.Parse(TEXT)",
  "System.TimeSpan": "TimeSpan.Parse(TEXT)",
  "System.Guid": "Guid.Parse(TEXT)",
  "System.Decimal": "decimal.Parse(TEXT)",
  "System.Uri": "new Uri(TEXT)",
  "Newtonsoft.Json.Linq.JObject": "JObject.Parse(TEXT)",
  "Newtonsoft.Json.Linq.JArray": "JArray.Parse(TEXT)",
  "Newtonsoft.Json.Linq.JToken": "JToken.Parse(TEXT)",
  "Newtonsoft.Json.Linq.JValue": "JToken.Parse(TEXT)",
  Jwt: "TEXT.AsJwt()",
});

function variableOf(type: string, value: unknown): unknown {
  if (value === null || type === "null") return null;
  switch (type) {
    case "System.String":
    case "System.Boolean":
    case "System.Int32":
      return value;
    case "System.Int64":
      return BigInt(value as number);
    case "IResponse":
      return responseView(responseOf(value as ResponseDescription));
  }
  const maker = MAKERS[type];
  if (!maker) return new Box(typeOf(type), value as number);
  const text = type.startsWith("Newtonsoft") ? JSON.stringify(value) : String(value);
  const code = maker.replace("TEXT", '((string)context.Variables["text"])');
  const compiled = compileExpression(
    { text: code, block: false, position: () => ({ line: 1, column: 1 }) },
    { allowList: "all" },
  );
  if (!compiled.ok) throw new TypeError(compiled.diagnostics[0].message);
  const context = { ...contextOf({}), variables: new Map([["text", text]]) };
  return compiled.expression.evaluate(context as PolicyContext);
}
