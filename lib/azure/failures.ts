/**
 * A failed deployment, told by what to do about it.
 * @module
 */
import { table } from "../core/table.ts";
import { ApimError, type ApimErrorCode, attempt } from "../apim/mod.ts";
import { UserError } from "../core/user_error.ts";

/** An error as ARM nests it; providers' own errors hide as JSON inside a message. */
export interface ArmErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly details?: readonly ArmErrorBody[];
}

/** What to do, by the error's code. The first that fits is said. */
const CURES: readonly (readonly [code: RegExp, cure: string])[] = [
  [
    /^InsufficientQuota|QuotaExceeded$/,
    "Ask for less (--capacity), for other regions (--regions) or for another model (--model). What is left: " +
    "az cognitiveservices usage list --location REGION. More: https://aka.ms/oai/quotaincrease",
  ],
  [
    /^ServiceAlreadyExistsInSoftDeletedState$/,
    "A deleted service keeps its name for 48 hours. Purge it (az apim deletedservice purge --service-name NAME " +
    "--location REGION), or take another name with --service-name.",
  ],
  [
    /^FlagMustBeSetForRestore$/,
    "A deleted account keeps its name for 48 hours. Purge it: az cognitiveservices account purge --name NAME " +
    "--resource-group GROUP --location REGION (deno task azure down --purge does so).",
  ],
  [
    /ModelNotSupported|InvalidResourceProperties|SpecialFeatureOrQuotaIdRequired|SkuNotSupported/,
    "The model is not to be had there in this way. What is: az cognitiveservices model list --location REGION. " +
    "Choose with --model NAME@VERSION, --regions or --sku.",
  ],
  [/^(AuthorizationFailed|LinkedAuthorizationFailed)$/, roles()],
  [
    /^MissingSubscriptionRegistration$/,
    "Register the provider once: az provider register --namespace NAMESPACE --wait",
  ],
  [
    /^(ServiceAlreadyExists|NameUnavailable|ServiceNameNotAvailable|CustomDomainInUse)$/,
    "Somebody has the name already: take another one with --service-name.",
  ],
  [
    /^RequestDisallowedByPolicy$/,
    "A policy of your organisation forbids it: the message names it; ask who owns the subscription.",
  ],
  [
    /^(PrincipalNotFound)$/,
    "The new identity is not known everywhere yet: run deno task azure up again in a minute.",
  ],
  [
    /^(DeploymentActive|AnotherOperationInProgress|ServiceLocked|Conflict)$/,
    "Something else is still being changed there: run deno task azure up again when it has ended.",
  ],
];

function roles(): string {
  return "You need Contributor and Role Based Access Control Administrator (or Owner) on the subscription or on " +
    "the group: az role assignment create --assignee YOU --role Owner --scope " +
    "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP";
}

/** The innermost errors: those that say what is really wrong. */
function causes(
  error: ArmErrorBody,
): readonly Required<Pick<ArmErrorBody, "code" | "message">>[] {
  const nested = [...error.details ?? [], ...inMessage(error.message)];
  if (nested.length > 0) return nested.flatMap(causes);
  return [{ code: error.code ?? "Unknown", message: error.message ?? "no message" }];
}

function inMessage(message: string | undefined): readonly ArmErrorBody[] {
  if (!message?.trimStart().startsWith("{")) return [];
  try {
    const { error } = JSON.parse(message);
    return typeof error === "object" && error !== null ? [error] : [];
  } catch {
    return [];
  }
}

/** What to do where a call about the subscription or the group fails, not one about an APIM service. */
const GROUP_CURES: Readonly<Partial<Record<ApimErrorCode, string>>> = table({
  forbidden: roles(),
  "not-found":
    "Is the subscription the right one, and of the tenant that you signed in to? az account list --output table " +
    "lists yours; give it as --subscription or AZURE_SUBSCRIPTION_ID.",
  conflict: "Something else is still being changed there: run the command again when it has ended.",
});

/** Awaits one call about the subscription or the group. @throws ApimError that says what to do */
export async function tried<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await attempt(action, call);
  } catch (error) {
    if (!(error instanceof ApimError)) throw error;
    const cure = GROUP_CURES[error.code];
    if (cure === undefined) throw error;
    const [said] = error.message.split("\n");
    throw new ApimError(error.code, said, cure, { cause: error.cause });
  }
}

/** One message for all of a deployment's errors, each with what to do. */
export function deploymentFailure(action: string, errors: readonly ArmErrorBody[]): UserError {
  const seen = new Set<string>();
  const lines = errors.flatMap(causes).flatMap(({ code, message }) => {
    const said = `${code}: ${message.replace(/\s+/g, " ").trim()}`;
    if (seen.has(said)) return [];
    seen.add(said);
    return [`  - ${said}`, ...cureOf(code).map((cure) => `    ${cure}`)];
  });
  return new UserError(`Cannot ${action}:\n${lines.join("\n")}`);
}

function cureOf(code: string): string[] {
  const found = CURES.find(([known]) => known.test(code));
  return found ? [found[1]] : [];
}
