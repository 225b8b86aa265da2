/**
 * Management errors shown for what they are: what was tried, what the service said, what to do.
 * @module
 */
import { UserError } from "../core/user_error.ts";

/** A stable word for each kind of failure. */
export type ApimErrorCode =
  | "credentials-missing"
  | "credentials-expired"
  | "credentials-wrong"
  | "unauthorized"
  | "forbidden"
  | "service-not-found"
  | "not-found"
  | "not-ours"
  | "invalid"
  | "policy-rejected"
  | "conflict"
  | "network"
  | "not-served"
  | "throttled"
  | "tier"
  | "failed";

/** A management call that did not succeed. */
export class ApimError extends UserError {
  override name: string = "ApimError";

  constructor(
    readonly code: ApimErrorCode,
    message: string,
    /** What to do about it. */
    readonly cure: string,
    options?: ErrorOptions,
  ) {
    super(cure === "" ? message : `${message}\n${cure}`, options);
  }
}

/** One finding of the service about a request: ARM's `details`. */
export interface ErrorDetail {
  readonly code: string;
  readonly target: string;
  readonly message: string;
}

/** What the SDK's RestError carries, as far as it can be relied on. */
interface ServiceError {
  readonly name: string;
  readonly message: string;
  readonly statusCode: number | null;
  readonly code: string;
  readonly details: readonly ErrorDetail[];
}

/**
 * Awaits one management call.
 * @param action what is tried, as in `put the policy of api x`.
 * @throws ApimError that explains the failure; an abort's reason as it is.
 */
export async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explain(action, error);
  }
}

/** The status that a management call failed with; null when it was no answer of the service. */
export function statusOf(error: unknown): number | null {
  const said = error instanceof ApimError ? error.cause : error;
  return said instanceof Error ? readServiceError(said).statusCode : null;
}

