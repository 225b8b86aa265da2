/**
 * Resource groups: what they are in, their own requests.
 * @see https://learn.microsoft.com/rest/api/resources/resource-groups
 * @module
 */
import { ArmError, invalid, methodNotAllowed } from "./error.ts";
import { type JsonObject, objectOf, textOf } from "./json.ts";

export interface GroupAddress {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
}

interface Group extends GroupAddress {
  readonly location: string;
  readonly tags: JsonObject;
}

/** Letters of any script, digits and `_-.()`, no period at the end. */
const NAME = /^[\p{L}\p{N}_\-.()]{0,89}[\p{L}\p{N}_\-()]$/u;

export class ResourceGroups {
  readonly #groups = new Map<string, Group>();

  has(address: GroupAddress): boolean {
    return this.#groups.has(keyOf(address));
  }

  /** @throws ArmError 404 in ARM's wording */
  require(address: GroupAddress): void {
    this.#get(address);
  }

  /** Groups come into being with the first service in them, or by their own PUT. */
  add(address: GroupAddress, location: string): void {
    const key = keyOf(address);
    if (!this.#groups.has(key)) this.#groups.set(key, { ...address, location, tags: {} });
  }

  remove(address: GroupAddress): void {
    this.#groups.delete(keyOf(address));
  }

  /** Subscriptions that have a group, as first written. */
  subscriptionIds(): string[] {
    const ids = new Map<string, string>();
    for (const { subscriptionId } of this.#groups.values()) {
      const key = subscriptionId.toLowerCase();
      if (!ids.has(key)) ids.set(key, subscriptionId);
    }
    return [...ids.values()];
  }

  /** The groups of a subscription, as ARM shows them. */
  list(subscriptionId: string): JsonObject[] {
    const wanted = subscriptionId.toLowerCase();
    return [...this.#groups.values()]
      .filter((group) => group.subscriptionId.toLowerCase() === wanted).map(show);
  }

  /** PUT, PATCH, GET and HEAD of one group. DELETE takes what is in it, too, and is not here. */
  request(method: string, address: GroupAddress, body: JsonObject): Response {
    switch (method) {
      case "GET":
        return Response.json(show(this.#get(address)));
      case "HEAD":
        this.#get(address);
        return new Response(null, { status: 204 });
      case "PUT":
        return this.#put(address, body);
      case "PATCH": {
        const group = this.#get(address);
        const tags = body.tags === undefined ? group.tags : objectOf(body.tags);
        return Response.json(show(this.#store({ ...group, tags })));
      }
    }
    throw methodNotAllowed(method, ["GET", "HEAD", "PUT", "PATCH", "DELETE"]);
  }

  #put(address: GroupAddress, body: JsonObject): Response {
    if (!NAME.test(address.resourceGroup)) {
      const message =
        "A resource group's name has 1 to 90 letters, digits and _-.() and does not " +
        "end with a period.";
      throw new ArmError(400, "InvalidResourceGroupName", message);
    }
    const known = this.#groups.get(keyOf(address));
    const location = textOf(body.location) ?? known?.location;
    if (!location) throw invalid("location", "'location' is required.");
    const { subscriptionId, resourceGroup } = known ?? address;
    const group = { subscriptionId, resourceGroup, location, tags: objectOf(body.tags) };
    return Response.json(show(this.#store(group)), { status: known ? 200 : 201 });
  }

  #store(group: Group): Group {
    this.#groups.set(keyOf(group), group);
    return group;
  }

  #get(address: GroupAddress): Group {
    const group = this.#groups.get(keyOf(address));
    if (group) return group;
    const message = `Resource group '${address.resourceGroup}' could not be found.`;
    throw new ArmError(404, "ResourceGroupNotFound", message);
  }
}

function keyOf({ subscriptionId, resourceGroup }: GroupAddress): string {
  return `${subscriptionId}/${resourceGroup}`.toLowerCase();
}

function show({ subscriptionId, resourceGroup, location, tags }: Group): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`,
    name: resourceGroup,
    type: "Microsoft.Resources/resourceGroups",
    location,
    tags,
    properties: { provisioningState: "Succeeded" },
  };
}
