/**
 * What a console never sends: the values of secrets, wherever they turn up.
 * @module
 */
import { mask } from "../core/mask.ts";
import type { Gateway } from "../gateway/mod.ts";

/** What stands in a secret's place. */
export const MASK = "•••";

/** A value shorter than this is not looked for: it would be found in everything. */
const SHORTEST = 6;
/** Secrets that are looked for; the oldest are forgotten first. */
const MOST = 500;
const API_VERSION = "api-version=2024-05-01";
const HOST = "https://management.azure.com";

interface Listed {
  readonly value?: readonly {
    readonly name?: string;
    readonly properties?: Readonly<Record<string, unknown>>;
  }[];
}

/** Knows every secret that the service has had since the console was opened, also those that were changed. */
export class Secrets {
  readonly #masks = new Map<string, (text: string) => string>();
  #revision = -1;

  /** @param own further values to hide: the simulated regions' keys */
  constructor(readonly gateway: Gateway, own: readonly string[]) {
    for (const value of own) this.#add(value);
  }

  /** Looks for new ones when the configuration has changed. */
  async refresh(): Promise<void> {
    const { revision } = this.gateway.state();
    if (revision === this.#revision) return;
    this.#revision = revision;
    for (const { name, properties } of (await this.#list("namedValues")).value ?? []) {
      if (properties?.secret !== true) continue;
      this.#add((await this.#post(`namedValues/${name}/listValue`)).value);
    }
    for (const { name } of (await this.#list("subscriptions")).value ?? []) {
      const keys = await this.#post(`subscriptions/${name}/listSecrets`);
      this.#add(keys.primaryKey);
      this.#add(keys.secondaryKey);
    }
    for (const { properties } of (await this.#list("backends")).value ?? []) {
      const { header = {}, query = {}, authorization } = (properties?.credentials ?? {}) as {
        header?: Record<string, string[]>;
        query?: Record<string, string[]>;
        authorization?: { parameter?: string };
      };
      for (const value of [...Object.values(header), ...Object.values(query)].flat()) {
        if (!value.includes("{{")) this.#add(value);
      }
      this.#add(authorization?.parameter);
    }
  }

  /** The text without them, in any of the forms that a secret takes. */
  hide(text: string): string {
    let hidden = text;
    for (const hide of this.#masks.values()) hidden = hide(hidden);
    return hidden;
  }

  #add(value: unknown): void {
    if (typeof value !== "string" || value.length < SHORTEST || this.#masks.has(value)) return;
    if (this.#masks.size >= MOST) this.#masks.delete(this.#masks.keys().next().value!);
    this.#masks.set(value, mask(value, MASK));
  }

  async #list(path: string): Promise<Listed> {
    const url = `${HOST}${this.gateway.management.serviceId}/${path}?${API_VERSION}`;
    const response = await this.gateway.management.handle(new Request(url));
    return await response.json();
  }

  async #post(path: string): Promise<Readonly<Record<string, unknown>>> {
    const url = `${HOST}${this.gateway.management.serviceId}/${path}?${API_VERSION}`;
    const response = await this.gateway.management.handle(new Request(url, { method: "POST" }));
    return response.ok ? await response.json() : {};
  }
}
