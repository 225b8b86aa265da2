/**
 * Why a token is refused.
 * @module
 */
import type { TokenFault } from "../../contracts/texts/failures.ts";

export class JwtFault extends Error {
  override name = "JwtFault";

  constructor(readonly fault: TokenFault) {
    super(fault.message);
  }
}
