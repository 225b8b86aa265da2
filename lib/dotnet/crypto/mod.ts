/**
 * System.Security.Cryptography: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as certificate } from "./certificate.ts";
import { types as hash } from "./hash.ts";
import { types as keySizes } from "./key_sizes.ts";
import { types as oid } from "./oid.ts";
import { types as padding } from "./padding.ts";
import { types as rsa } from "./rsa.ts";
import { types as symmetric } from "./symmetric.ts";

export const crypto: readonly Declarations[] = [
  certificate,
  hash,
  keySizes,
  oid,
  padding,
  rsa,
  symmetric,
];
