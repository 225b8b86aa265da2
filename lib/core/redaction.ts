/**
 * The last line of defence for keys: what people are shown passes {@link redact}.
 * @module
 */
import { mask } from "./mask.ts";

const MASK = "***";

const masks = new Map<string, (text: string) => string>();

/** A token on its way: no one keeps those, so their form tells. */
const BEARER = /\bBearer\s+[\w.~+/-]{20,}=*/gi;

/** What is shorter is no key that a service gives; masked, it would take words out of every text. */
const SHORTEST = 8;

/** From now on no text that {@link redact} gives holds this secret, in whatever form; one of fewer than 8 characters is none. */
export function keepSecret(secret: string): void {
  if (secret.length >= SHORTEST && !masks.has(secret)) masks.set(secret, mask(secret, MASK));
}

/** `text` with the secrets that are known, and bearer tokens, masked. */
export function redact(text: string): string {
  const safe = text.replace(BEARER, `Bearer ${MASK}`);
  return [...masks.values()].reduce((safe, mask) => mask(safe), safe);
}
