/**
 * The subscription key check: who calls, and in which product's context.
 * @see https://learn.microsoft.com/azure/api-management/api-management-subscriptions
 * @module
 */
import { FAILURE } from "../contracts/texts/failures.ts";
import type {
  ApiConfiguration,
  GatewayConfiguration,
  ProductConfiguration,
  SubscriptionConfiguration,
} from "../contracts/configuration.ts";
import type { Fidelity } from "../contracts/fidelity.ts";
import type { RequestMessage } from "../contracts/message.ts";

/** Whom the gateway takes the caller for. */
export interface Grant {
  readonly subscription: SubscriptionConfiguration | null;
  /** The key that the caller sent; "" without one. */
  readonly key: string;
  readonly product: ProductConfiguration | null;
}

const ANONYMOUS: Grant = { subscription: null, key: "", product: null };

/** Looks up keys in one configuration. */
export class KeyTable {
  readonly #subscriptions = new Map<string, SubscriptionConfiguration>();
  readonly #products: ReadonlyMap<string, ProductConfiguration>;

  constructor(configuration: GatewayConfiguration) {
    this.#products = configuration.products;
    for (const subscription of configuration.subscriptions) {
      const { primaryKey, secondaryKey } = subscription.info;
      if (secondaryKey) this.#subscriptions.set(secondaryKey, subscription);
      if (primaryKey) this.#subscriptions.set(primaryKey, subscription);
    }
  }

  /** @throws PolicyError SubscriptionKeyNotFound or SubscriptionKeyInvalid, with the documented 401. */
  authorize(
    api: ApiConfiguration,
    request: RequestMessage,
    now: number,
    fidelity: Pick<Fidelity, "keySentToOpenApi">,
  ): Grant {
    const names = api.info.subscriptionKeyParameterNames;
    const key = request.headers.values(names.header)?.[0] ??
      request.url.query.get(names.query)?.[0];
    if (key) {
      const grant = this.#grant(api, key, now);
      if (grant !== null) return grant;
      if (api.subscriptionRequired || fidelity.keySentToOpenApi === "validated") {
        throw FAILURE.subscriptionKeyInvalid(challenge(api, request));
      }
    }
    const product = this.#openProduct(api);
    if (product !== null) return { ...ANONYMOUS, product };
    if (!api.subscriptionRequired) return ANONYMOUS;
    throw FAILURE.subscriptionKeyNotFound(challenge(api, request));
  }

  #grant(api: ApiConfiguration, key: string, now: number): Grant | null {
    const subscription = this.#subscriptions.get(key);
    if (subscription === undefined || !isActive(subscription, now)) return null;
    const { scope } = subscription;
    switch (scope.kind) {
      case "all-apis":
        return { subscription, key, product: null };
      case "api":
        return sameId(scope.apiId, api.info.id) ? { subscription, key, product: null } : null;
      case "product": {
        const product = this.#products.get(scope.productId.toLowerCase());
        return product !== undefined && holds(api, scope.productId)
          ? { subscription, key, product }
          : null;
      }
    }
  }

  #openProduct(api: ApiConfiguration): ProductConfiguration | null {
    for (const id of api.productIds) {
      const product = this.#products.get(id.toLowerCase());
      if (product && !product.info.subscriptionRequired && product.info.state === "Published") {
        return product;
      }
    }
    return null;
  }
}

function isActive({ active, info }: SubscriptionConfiguration, now: number): boolean {
  return active && (info.startDate === null || info.startDate <= now) &&
    (info.endDate === null || now < info.endDate);
}

function holds(api: ApiConfiguration, productId: string): boolean {
  return api.productIds.some((id) => sameId(id, productId));
}

/** Ids compare without case, and a revision's id ("echo;rev=2") is its API's. */
function sameId(a: string, b: string): boolean {
  if (a === b) return true;
  const plain = (id: string) => id.toLowerCase().replace(/;rev=.*$/, "");
  return plain(a) === plain(b);
}

/** What `WWW-Authenticate` says. */
function challenge(api: ApiConfiguration, request: RequestMessage): string {
  const { scheme, authority } = request.originalUrl;
  const header = api.info.subscriptionKeyParameterNames.header;
  const realm = `${scheme}://${authority}/${api.info.path}`.replaceAll('"', "");
  return `AzureApiManagementKey realm="${realm}",name="${header}",type="header"`;
}
