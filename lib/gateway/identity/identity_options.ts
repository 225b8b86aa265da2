/**
 * What the identity endpoints are made of.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { LocalIdentity } from "../adapters/local_identity.ts";

export interface IdentityOptions {
  readonly identity: LocalIdentity;
  readonly clock: Clock;
}
