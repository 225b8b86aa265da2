/**
 * What the provider answers beside its services: names, SKUs, regions.
 * @module
 */
import { LOCATIONS } from "../arm/api_versions.ts";
import { ArmError, invalid } from "../arm/error.ts";
import { type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { Service } from "./service.ts";
import { nameProblem, type Services } from "./services.ts";

/** Units that each SKU can have, and how it scales. */
const SKUS: Readonly<Record<string, { max: number; scaleType: "none" | "manual" | "automatic" }>> =
  {
    Developer: { max: 1, scaleType: "none" },
    Basic: { max: 2, scaleType: "manual" },
    Standard: { max: 4, scaleType: "automatic" },
    Premium: { max: 12, scaleType: "automatic" },
    BasicV2: { max: 10, scaleType: "manual" },
    StandardV2: { max: 10, scaleType: "manual" },
  };

/** The SKUs that a service can change to: Consumption stays what it is. */
export function serviceSkus({ body }: Service): JsonObject {
  const resourceType = "Microsoft.ApiManagement/service";
  if (body.sku.name === "Consumption") {
    return {
      value: [{ resourceType, sku: { name: "Consumption" }, capacity: null }],
      nextLink: null,
    };
  }
  const value = Object.entries(SKUS).map(([name, { max, scaleType }]) => ({
    resourceType,
    sku: { name },
    capacity: { minimum: 1, maximum: max, default: 1, scaleType },
  }));
  return { value, nextLink: null };
}

/** The SKUs of a subscription, one entry a SKU and region. */
export function subscriptionSkus(): JsonObject {
  const value = LOCATIONS.flatMap(({ name: location }) =>
    Object.entries(SKUS).map(([name, { max, scaleType }]) => ({
      resourceType: "service",
      name,
      locations: [location],
      locationInfo: [{ location, zones: [], zoneDetails: [] }],
      capacity: { minimum: 1, maximum: max, default: 1, scaleType: titleCase(scaleType) },
      restrictions: [],
    }))
  );
  return { value };
}

function titleCase(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

/** The service's regions, its own first. */
export function regionsOf({ body }: Service): JsonObject {
  const more = listOf(body.properties.additionalLocations)
    .map((item) => ({
      name: String(objectOf(item).location),
      isMasterRegion: false,
      isDeleted: false,
    }));
  const value = [{ name: body.location, isMasterRegion: true, isDeleted: false }, ...more];
  return { value, count: value.length, nextLink: "" };
}

/** Whether a name is free for a new service, in any group of any subscription. */
export function checkNameAvailability(services: Services, body: JsonObject): JsonObject {
  const name = textOf(body.name);
  if (!name) throw invalid("name", "'name' is required.");
  const problem = nameProblem(name);
  if (problem) return { nameAvailable: false, reason: "Invalid", message: problem };
  const taken = services.all().some(({ address }) =>
    address.name.toLowerCase() === name.toLowerCase()
  );
  return taken
    ? { nameAvailable: false, reason: "AlreadyExists", message: `'${name}' is already in use.` }
    : { nameAvailable: true, reason: "Valid", message: "" };
}

/** 404 for an address that no resource type has. */
export function unknownType(type: string, apiVersion: string | null): ArmError {
  const [namespace, ...rest] = type.split("/");
  const message = `The resource type '${rest.join("/").slice(0, 120)}' could not be found in the ` +
    `namespace '${namespace.slice(0, 80)}' for api version '${(apiVersion ?? "").slice(0, 40)}'.`;
  return new ArmError(404, "InvalidResourceType", message);
}
