/**
 * `context` inside a liquid template: the members that hold text, under their C# names.
 * @module
 */
import { Drop } from "liquidjs";
import type { PolicyContext } from "../../contracts/context.ts";
import { plainValue } from "../../expression/values.ts";
import type { MessageUrl, RequestMessage, ResponseMessage } from "../../contracts/message.ts";

/** A dictionary: by name, and in a loop as pairs of `Key` and `Value`. */
class Dictionary extends Drop {
  /** @param shown what a template sees of a value */
  constructor(
    private readonly entries: () => Iterable<readonly [string, unknown]>,
    private readonly shown: (value: unknown) => unknown = (value) => value,
  ) {
    super();
  }

  override liquidMethodMissing(key: string | number): unknown {
    const wanted = String(key).toLowerCase();
    for (const [name, value] of this.entries()) {
      if (name.toLowerCase() === wanted) return this.shown(value);
    }
    return undefined;
  }

  *[Symbol.iterator]() {
    for (const [Key, value] of this.entries()) yield { Key, Value: this.shown(value) };
  }
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
  Query: new Dictionary(() => joined(url.query)),
});

const requestDrop = (request: RequestMessage) => ({
  Method: request.method,
  Url: urlDrop(request.url),
  OriginalUrl: urlDrop(request.originalUrl),
  IpAddress: request.ipAddress,
  Headers: new Dictionary(() => joined(request.headers)),
  MatchedParameters: new Dictionary(() => request.matchedParameters),
});

const responseDrop = (response: ResponseMessage) => ({
  StatusCode: response.statusCode,
  StatusReason: response.statusReason,
  Headers: new Dictionary(() => joined(response.headers)),
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
      return new Dictionary(() => context.variables, plainValue);
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
