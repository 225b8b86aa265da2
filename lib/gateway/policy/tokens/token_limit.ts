/**
 * What llm-token-limit and azure-openai-token-limit are: tokens a minute and in a calendar period, by key.
 * @see https://learn.microsoft.com/azure/api-management/llm-token-limit-policy
 * @module
 */
import { counted } from "../engine/counted.ts";
import { FINDING } from "../../contracts/texts/findings.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody } from "../../contracts/message.ts";
import {
  attribute,
  definePolicy,
  type PolicyDefinition,
  policyPage,
} from "../definition/definition.ts";
import { FixedWindow } from "../limits/fixed_window.ts";
import { type Output, outputOf, setHeader, setVariable } from "../limits/outputs.ts";
import { waitSeconds } from "../limits/wait.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import { whenTokensKnown } from "./meter.ts";
import { estimatePromptTokens } from "./prompt.ts";
import { QUOTA_PERIODS, type QuotaPeriod, quotaPeriodEnd } from "./quota_period.ts";
import { TokenRate } from "./token_rate.ts";

export function tokenLimit(name: string): PolicyDefinition {
  return definePolicy({
    name,
    sections: ["inbound"],
    documentation: policyPage(name),
    attributes: {
      "counter-key": attribute.requiredValue,
      "tokens-per-minute": { type: "integer", expressions: true, min: 1 },
      "token-quota": { type: "integer", expressions: true, min: 1 },
      "token-quota-period": { type: QUOTA_PERIODS, expressions: true },
      // required by the page's table, and left out in its own example of a quota
      "estimate-prompt-tokens": attribute.booleanValue,
      "retry-after-header-name": attribute.headerName,
      "retry-after-variable-name": attribute.text,
      "remaining-tokens-header-name": attribute.headerName,
      "remaining-tokens-variable-name": attribute.text,
      "remaining-quota-tokens-header-name": attribute.headerName,
      "remaining-quota-tokens-variable-name": attribute.text,
      "tokens-consumed-header-name": attribute.headerName,
      "tokens-consumed-variable-name": attribute.text,
    },
    check({ attributes }, { report }) {
      if (!attributes.has("tokens-per-minute") && !attributes.has("token-quota")) {
        report(FINDING.oneOf("tokens-per-minute", "token-quota"));
      }
      if (attributes.has("token-quota") !== attributes.has("token-quota-period")) {
        report(FINDING.quotaAndPeriod);
      }
    },
    compile(node) {
      const key = node.text("counter-key");
      const estimates = node.boolean("estimate-prompt-tokens", false);
      const limits = [rateOf(node), quotaOf(node)].filter((limit) => limit !== null);
      const retryAfter = outputOf(node, "retry-after", "Retry-After");
      const consumed = outputOf(node, "tokens-consumed");
      return (run) =>
        chain(loadBody(run.context.request.body, run), () => {
          const active = limits.map((limit) => limit(run, key(run)));
          const prompt = estimates(run)
            ? counted(run, () => estimatePromptTokens(run.context.request.body))
            : 0;
          const refusal = active.map((limit) => limit.refuse(prompt)).find((wait) => wait !== null);
          if (refusal !== undefined) setVariable(run, retryAfter, refusal.seconds);
          else if (prompt > 0) active.forEach((limit) => limit.add(prompt));
          active.forEach((limit) => setVariable(run, limit.remaining, limit.left()));
          setVariable(run, consumed, prompt);
          run.trace?.add(run, name, refusal ? "refused" : `${prompt} tokens estimated`, {
            left: active.map((limit) => limit.left()),
          });
          let used = prompt;
          run.afterResponse.push((run) => {
            active.forEach((limit) => setHeader(run, limit.remaining, limit.left()));
            if (refusal === undefined) setHeader(run, consumed, used);
          });
          if (refusal !== undefined) {
            throw refusal.failure(String(refusal.seconds), retryAfter.header!);
          }
          whenTokensKnown(run, (usage) => {
            const returns = run.fidelity.tokensOfFailedCall === "returned";
            if (usage === null && !returns) {
              return;
            }
            used = usage?.total ?? 0;
            active.forEach((limit) => limit.add(used - prompt));
            active.forEach((limit) => setVariable(run, limit.remaining, limit.left()));
            setVariable(run, consumed, used);
          });
          return "next";
        });
    },
  });
}

/** A limit that holds for a request: its state and its value are settled. */
interface ActiveLimit {
  readonly remaining: Output;
  /** null when a call of so many tokens is let in. */
  refuse(tokens: number): Refusal | null;
  add(tokens: number): void;
  left(): number;
}

interface Refusal {
  readonly failure: typeof FAILURE.tokenLimitExceeded;
  readonly seconds: number;
}

type Limit = (run: Run, key: string) => ActiveLimit;

function rateOf(node: PolicyNode): Limit | null {
  const perMinute = node.optionalNumber("tokens-per-minute");
  const remaining = outputOf(node, "remaining-tokens");
  return perMinute && ((run, key) => {
    const limit = perMinute(run);
    const { clock } = run.ports;
    const refill = run.fidelity.tokenLimitRefill;
    const name = `${node.name}/minute/${key}`;
    const rate = (now: number) => run.counters.get(name, now, () => new TokenRate(refill));
    return {
      remaining,
      refuse(tokens) {
        const now = clock.now();
        const waitMs = rate(now).untilFits(tokens, limit, now);
        return waitMs === 0 ? null : refusal(FAILURE.tokenLimitExceeded, waitMs);
      },
      add(tokens) {
        const now = clock.now();
        rate(now).add(tokens, limit, now);
      },
      left() {
        const now = clock.now();
        return Math.max(0, Math.floor(limit - rate(now).used(limit, now)));
      },
    };
  });
}

function quotaOf(node: PolicyNode): Limit | null {
  const quota = node.optionalNumber("token-quota");
  const period = node.text("token-quota-period");
  const remaining = outputOf(node, "remaining-quota-tokens");
  return quota && ((run, key) => {
    const limit = quota(run);
    const unit = quotaPeriod(period(run));
    const { clock } = run.ports;
    const endOf = (now: number) => quotaPeriodEnd(unit, now);
    const make = () => new FixedWindow<"tokens">(endOf);
    const name = `${node.name}/${unit}/${key}`;
    const window = (now: number) => run.counters.get(name, now, make);
    const left = () => {
      const now = clock.now();
      return limit - window(now).total("tokens", now);
    };
    return {
      remaining,
      refuse: (tokens) =>
        left() >= Math.max(tokens, 1) ? null : refusal(
          FAILURE.tokenQuotaExceeded,
          window(clock.now()).untilReset(clock.now()),
        ),
      add(tokens) {
        const now = clock.now();
        window(now).add("tokens", tokens, now);
      },
      left: () => Math.max(0, left()),
    };
  });
}

function quotaPeriod(text: string): QuotaPeriod {
  const period = QUOTA_PERIODS.find((known) => known === text);
  if (period !== undefined) return period;
  throw FAILURE.invalidValue(
    `token-quota-period must be one of ${QUOTA_PERIODS.join(", ")}: it is '${text}'.`,
  );
}

function refusal(failure: Refusal["failure"], waitMs: number): Refusal {
  return { failure, seconds: waitSeconds(waitMs) };
}
