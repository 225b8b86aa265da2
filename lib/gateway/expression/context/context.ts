/**
 * The variable `context`.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables
 * @module
 */
import type { PolicyContext } from "../../contracts/context.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { Guid } from "../../../dotnet/system/guid.ts";
import { DateTime } from "../../../dotnet/time/date_time.ts";
import { TimeSpan } from "../../../dotnet/time/time_span.ts";
import { VariableDictionary } from "./dictionaries.ts";
import {
  apiView,
  backendView,
  deploymentView,
  lastErrorView,
  operationView,
  productView,
  subscriptionView,
  userView,
} from "./entities.ts";
import { requestView, responseView } from "./message.ts";

export const types = new Declarations();

/** The static type of the variable `context`, whose value is a PolicyContext as it is. */
export const contextType: CsType = typeOf("IProxyRequestContext");

types.of<PolicyContext>().declare({
  type: "interface IProxyRequestContext",
  members: {
    "IApi Api { get; }": (self) => apiView(self.api),
    "IBackend Backend { get; }": (self) => backendView(self.backend),
    "IDeployment Deployment { get; }": (self) => deploymentView(self.deployment),
    "TimeSpan Elapsed { get; }": (self) => TimeSpan.fromMilliseconds(self.elapsedMs()),
    "IGraphQLContext GraphQL { get; }": () => null,
    "ILastError LastError { get; }": (self) => lastErrorView(self.lastError),
    "IOperation Operation { get; }": (self) => operationView(self.operation),
    "IProduct Product { get; }": (self) => productView(self.product),
    "IRequest Request { get; }": (self) => requestView(self.request),
    "Guid RequestId { get; }": (self) => Guid.fromDashed(self.requestId),
    "IResponse Response { get; }": (self) => responseView(self.response),
    "ISubscription Subscription { get; }": (self) => subscriptionView(self.subscription),
    "DateTime Timestamp { get; }": (self) => DateTime.fromUnix(self.timestamp),
    "bool Tracing { get; }": (self) => self.tracing,
    "IUser User { get; }": (self) => userView(self.user),
    "IVariables Variables { get; }": (self) => new VariableDictionary(self),
    "IWorkspace Workspace { get; }": () => null,
    "void Trace(string message)": (self, message) => self.trace(message ?? ""),
  },
});

/** What a resolver of a GraphQL API sees; there is none here, so it is null. */
types.declare({
  type: "interface IGraphQLContext",
  members: {
    "IGraphQLDataObject GraphQLArguments { get; }": () => null,
    "IGraphQLDataObject Parent { get; }": () => null,
  },
});

types.declare({ type: "interface IGraphQLDataObject", members: {} });

types.declare({
  type: "interface IWorkspace",
  members: { "string Id { get; }": () => null, "string Name { get; }": () => null },
});
