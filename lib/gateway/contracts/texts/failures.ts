/**
 * What callers are told, and what policies read in `context.LastError`: every failure of the gateway, each with its
 * source. `docs/texts.md` is made from this.
 * @module
 */
import { type ErrorReply, INTERNAL_SERVER_ERROR, PolicyError } from "../policy_error.ts";
import { ERRORS_PAGE, pageOf, report, type Source } from "./source.ts";
import { type Words, words } from "./words.ts";

/** A failure that answers with its own reply, and one that answers 500 like an exception. */
const failure = <A extends readonly unknown[]>(
  source: Source,
  reason: string,
  message: (...args: A) => string,
  reply: (...args: A) => ErrorReply = () => INTERNAL_SERVER_ERROR,
): Words<PolicyError, A> =>
  words(source, (...args) => new PolicyError(reason, message(...args), reply(...args)));

/** What a caller without a valid key reads. */
const keyRefused = (reason: string, message: string): Words<PolicyError, [challenge: string]> =>
  words(ERRORS_PAGE, (challenge) =>
    new PolicyError(reason, message, {
      statusCode: 401,
      message,
      headers: { "WWW-Authenticate": challenge },
    }, { source: "authorization" }));

const outOf = (what: string): Words<PolicyError, [period: string | null, seconds: string]> =>
  words(ERRORS_PAGE, (period, seconds) => {
    const message = `Out of ${what} quota.` +
      (period === null ? "" : ` Quota will be replenished in ${period}.`);
    const headers: Record<string, string> = period === null ? {} : { "Retry-After": seconds };
    return new PolicyError("QuotaExceeded", message, { statusCode: 403, message, headers });
  });

/** No page gives the reasons, nor the words for a quota. Notes of 2026-09 have seen the limit's in metrics. */
const tokensExceeded = (
  statusCode: 429 | 403,
  reason: string,
  message: string,
): Words<PolicyError, [seconds: string, header: string]> =>
  failure<[seconds: string, header: string]>(
    pageOf("llm-token-limit"),
    reason,
    () => message,
    (seconds, header) => ({
      statusCode,
      message: `${message} Try again in ${seconds} seconds.`,
      headers: { [header]: seconds },
    }),
  );

/** Each answers 403; `said` is what the caller reads. */
const addressRefused = <A extends readonly string[]>(
  reason: string,
  message: (...args: A) => string,
) =>
  words(ERRORS_PAGE, (said: string | null, ...args: A) => {
    const text = message(...args);
    return new PolicyError(reason, text, { statusCode: 403, message: said ?? text });
  });

/** The policy says what its caller reads. */
const headerRefused = <A extends readonly string[]>(
  reason: string,
  message: (...args: A) => string,
) =>
  words(
    ERRORS_PAGE,
    (reply: ErrorReply, ...args: A) => new PolicyError(reason, message(...args), reply),
  );

const SERVICE_UNAVAILABLE = "Service unavailable";

/** An open breaker, or a pool of them: 503 unless they say otherwise. With another code, its usual phrase. */
const unavailable = (
  reason: string,
  message: string,
): Words<PolicyError, [statusCode: number, headers: Readonly<Record<string, string>>]> =>
  failure<[statusCode: number, headers: Readonly<Record<string, string>>]>(
    report("Azure-Samples/AI-Gateway#262"),
    reason,
    () => message,
    (statusCode, headers) => ({
      statusCode,
      message: statusCode === 503 ? SERVICE_UNAVAILABLE : undefined,
      headers,
    }),
  );

