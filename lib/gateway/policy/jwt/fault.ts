/**
 * Why a token is refused.
 * @module
 */
import type { TokenFault } from "../../contracts/texts/token_faults.ts";

export class JwtFault extends Error {
  override name = "JwtFault";

  constructor(readonly fault: TokenFault) {
    super(fault.message);
  }
}
