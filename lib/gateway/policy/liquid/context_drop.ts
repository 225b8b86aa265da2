/**
 * `context` inside a liquid template: the members that hold text, under their C# names.
 * @module
 */
import type { PolicyContext } from "../../contracts/context.ts";
import { plainValue } from "../../expression/values.ts";
import type { RequestMessage, ResponseMessage } from "../../contracts/message.ts";
import type { MessageUrl } from "../../contracts/url.ts";

type Entries = () => Iterable<readonly [string, unknown]>;

/**
 * A dictionary: by name without case, and in a loop as pairs of `Key` and `Value`. It has no members besides: no
 * name leads to JavaScript's own.
 * @param shown what a template sees of a value
 */
function dictionary(entries: Entries, shown = (value: unknown): unknown => value): object {
  const find = (key: string | symbol): unknown => {
    if (typeof key === "symbol") return undefined;
    const wanted = key.toLowerCase();
    for (const [name, value] of entries()) if (name.toLowerCase() === wanted) return shown(value);
    return undefined;
  };
  const pairs = function* () {
    for (const [Key, value] of entries()) yield { Key, Value: shown(value) };
  };
  const get = (key: string | symbol): unknown => {
    if (key === Symbol.iterator) return pairs;
    return key === Symbol.toPrimitive ? () => "" : find(key);
  };
  return new Proxy(Object.create(null), {
    get: (_, key) => get(key),
    has: (_, key) => get(key) !== undefined,
    ownKeys: () => [...new Set(Array.from(entries(), ([name]) => name))],
    getOwnPropertyDescriptor(_, key) {
      const value = find(key);
      return value === undefined ? undefined : { value, enumerable: true, configurable: true };
    },
  });
}

function* joined(entries: Iterable<readonly [string, readonly string[]]>) {
  for (const [name, values] of entries) yield [name, values.join(",")] as const;
}

const urlDrop = (url: MessageUrl) => ({
  Scheme: url.scheme,
  Host: url.host,
  Port: url.port,
  Path: url.path,
  QueryString: url.queryString,
  Query: dictionary(() => joined(url.query)),
});

const requestDrop = (request: RequestMessage) => ({
  Method: request.method,
  Url: urlDrop(request.url),
  OriginalUrl: urlDrop(request.originalUrl),
  IpAddress: request.ipAddress,
  Headers: dictionary(() => joined(request.headers)),
  MatchedParameters: dictionary(() => request.matchedParameters),
});

const responseDrop = (response: ResponseMessage) => ({
  StatusCode: response.statusCode,
  StatusReason: response.statusReason,
  Headers: dictionary(() => joined(response.headers)),
});

/** What `context.` reaches. Each part is made when a template asks for it. */
export function contextDrop(context: PolicyContext): object {
  return {
    RequestId: context.requestId,
    get Request() {
      return requestDrop(context.request);
    },
    get Response() {
      return context.response === null ? null : responseDrop(context.response);
    },
    get Variables() {
      return dictionary(() => context.variables, plainValue);
    },
    get Api() {
      const { api } = context;
      return api === null ? null : { Id: api.id, Name: api.name, Path: api.path };
    },
    get Operation() {
      const { operation } = context;
      return operation === null
        ? null
        : { Id: operation.id, Name: operation.name, Method: operation.method };
    },
    get Product() {
      return context.product === null
        ? null
        : { Id: context.product.id, Name: context.product.name };
    },
    get Subscription() {
      const { subscription } = context;
      return subscription === null ? null : { Id: subscription.id, Name: subscription.name };
    },
    get User() {
      const { user } = context;
      return user === null
        ? null
        : { Id: user.id, Email: user.email, FirstName: user.firstName, LastName: user.lastName };
    },
    get Deployment() {
      const { region, serviceName } = context.deployment;
      return { Region: region, ServiceName: serviceName };
    },
  };
}
