/**
 * System.Net, and System's URIs: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as ipAddress } from "./ip_address.ts";
import { types as uri } from "./uri.ts";
import { types as uriBuilder } from "./uri_builder.ts";
import { types as webUtility } from "./web_utility.ts";

export const net: readonly Declarations[] = [
  ipAddress,
  uri,
  uriBuilder,
  webUtility,
];
