/**
 * A template in the making: names that are taken, parameters that are needed, resources below one service.
 * @module
 */
import { type Parameter, parameter, type Resource } from "./template.ts";

/** First general version with pools and breakers that heed Retry-After. */
const API_VERSION = "2024-05-01";
const SERVICE = "Microsoft.ApiManagement/service";

/** What a resource below the service is given beside its name. */
export type Part = Omit<Resource, "symbol" | "type" | "apiVersion" | "name"> & {
  /** Its type behind the service's: `apis/operations`. */
  readonly kind: string;
  /** What its symbol is made from. */
  readonly called: string;
};

export class Draft {
  readonly parameters: Parameter[] = [];
  readonly service: Resource;
  readonly #taken = new Set<string>();

  /** @param serviceName of the service that is there already; undefined: asked for */
  constructor(serviceName: string | undefined) {
    this.parameters.push({
      name: this.symbol("serviceName"),
      type: "string",
      description: "Name of the API Management service, in the resource group that is deployed to",
      default: serviceName,
    });
    this.service = {
      symbol: this.symbol("service"),
      type: SERVICE,
      apiVersion: API_VERSION,
      name: parameter("serviceName"),
      existing: true,
      body: {},
      comment: ["The service is there already; nothing about it is changed."],
    };
  }

  /** A resource below the service, or below `part.parent`. */
  child(name: string, { kind, called, ...part }: Part): Resource {
    return {
      symbol: this.symbol(called),
      type: `${SERVICE}/${kind}`,
      apiVersion: API_VERSION,
      name,
      parent: this.service,
      ...part,
    };
  }

  /** A camelCase name from words in any writing, given only once, whatever the case. */
  symbol(text: string): string {
    const camel = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "")
      .map((word, i) => i === 0 ? word[0].toLowerCase() + word.slice(1) : capitalized(word))
      .join("");
    const start = /^[A-Za-z]/.test(camel) ? camel : `x${camel}`;
    let name = start;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `${start}${count}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

function capitalized(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