/** Failures by name. */
export const FAILURE = {
  // The gateway's own steps
  operationNotFound: words(ERRORS_PAGE, () =>
    new PolicyError(
      "OperationNotFound",
      "Unable to match incoming request to an operation.",
      { statusCode: 404, message: "Resource not found" },
      { source: "configuration" },
    )),
  subscriptionKeyNotFound: keyRefused(
    "SubscriptionKeyNotFound",
    "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.",
  ),
  subscriptionKeyInvalid: keyRefused(
    "SubscriptionKeyInvalid",
    "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.",
  ),
  requestRefused: words(null, (statusCode: number, text: string, cause: unknown) =>
    new PolicyError(
      statusCode === 413 ? "RequestTooLarge" : "BadRequest",
      `${text}.`,
      { statusCode, message: text },
      { cause },
    )),
  clientGone: failure(
    ERRORS_PAGE,
    "ClientConnectionFailure",
    () => "The client went away while waiting to retry.",
  ),
  defect: words(
    null,
    (text: string, cause: unknown) =>
      new PolicyError("InternalError", text, INTERNAL_SERVER_ERROR, { cause }),
  ),

  // Backends
  backendConnectionFailure: failure(
    ERRORS_PAGE,
    "BackendConnectionFailure",
    (text: string) => text,
  ),
  exchangeFailed: words(
    ERRORS_PAGE,
    (reason: string, text: string) => new PolicyError(reason, text),
  ),
  backendBreakerOpen: unavailable("BackendCircuitBreakerOpen", "The backend is unavailable."),
  backendPoolExhausted: unavailable(
    "BackendPoolExhausted",
    "No backend of the pool is available.",
  ),
  backendNotFound: failure(
    null,
    "BackendNotFound",
    (id: string) => `Backend with id '${id}' could not be found.`,
  ),
  backendErrorStatusCode: words(null, (statusCode: string) =>
    new PolicyError(
      "BackendErrorStatusCode",
      `The backend answered with status code ${statusCode}.`,
      "as-it-stands",
    )),

  // Expressions and values
  expressionFailed: words(ERRORS_PAGE, (text: string, cause?: unknown) =>
    new PolicyError(
      "ExpressionValueEvaluationFailure",
      `Expression evaluation failed. ${text}`,
      INTERNAL_SERVER_ERROR,
      { cause },
    )),
  expressionValueInvalid: failure(
    "https://github.com/microsoft/mosaic-apim",
    "ExpressionValueValidationFailure",
    (text: string) => `Expression value is invalid. ${text}`,
  ),
  valueNotFilledIn: failure(
    null,
    "ValueNotFilledIn",
    (text: string) => `A value of the policy is still to be filled in: ${text}.`,
  ),
  namedValueNotFound: failure(null, "NamedValueNotFound", (text: string) => text),
  invalidValue: failure(null, "InvalidValue", (text: string) => text),
  fragmentNotFound: failure(
    null,
    "FragmentNotFound",
    (id: string) => `Policy fragment with id '${id}' could not be found.`,
  ),
  invalidHeader: failure(
    report("MicrosoftDocs/azure-docs#91179"),
    "InvalidHeader",
    (what: string, parameter: string) =>
      `Specified value has invalid ${what} characters.\r\nParameter name: ${parameter}`,
  ),
  invalidMethod: failure(
    null,
    "InvalidMethod",
    (method: string) => `'${method}' is not a valid HTTP method.`,
  ),
  invalidUrl: failure(
    null,
    "InvalidUrl",
    (url: string) => `'${url}' is not an absolute HTTP URL.`,
  ),
  invalidTemplate: failure(
    null,
    "InvalidTemplate",
    (template: string) => `'${template}' is not a valid URL template.`,
  ),
  liquid: failure(null, "LiquidError", (text: string) => text),
  bodyConversion: failure(
    null,
    "BodyConversionFailure",
    (text: string) => `The body cannot be converted: ${text}`,
  ),

  // Limits
  rateLimitExceeded: failure<[seconds: string, header: string]>(
    ERRORS_PAGE,
    "RateLimitExceeded",
    () => "Rate limit is exceeded.",
    (seconds, header) => ({
      statusCode: 429,
      message: `Rate limit is exceeded. Try again in ${seconds} seconds.`,
      headers: { [header]: seconds },
    }),
  ),
  callQuotaExceeded: outOf("call volume"),
  bandwidthQuotaExceeded: outOf("bandwidth"),
  concurrencyLimitExceeded: failure(
    pageOf("limit-concurrency"),
    "ConcurrencyLimitExceeded",
    (limit: string) => `Concurrency limit is exceeded. At most ${limit} at once.`,
    () => ({ statusCode: 429, message: "Concurrency limit is exceeded." }),
  ),
  tokenLimitExceeded: tokensExceeded(429, "OpenAITokenLimitExceeded", "Token limit is exceeded."),
  tokenQuotaExceeded: tokensExceeded(403, "OpenAITokenQuotaExceeded", "Token quota is exceeded."),

  // Who may call
  callerIpUnknown: addressRefused(
    "FailedToParseCallerIP",
    () => "Failed to establish IP address for the caller. Access denied.",
  ),
  callerIpNotAllowed: addressRefused(
    "CallerIpNotAllowed",
    (address: string) => `Caller IP address ${address} is not allowed. Access denied.`,
  ),
  callerIpBlocked: addressRefused(
    "CallerIpBlocked",
    () => "Caller IP address is blocked. Access denied.",
  ),
  headerNotFound: headerRefused(
    "HeaderNotFound",
    (name: string) => `Header ${name} was not found in the request. Access denied.`,
  ),
  // tests of an API behind the service (Gherkin tables found 2026-11) have "does not contain required value."
  headerValueNotAllowed: headerRefused(
    "HeaderValueNotAllowed",
    (name: string, value: string) =>
      `Header ${name} value of ${value} is not allowed. Access denied.`,
  ),
  certificateNotFound: failure(
    null,
    "CertificateNotFound",
    (id: string) => `Certificate '${id}' could not be found.`,
  ),
  invalidCertificate: failure(
    null,
    "InvalidCertificate",
    () => "The body of the certificate is not Base64.",
  ),
  managedIdentityToken: failure(
    null,
    "ManagedIdentityTokenFailure",
    (resource: string, text: string) => `No token for '${resource}': ${text}`,
  ),
  authorizationNotFound: failure(
    null,
    "AuthorizationNotFound",
    (id: string, provider: string) =>
      `Authorization '${id}' of provider '${provider}' could not be found.`,
  ),

  // Contents
  contentSafety: failure(
    pageOf("llm-content-safety"),
    "ContentSafetyViolation",
    (fault: string) => `Request failed content safety check: ${fault}.`,
    () => ({ statusCode: 403, message: "Request failed content safety check." }),
  ),
  callbackParameterInvalid: failure(
    ERRORS_PAGE,
    "CallbackParameterInvalid",
    (name: string) => `Value of callback parameter ${name} is not a valid JavaScript identifier.`,
    () => ({ statusCode: 400, message: "Invalid callback parameter." }),
  ),
  requestNotValid: failure<[details: string, said: string]>(
    pageOf("validate-content"),
    "Bad request",
    (details) => details,
    (_details, said) => ({ statusCode: 400, message: said }),
  ),
  responseNotValid: failure(
    pageOf("validate-content"),
    "Response not allowed",
    (details: string) => details,
    () => ({
      statusCode: 502,
      message:
        "The request could not be processed due to an internal error. Contact the API owner.",
    }),
  ),
};
