/**
 * What the four exhibits share: the original's escaping and format, and a form that can be shown.
 *
 * The originals are kept as they were, keys in the text included, for a learner to predict, run and repair.
 * Their document is therefore a secret; `shown` is the same text with the keys masked.
 * @module
 */
import { Secret } from "../../core/secret.ts";
import type { RoutingBackend } from "../backend.ts";
import type { StrategyName } from "../strategy.ts";

/** An original policy. */
export interface Exhibit {
  readonly name: Exclude<StrategyName, "baseline" | "backend-pool">;
  /** What is wrong with it, in a sentence. */
  readonly flaw: string;
  /** The format that it was put with: expressions hold entities. */
  readonly format: "xml";
  /** The document, with the backends' keys in it. */
  readonly xml: Secret;
  /** The document with `***` for each key. */
  readonly shown: string;
}

export interface ExhibitOptions {
  /** Default `2025-04-01-preview`, the original's. */
  readonly apiVersion?: string;
}

/** A backend's values as the original put them into its text. */
export interface Escaped {
  readonly id: string;
  readonly deployment: string;
  readonly endpoint: string;
  readonly key: string;
  readonly weight: number;
}

/** @throws RangeError when there are fewer backends than the original used. */
export function exhibit(
  name: Exhibit["name"],
  parts: {
    flaw: string;
    least: number;
    backends: readonly RoutingBackend[];
    options: ExhibitOptions;
    document: (backends: readonly Escaped[], apiVersion: string) => string;
  },
): Exhibit {
  const { flaw, least, backends, options, document } = parts;
  if (backends.length < least) {
    throw new RangeError(
      `the original ${name} needs ${least} backends: there are ${backends.length}`,
    );
  }
  const { apiVersion = "2025-04-01-preview" } = options;
  const withKeys = (key: (backend: RoutingBackend) => string) =>
    document(backends.map((backend) => escapeBackend(backend, key(backend))), apiVersion);
  return {
    name,
    flaw,
    format: "xml",
    xml: new Secret(withKeys((backend) => backend.apiKey?.reveal() ?? "")),
    shown: withKeys(() => "***"),
  };
}

function escapeBackend(backend: RoutingBackend, key: string): Escaped {
  return {
    id: escape(backend.id),
    deployment: escape(backend.deployment),
    endpoint: escape(backend.endpoint.replace(/\/+$/, "")),
    key: escape(key),
    weight: backend.weight,
  };
}

/** Text for an element or attribute: Python's `xml.sax.saxutils.escape`: no quotes. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll(">", "&gt;").replaceAll("<", "&lt;");
}

/** Python's `round`: halves go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
