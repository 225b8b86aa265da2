/**
 * Calls to models with a token of who is signed in, where no key is to be had.
 * @module
 */
import { type Apim, attempt } from "../../apim/mod.ts";
import type { Fetch } from "../../workload/mod.ts";

/** `fetch` that signs in to the models of the service's cloud. The credential keeps tokens until they expire. */
export function withModelToken({ access }: Pick<Apim, "access">, fetch: Fetch): Fetch {
  const scope = `${access.cloud.modelsAudience}/.default`;
  return async (input, init) => {
    const token = await attempt("sign in to the models", () => access.credential.getToken(scope));
    const headers = new Headers(init?.headers);
    headers.delete("api-key"); // clients send one even where there is none
    headers.set("authorization", `Bearer ${token?.token ?? ""}`);
    return await fetch(input, { ...init, headers });
  };
}
