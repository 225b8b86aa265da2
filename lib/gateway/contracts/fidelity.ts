/**
 * What Azure's documentation leaves open, each as a named switch with the choice made here.
 * One place for all of them, so that a live check that settles one changes one line.
 * @module
 */

import { unknownName } from "../../core/one_of.ts";

/** One open question. The first choice is the default. */
interface Switch {
  readonly choices: readonly [string, ...string[]];
  /** What is undocumented or contradictory. */
  readonly question: string;
  /** Why the default was chosen. */
  readonly reason: string;
  /** The experiment on a live service that would settle it. */
  readonly liveCheck: string;
}

/** Every switch of the gateway, by name. The fidelity table of the documentation is made from it. */
export const FIDELITY_SWITCHES = {
  breakerWindow: {
    choices: ["sliding", "fixed"],
    question: "Is a circuit breaker's interval a sliding or a fixed window?",
    reason: "A sliding window has no edge at which failures are forgotten early.",
    liveCheck: "count 2, interval PT1M: two failures 40 s apart, started at different seconds",
  },
  breakerPercentage: {
    choices: ["after-ten-calls", "any-call"],
    question: "How many calls in the interval does a percentage need before it may trip?",
    reason: "One failing first call is 100%; a breaker that trips on it would be a count of 1.",
    liveCheck: "percentage 50: send one failing call and read the status of the next",
  },
  breakerTransportFailures: {
    choices: ["ignored", "counted"],
    question: "Do timeouts and failed connections count towards a rule of status codes?",
    reason: "Microsoft's Apim-Samples state that failures without a response do not trip it.",
    liveCheck: "a backend that refuses connections, rule 500-599 count 1: read the second reply",
  },
  breakerRetryAfter: {
    choices: ["replaces", "at-most-trip-duration", "at-least-trip-duration"],
    question: "With acceptRetryAfter, how does Retry-After combine with tripDuration?",
    reason: "The documentation accepts even a day, so nothing caps it.",
    liveCheck: "tripDuration PT1M, reply Retry-After 5 and then 120: time until calls resume",
  },
  poolZeroWeight: {
    choices: ["never-picked", "as-one"],
    question: "Does a pool member of weight 0 get calls?",
    reason: "A share of nothing is nothing; it still serves when its whole group has weight 0.",
    liveCheck: "two members of weights 0 and 1: 200 calls, count who served",
  },
  poolMissingWeight: {
    choices: ["as-one", "as-average"],
    question: "What weight has a member without one beside members that have one?",
    reason: "Round robin without weights is everybody's weight 1.",
    liveCheck: "two members, weight 9 and none: 200 calls, count who served",
  },
  poolMissingPriority: {
    choices: ["first", "last"],
    question: "Which group is a member without priority in?",
    reason: "A pool without priorities is one group, and 0 is the number's default.",
    liveCheck: "two members, priority 1 and none: who serves first?",
  },
  poolExhaustedRetryAfter: {
    choices: ["soonest-reset", "none"],
    question: "Does the gateway's own 503 for an exhausted pool carry Retry-After?",
    reason: "Microsoft's Apim-Samples assert one on that reply.",
    liveCheck: "trip every member, read the headers of the 503",
  },
  affinityToTripped: {
    choices: ["pick-another", "fail"],
    question: "Where does a session go whose pool member is tripped?",
    reason: "Availability comes before affinity.",
    liveCheck: "trip the session's member, call again with its cookie",
  },
  newerMembers: {
    choices: ["dropped", "kept"],
    question: "What becomes of a backend's members that the request's api-version does not have?",
    reason: "A version is a contract of its own: ARM's providers read what it names, and no more.",
    liveCheck:
      "put a pool with failureResponse in 2024-05-01, read it in 2025-09-01-preview: is it there?",
  },
  credentialMerge: {
    choices: ["replace", "append"],
    question: "Does a backend's header or query credential replace the caller's value?",
    reason: "A caller's own api-key must not reach the model beside the gateway's.",
    liveCheck: "credentials header x-a, call with x-a: echo what the backend sees",
  },
  backendAutoMatch: {
    choices: ["prefix", "exact", "off"],
    question: "Which backend entity applies when only a URL was set?",
    reason: "The documentation says an entity whose URL matches applies, without saying how.",
    liveCheck:
      "entity https://x/a with a header credential, set-backend-service base-url https://x/a/b",
  },
  responseAfterTransportFailure: {
    choices: ["status-500", "null"],
    question: "What is context.Response inside a retry after a timeout or failed connection?",
    reason: "A recorded trace shows a non-null response whose status is at least 500.",
    liveCheck: "retry condition that sets a variable from context.Response == null, port closed",
  },
  responseWithoutForward: {
    choices: ["empty-200", "null"],
    question:
      "What is context.Response from the backend section on, as long as no forward-request ran?",
    reason:
      "Answers of Microsoft staff describe an empty 200 in outbound; published policies that " +
      "were tested end to end read its status in retry before the first attempt.",
    liveCheck: "a backend section without forward-request, return context.Response.StatusCode",
  },
  unbufferedRetryBody: {
    choices: ["empty", "kept"],
    question: "What does a retry send as body without buffer-request-body?",
    reason: "Reports of retries that went out without payload; the attribute exists for this.",
    liveCheck: "retry a POST that gets a 500 twice, unbuffered: the lengths that the backend sees",
  },
  retryFirstFastIndex: {
    choices: ["keeps-index", "advances-index"],
    question: "Does first-fast-retry use up the first term of the waiting times?",
    reason: "The first wait of the series then still comes, one retry later.",
    liveCheck: "interval 2, delta 10, first-fast-retry: the times between attempts",
  },
  contextBackendOfPool: {
    choices: ["member", "pool"],
    question: "Does context.Backend show the pool or the chosen member after forwarding?",
    reason: "Its AzureRegion has a meaning for a member only.",
    liveCheck: "forward to a pool, return context.Backend.Id in a header",
  },
  operationNotFoundScope: {
    choices: ["api", "global"],
    question: "Whose on-error runs when a path has an API but no operation?",
    reason:
      "A published sample of Microsoft's handles it beside <base/>, so below the global scope.",
    liveCheck: "set a header in the on-error of global and API scope, call an unknown operation",
  },
  missingNamedValue: {
    choices: ["refused-except-product", "refused", "deferred"],
    question: "Is a policy refused that mentions a named value which does not exist yet?",
    reason: "Reports of API policies and fragments say so, with the text " +
      "(terraform-provider-azurerm#5001 and others); the specification's example of a product's " +
      "policy puts one, so there its requests fail until the value is there.",
    liveCheck: 'put a policy with calls="{{no-such-value}}", read the status',
  },
  emptyRequiredValue: {
    choices: ["everywhere", "in-trace"],
    question: "Does an expression that gives nothing fail every attribute that is required?",
    reason:
      "trace was seen to fail so (microsoft/mosaic-apim), in the words of a check that .NET has " +
      "for every property.",
    liveCheck: 'rate-limit-by-key with counter-key="@("")": status and LastError of a call',
  },
  valueCacheUsage: {
    choices: ["anywhere", "as-documented"],
    question:
      "May a section hold several cache-lookup-value or cache-store-value, and a fragment one?",
    reason:
      "Their pages say no; production policies and Microsoft's own samples (openai-apim-lb, " +
      "policy-snippets) do both.",
    liveCheck: "put a policy with two cache-store-value in inbound, and a fragment with one",
  },
  nestedFragments: {
    choices: ["refused", "allowed"],
    question: "May a fragment include another one?",
    reason: "The page of policy fragments says that it currently cannot.",
    liveCheck: "put a fragment with an include-fragment, read the status",
  },
  undocumentedTypes: {
    choices: ["warn", "refuse"],
    question: "May expressions use XmlDocument, XmlReader and RSACng?",
    reason:
      "The list of allowed types leaves them out, but policies that Microsoft published use them.",
    liveCheck: "put a policy with @(new XmlDocument().Name), read the status",
  },
  cacheMiss: {
    choices: ["unset", "null"],
    question: "Does cache-lookup-value without a default assign null on a miss, or nothing?",
    reason: "Its page says both; Microsoft's samples rely on ContainsKey being false.",
    liveCheck: "look up a key that nobody stored, return context.Variables.ContainsKey",
  },
  cacheValues: {
    choices: ["copied", "shared"],
    question: "Is a JObject from the cache a copy, or the one that was stored?",
    reason: "An internal cache that instances share has to serialise what it keeps.",
    liveCheck: "store a JObject, change the variable, look it up in the same request",
  },
  missingVariable: {
    choices: ["throws", "null"],
    question: "Does context.Variables[name] throw when there is no such variable?",
    reason: "A .NET dictionary throws KeyNotFoundException.",
    liveCheck: 'return context.Variables["no-such-variable"] == null',
  },
  variableOfWrongType: {
    choices: ["throws", "default"],
    question: "Does Variables.GetValueOrDefault<T> throw when the variable has another type?",
    reason: "The documentation says that it throws; Microsoft's policy toolkit gives the default.",
    liveCheck: 'set a variable to "x", return context.Variables.GetValueOrDefault<int>',
  },
  lastErrorPath: {
    choices: ["with-policy", "parents-only"],
    question: "Does LastError.Path end with the policy that failed or with what holds it?",
    reason: "The documented example, choose[3]/when[2], fits a choose whose condition failed.",
    liveCheck: "fail a set-variable inside choose/when, return context.LastError.Path",
  },
  onErrorFailure: {
    choices: ["plain-500", "keeps-response"],
    question: "What does the caller get when a policy in on-error fails?",
    reason: "A half-changed reply would hide the second failure.",
    liveCheck: "fail in inbound with 401, fail again in on-error, read the status",
  },
  tokenLimitRefill: {
    choices: ["by-minute", "continuously"],
    question: "Do the tokens of a token limit come back minute by minute or little by little?",
    reason: "Replies that ask to wait 180 or 288 seconds show debts that whole minutes pay off.",
    liveCheck:
      "tokens-per-minute 100, one call of 300 tokens: Retry-After of the next, and when it ends",
  },
  tokensOfFailedCall: {
    choices: ["kept", "returned"],
    question: "Are estimated prompt tokens given back when the model refuses the call?",
    reason:
      "The documentation corrects the count by the usage in the reply, and a refusal has none.",
    liveCheck: "estimate-prompt-tokens true, backend answers 429: the remaining-tokens header",
  },
  jwtIssuers: {
    choices: ["listed-and-published", "listed"],
    question: "Is the issuer of an OpenID configuration accepted beside listed issuers?",
    reason: "The documentation's samples list none where a configuration is given.",
    liveCheck:
      "openid-config and an issuer element of another name: a token of the former's issuer",
  },
  semanticScore: {
    choices: ["distance", "similarity"],
    question: "Is score-threshold the most distance or the least similarity of prompts?",
    reason: "The page says that smaller values stand for greater similarity.",
    liveCheck: "score-threshold 0.9, two prompts that have nothing in common: a hit?",
  },
  ipFilterBody: {
    choices: ["forbidden", "reason"],
    question: "Does the reply of ip-filter say Forbidden or name the caller's address?",
    reason: "Microsoft's emulator answers Forbidden; the page of errors gives the longer text.",
    liveCheck: "ip-filter forbid with the caller's address, read the body of the 403",
  },
  corsTerminatesByDefault: {
    choices: ["yes", "no"],
    question: "What is the default of terminate-unmatched-request of cors?",
    reason: "The page says both; the newer of its two places says true.",
    liveCheck: "cors without the attribute, a GET with an Origin that is not listed: empty 200?",
  },
  keySentToOpenApi: {
    choices: ["validated", "ignored"],
    question: "Is a key validated that is sent to an API that needs none?",
    reason: "The subscription page says so; one user report says otherwise.",
    liveCheck: "subscriptionRequired false, call with a wrong key",
  },
  xmlJsonConventions: {
    choices: ["as-seen", "newtonsoft"],
    question: "How do xml-to-json and json-to-xml write prefixes, declarations, null and booleans?",
    reason:
      "A published run on a live service gave soap$Envelope, a bare version, xsi:nil and True.",
    liveCheck: "mock-response <s:a xmlns:s='u'/> through xml-to-json direct: read the root's name",
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** The choice for each switch. */
export type Fidelity = {
  readonly [K in keyof typeof FIDELITY_SWITCHES]: (typeof FIDELITY_SWITCHES)[K]["choices"][number];
};

/** Every switch at its default. */
export const DEFAULT_FIDELITY: Fidelity = Object.freeze(
  Object.fromEntries(
    Object.entries(FIDELITY_SWITCHES).map(([name, { choices }]) => [name, choices[0]]),
  ),
) as Fidelity;

/**
 * The defaults with `choices` over them.
 * @throws RangeError naming the switch, or the choices that it has, when one is unknown.
 */
export function chooseFidelity(choices: Partial<Fidelity> = {}): Fidelity {
  for (const [name, choice] of Object.entries(choices)) {
    const known = (FIDELITY_SWITCHES as Readonly<Record<string, Switch>>)[name];
    if (known === undefined) {
      throw new RangeError(unknownName("fidelity switch", name, Object.keys(FIDELITY_SWITCHES)));
    }
    if (!known.choices.includes(choice)) {
      throw new RangeError(
        `fidelity switch ${name} is one of ${known.choices.join(", ")}: it is "${choice}"`,
      );
    }
  }
  return { ...DEFAULT_FIDELITY, ...choices };
}
