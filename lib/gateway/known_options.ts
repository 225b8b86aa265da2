/**
 * What the gateway's ports and its service may be, for callers whose code no compiler has checked.
 * @module
 */
import { having, type Shapes, text } from "../core/options.ts";
import type { Ports } from "./contracts/ports.ts";
import type { DefaultService } from "./management/mod.ts";

export const PORTS: Shapes<Ports> = {
  clock: having("now", "sleep", "schedule"),
  random: having("next", "integer", "fork"),
  transport: having("send"),
  cache: having("get", "set", "delete"),
  identity: having("token", "metadata", "authorization"),
  embeddings: having("embed"),
  contentSafety: having("analyze"),
  telemetry: having("emit"),
};

export const SERVICE: Shapes<DefaultService> = {
  subscriptionId: text,
  resourceGroup: text,
  name: text,
  location: text,
  gatewayUrl: text,
  sku: text,
};
