/**
 * IRequest and IResponse.
 * @module
 */
import { unescaped } from "../../../core/escapes.ts";
import type { MessageBody, RequestMessage, ResponseMessage } from "../../contracts/message.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { HeaderDictionary, TextDictionary } from "./dictionaries.ts";
import { UrlView } from "./url.ts";
import { View, viewAs } from "./view.ts";

export const types = new Declarations();

const IRESPONSE = typeOf("IResponse");

export const requestView = viewAs<RequestMessage>("IRequest");
/** A response as a C# value; null stays null. */
export const responseView = viewAs<ResponseMessage>("IResponse");
const foundryView = viewAs<RequestMessage>("IFoundryInfo");
const bodyView = viewAs<MessageBody>("IMessageBody");

/** The response behind a boxed C# value; null when it is no response. */
export function responseOf(value: unknown): ResponseMessage | null {
  return value instanceof View && value.csType === IRESPONSE ? value.of as ResponseMessage : null;
}

types.of<View<RequestMessage>>().declare({
  type: "interface IRequest",
  members: {
    "string Method { get; }": (self) => self.of.method,
    "IUrl Url { get; }": (self) => new UrlView(self.of.url),
    "IUrl OriginalUrl { get; }": (self) => new UrlView(self.of.originalUrl),
    "IReadOnlyDictionary<string, string[]> Headers { get; }": (self) =>
      new HeaderDictionary(self.of.headers),
    "string IpAddress { get; }": (self) => self.of.ipAddress,
    "IReadOnlyDictionary<string, string> MatchedParameters { get; }": (
      self,
    ) => new TextDictionary(self.of.matchedParameters),
    "IMessageBody Body { get; }": (self) => bodyView(self.of.body),
    "IFoundryInfo Foundry { get; }": (self) => foundryView(self.of),
    "IPrivateEndpointConnection PrivateEndpointConnection { get; }": () => null,
  },
});

types.of<View<RequestMessage>>().declare({
  type: "interface IFoundryInfo",
  members: { "string Deployment { get; }": (self) => deploymentOf(self.of) },
});

/** The deployment that a request's path names, as in `/openai/deployments/gpt-4.1/…`; null for none. */
function deploymentOf({ originalUrl }: RequestMessage): string | null {
  const found = /\/deployments\/([^/]+)/i.exec(originalUrl.path);
  return found === null ? null : unescaped(found[1]);
}

types.declare({
  type: "interface IPrivateEndpointConnection",
  members: {
    "string Name { get; }": () => null,
    "string GroupId { get; }": () => null,
    "string MemberName { get; }": () => null,
  },
});

types.of<View<ResponseMessage>>().declare({
  type: "interface IResponse",
  members: {
    "int StatusCode { get; }": (self) => self.of.statusCode,
    "string StatusReason { get; }": (self) => self.of.statusReason,
    "IReadOnlyDictionary<string, string[]> Headers { get; }": (self) =>
      new HeaderDictionary(self.of.headers),
    "IMessageBody Body { get; }": (self) => bodyView(self.of.body),
  },
});
