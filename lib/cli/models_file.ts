/**
 * The models file of `--models`.
 * @module
 */
import { UserError } from "../core/user_error.ts";
import {
  type ModelsConfiguration,
  ModelsConfigurationError,
  parseModelsConfiguration,
} from "../models/mod.ts";

/** @throws UserError naming the file, where it cannot be read or holds no regions */
export async function readModelsFile(file: string): Promise<ModelsConfiguration> {
  let text;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    throw new UserError(`--models ${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return parseModelsConfiguration(text);
  } catch (error) {
    if (!(error instanceof ModelsConfigurationError)) throw error;
    throw new UserError(`--models ${file}: ${error.message}`);
  }
}