/** ARM's word for the failure; "" where it gave none. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? readServiceError(error).code : "";
}

/** Whether the connection was lost while the call was under way: the service may have done it, or not. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof UserError) return false;
  const { name, code, message, statusCode } = readServiceError(error);
  return statusCode === null && name !== "AbortError" && !isSignIn(name) &&
    (/^(ECONNRESET|EPIPE|ETIMEDOUT|ESOCKETTIMEDOUT)$/.test(code) ||
      /socket hang up|Error reading response|connection (reset|closed)|unexpected eof|premature close/i
        .test(message));
}

/** How long the service asks to wait; null where it does not say. */
export function retryAfterMs(error: unknown): number | null {
  const headers = property(property(error, "response"), "headers") as
    | { get?: (name: string) => string | undefined }
    | undefined;
  const seconds = Number(headers?.get?.("retry-after") ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** The findings behind "One or more fields contain incorrect values:". */
export function detailsOf(error: unknown): readonly ErrorDetail[] {
  return error instanceof Error ? readServiceError(error).details : [];
}

/** An error that says what was tried, what came back, and what to do. */
export function explain(action: string, error: unknown): unknown {
  if (error instanceof UserError) return error; // says already what to do
  if (!(error instanceof Error) || error.name === "AbortError") return error;
  const service = readServiceError(error);
  const { code, cure } = classify(service);
  const findings = service.details.map(({ target, message }) =>
    `\n  - ${target ? `${target}: ` : ""}${message}`
  ).join("");
  const [firstLine] = service.message.split("\n");
  const said = (isSignIn(service.name) ? signInSaid(service.message) : firstLine) ||
    `status ${service.statusCode ?? "unknown"}`;
  const coded = service.code && !said.includes(service.code) ? `${service.code}: ` : "";
  return new ApimError(code, `Cannot ${action}: ${coded}${said}${findings}`, cure, {
    cause: error,
  });
}

/** One line of what a sign-in says: Entra's own word where there is one, else the first, else what was tried. */
function signInSaid(message: string): string {
  const lines = message.trim().split("\n");
  const entra = lines.find((line) => /AADSTS\d+/.test(line));
  if (entra !== undefined) return entra.trim();
  if (!lines[0].startsWith("ChainedTokenCredential")) {
    const details = lines.indexOf("More details:");
    return details === -1 ? lines[0] : lines[details + 1] || lines[0];
  }
  return "no way to sign in worked: environment variables, workload identity, managed identity, " +
    "Azure CLI, PowerShell, Azure Developer CLI";
}

const CURES = {
  "credentials-missing": "Sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and " +
    "AZURE_CLIENT_SECRET in .env. With WORKSHOP_TARGET=embedded no account is needed.",
  "credentials-expired": "The sign-in is no longer valid: run `az login` again.",
  "credentials-wrong":
    "Entra does not take AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET as " +
    "they are: the message says which. Leave them out to sign in with `az login`.",
  "unauthorized": "Azure refused the token: run `az login` again, and check that " +
    "AZURE_SUBSCRIPTION_ID belongs to the tenant you signed in to (`az account show`).",
  "forbidden": 'The signed-in account needs the role "API Management Service Contributor" on the ' +
    "service.",
  "not-found": "Check AZURE_SUBSCRIPTION_ID, APIM_RESOURCE_GROUP and APIM_SERVICE_NAME in .env " +
    "(`az apim list --output table` lists the services).",
  "invalid": "",
  "conflict": "It was changed or is still in use by something else: run the cell again.",
  "throttled":
    "Azure lets this account send no more management calls for the moment: run the cell again in a minute.",
  "network":
    "No connection to Azure's management endpoint or sign-in: check the network, a proxy, or that " +
    "the embedded APIM still runs. What was made until then stays and is found again: run the cell again, or remove " +
    "it with deno task azure clean.",
  "failed": "",
} as const;

function classify(error: ServiceError): { code: ApimErrorCode; cure: string } {
  const code = kindOf(error);
  return { code, cure: CURES[code] };
}

function kindOf({ name, message, statusCode, code }: ServiceError): keyof typeof CURES {
  if (/AADSTS(50173|700082|70043|50078|50076|700084)|expired/i.test(message) && isSignIn(name)) {
    return "credentials-expired";
  }
  if (isSignIn(name)) {
    if (/AADSTS(7000215|7000222|700016|90002|900023|7000216)/.test(message)) {
      return "credentials-wrong";
    }
    return /network_error|ENOTFOUND|ECONN|EAI_AGAIN/.test(message) &&
        !/^ChainedTokenCredential/.test(message)
      ? "network"
      : "credentials-missing";
  }
  if (statusCode === 401) return /expired/i.test(message) ? "credentials-expired" : "unauthorized";
  if (statusCode === 403) return "forbidden";
  if (statusCode === 404) return "not-found";
  if (statusCode === 400) return "invalid";
  if (statusCode === 409 || statusCode === 412) return "conflict";
  if (statusCode === 429) return "throttled";
  if (statusCode !== null) return "failed";
  return /REQUEST_SEND_ERROR|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CERT|TLS/.test(code) ||
      /Connection refused|dns error|network|socket hang up|Error reading response/i.test(message)
    ? "network"
    : "failed";
}

function isSignIn(errorName: string): boolean {
  return /^(CredentialUnavailable|AggregateAuthentication|Authentication(Required)?)Error$/
    .test(errorName);
}

function readServiceError(error: Error): ServiceError {
  const fields = error as Error & Partial<Record<"statusCode" | "code" | "details", unknown>>;
  return {
    name: error.name,
    message: error.message,
    statusCode: typeof fields.statusCode === "number" ? fields.statusCode : null,
    code: typeof fields.code === "string" ? fields.code : "",
    details: readDetails(fields.details),
  };
}

/** The SDK gives the parsed body, in which ARM's own details are nested. */
function readDetails(body: unknown): ErrorDetail[] {
  const error = property(body, "error") ?? body;
  const details = property(error, "details");
  if (!Array.isArray(details)) return [];
  return details.map((detail) => ({
    code: text(property(detail, "code")),
    target: text(property(detail, "target")),
    message: text(property(detail, "message")),
  }));
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
