/**
 * What is wrong with a template, in ARM's words.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
 * @module
 */
import { ArmError } from "../arm/error.ts";

/** A template cannot be used as it is. */
export class TemplateError extends Error {
  override name = "TemplateError";

  toArmError(): ArmError {
    const message = `Deployment template validation failed: '${this.message}'.`;
    return new ArmError(400, "InvalidTemplate", message);
  }
}

/** Something that ARM does and that this stand-in does not. */
export function unsupported(what: string): TemplateError {
  return new TemplateError(`${what} is not supported by the embedded APIM's resource manager`);
}
