/**
 * What a request is about: IApi, IOperation, IProduct, IUser, ISubscription, IDeployment and their parts.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables
 * @module
 */
import type {
  ApiInfo,
  BackendInfo,
  DeploymentInfo,
  LastError,
  OperationInfo,
  ProductInfo,
  SubscriptionInfo,
  UserInfo,
} from "../../contracts/context.ts";
import { MessageUrl } from "../../contracts/url.ts";
import { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { DateTime } from "../../../dotnet/time/date_time.ts";
import { UrlView } from "./url.ts";
import { hashCode } from "../../../csharp/runtime/object.ts";
import type { CsObject } from "../../../csharp/runtime/values.ts";
import { type View, viewAs, viewsAs } from "./view.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");

type Named = { readonly id: string; readonly name: string };

export const apiView = viewAs<ApiInfo>("IApi");
export const operationView = viewAs<OperationInfo>("IOperation");
export const productView = viewAs<ProductInfo>("IProduct");
export const subscriptionView = viewAs<SubscriptionInfo>("ISubscription");
export const userView = viewAs<UserInfo>("IUser");
export const deploymentView = viewAs<DeploymentInfo>("IDeployment");
export const backendView = viewAs<BackendInfo>("IBackend");
export const lastErrorView = viewAs<LastError>("ILastError");
const gatewayView = viewAs<DeploymentInfo>("IGateway");
const sustainabilityView = viewAs<DeploymentInfo>("ISustainabilityInfo");
const keyNamesView = viewAs<ApiInfo["subscriptionKeyParameterNames"]>(
  "ISubscriptionKeyParameterNames",
);
const groupViews = viewsAs<Named>("IGroup");
const identityViews = viewsAs<UserInfo["identities"][number]>("IUserIdentity");

function date(ms: number | null): DateTime | null {
  return ms === null ? null : DateTime.fromUnix(ms);
}

types.of<View<ApiInfo>>().declare({
  type: "interface IApi",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Name { get; }": (self) => self.of.name,
    "string Path { get; }": (self) => self.of.path,
    "string Revision { get; }": (self) => self.of.revision,
    "string Version { get; }": (self) => self.of.version || null,
    "bool IsCurrentRevision { get; }": (self) => self.of.isCurrentRevision,
    "IUrl ServiceUrl { get; }": (self) =>
      self.of.serviceUrl === null ? null : new UrlView(MessageUrl.parse(self.of.serviceUrl)),
    "IEnumerable<string> Protocols { get; }": (self) => CsArray.of(STRING, [...self.of.protocols]),
    "ISubscriptionKeyParameterNames SubscriptionKeyParameterNames { get; }": (
      self,
    ) => keyNamesView(self.of.subscriptionKeyParameterNames),
  },
});

types.declare({
  type: "interface ISubscriptionKeyParameterNames",
  members: {
    "string Header { get; }": (self) => self.of.header,
    "string Query { get; }": (self) => self.of.query,
  },
});

types.of<View<OperationInfo>>().declare({
  type: "interface IOperation",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Name { get; }": (self) => self.of.name,
    "string Method { get; }": (self) => self.of.method,
    "string UrlTemplate { get; }": (self) => self.of.urlTemplate,
  },
});

const ProductState = { NotPublished: 0, Published: 1 };
types.declare({ type: "enum ProductState", values: ProductState });

types.of<View<ProductInfo>>().declare({
  type: "interface IProduct",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Name { get; }": (self) => self.of.name,
    "ProductState State { get; }": (self) => ProductState[self.of.state],
    "bool ApprovalRequired { get; }": (self) => self.of.approvalRequired,
    "bool SubscriptionRequired { get; }": (self) => self.of.subscriptionRequired,
    "int? SubscriptionsLimit { get; }": (self) => self.of.subscriptionsLimit,
    "int? SubscriptionLimit { get; }": (self) => self.of.subscriptionsLimit,
    "IEnumerable<IGroup> Groups { get; }": (self) => groupViews(self.of.groups),
  },
});

types.of<View<Named>>().declare({
  type: "interface IGroup",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Name { get; }": (self) => self.of.name,
  },
});

types.of<View<SubscriptionInfo>>().declare({
  type: "interface ISubscription",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Name { get; }": (self) => self.of.name,
    "string Key { get; }": (self) => self.of.key,
    "string PrimaryKey { get; }": (self) => self.of.primaryKey,
    "string SecondaryKey { get; }": (self) => self.of.secondaryKey,
    "DateTime CreatedDate { get; }": (self) => date(self.of.createdDate),
    "DateTime? StartDate { get; }": (self) => date(self.of.startDate),
    "DateTime? EndDate { get; }": (self) => date(self.of.endDate),
  },
});

types.of<View<UserInfo>>().declare({
  type: "interface IUser",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Email { get; }": (self) => self.of.email,
    "string FirstName { get; }": (self) => self.of.firstName,
    "string LastName { get; }": (self) => self.of.lastName,
    "string Note { get; }": (self) => self.of.note,
    "DateTime RegistrationDate { get; }": (self) => date(self.of.registrationDate),
    "IEnumerable<IGroup> Groups { get; }": (self) => groupViews(self.of.groups),
    "IEnumerable<IUserIdentity> Identities { get; }": (self) => identityViews(self.of.identities),
  },
});

types.declare({
  type: "interface IUserIdentity",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "string Provider { get; }": (self) => self.of.provider,
  },
});

types.of<View<DeploymentInfo>>().declare({
  type: "interface IDeployment",
  members: {
    "string Region { get; }": (self) => self.of.region,
    "string ServiceName { get; }": (self) => self.of.serviceName,
    "string ServiceId { get; }": (self) => self.of.serviceId,
    "string GatewayId { get; }": (self) => self.of.gatewayId,
    "IGateway Gateway { get; }": (self) => gatewayView(self.of),
    "ISustainabilityInfo SustainabilityInfo { get; }": (self) => sustainabilityView(self.of),
  },
});

types.of<View<DeploymentInfo>>().declare({
  type: "interface IGateway",
  members: {
    "string Id { get; }": (self) => self.of.gatewayId,
    "string InstanceId { get; }": (self) => self.of.gatewayInstanceId,
    "bool IsManaged { get; }": (self) => self.of.gatewayId === "managed",
  },
});

/** Grams of CO2 equivalents a kilowatt hour, in classes: up to 150, 300, 500, 700 and above. */
types.declare({
  type: "enum CarbonIntensityCategory",
  values: { NotAvailable: 0, VeryLow: 1, Low: 2, Medium: 3, High: 4, VeryHigh: 5 },
});

types.declare({
  type: "interface ISustainabilityInfo",
  // The regions here are simulated: no grid's intensity is known.
  members: { "CarbonIntensityCategory CurrentCarbonIntensity { get; }": () => 0 },
});

types.of<View<BackendInfo>>().declare({
  type: "interface IBackend",
  members: {
    "string Id { get; }": (self) => self.of.id,
    "BackendType Type { get; }": (self) => new BackendType(self.of.type),
    "string AzureRegion { get; }": (self) => self.of.azureRegion,
  },
});

const BACKEND_TYPE = typeOf("BackendType");

/**
 * The documentation lists an enum with Single and Pool, and its own example, `context.Backend?.Type ?? "n/a"`, would
 * not compile with one. This type takes both.
 */
class BackendType implements CsObject {
  readonly csType = BACKEND_TYPE;

  constructor(readonly name: string) {}

  csToString(): string {
    return this.name;
  }

  csEquals(other: unknown): boolean {
    return other instanceof BackendType && other.name === this.name;
  }

  csHashKey(): string {
    return this.name;
  }
}

const SINGLE = new BackendType("Single");
const POOL = new BackendType("Pool");
const same = (a: BackendType | null, b: BackendType | null) => a?.name === b?.name;

types.of<BackendType>().declare({
  type: "class BackendType",
  members: {
    "static readonly BackendType Single": () => SINGLE,
    "static readonly BackendType Pool": () => POOL,
    "static implicit operator BackendType(string name)": (name) =>
      name === null ? null : new BackendType(name),
    "static bool operator ==(BackendType a, BackendType b)": same,
    "static bool operator !=(BackendType a, BackendType b)": (a, b) => !same(a, b),
    "bool Equals(object other)": (self, other) => self.csEquals(other),
    "int GetHashCode()": (self) => hashCode(self),
    "string ToString()": (self) => self.name,
  },
});

types.of<View<LastError>>().declare({
  type: "interface ILastError",
  members: {
    "string Source { get; }": (self) => self.of.source,
    "string Reason { get; }": (self) => self.of.reason,
    "string Message { get; }": (self) => self.of.message,
    "string Scope { get; }": (self) => self.of.scope,
    "string Section { get; }": (self) => self.of.section,
    "string Path { get; }": (self) => self.of.path,
    "string PolicyId { get; }": (self) => self.of.policyId,
  },
});
