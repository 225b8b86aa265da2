/**
 * The documentation's tables of texts, made from the catalogues.
 * @module
 */
import type { PolicyError } from "../../gateway/contracts/policy_error.ts";
import { FAILURE } from "../../gateway/contracts/texts/failures.ts";
import { TOKEN_FAULT, TOKEN_REPLY } from "../../gateway/contracts/texts/token_faults.ts";
import {
  EXPRESSION_FINDING,
  FINDING,
  FINDING_SOURCES,
} from "../../gateway/contracts/texts/findings.ts";
import type { Source } from "../../gateway/contracts/texts/source.ts";

/** Stands in a text for what it says about one case: texts, lists and objects alike. */
const ANY = Object.assign(["…"], {
  toString: () => "…",
  datatype: "…",
  why: "…",
  cure: "…",
}) as unknown as string;

type Maker<T> = T | ((...args: never[]) => T);

function sample<T>(maker: Maker<T>): T {
  if (typeof maker !== "function") return maker;
  const make = maker as (...args: unknown[]) => T;
  return make(...Array(Math.max(make.length, 4)).fill(ANY));
}

const cell = (text: unknown) =>
  String(text).replaceAll("|", "\\|").replaceAll("{", "\\{").replace(/[\r\n]+/g, " ").trim();

const place = (source: Source) => source === null ? "" : `[source](${source})`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

function failureRow(maker: Maker<PolicyError> & { source: Source }): string[] {
  const { reason, message, reply } = sample(maker);
  const [status, said] = reply === "as-it-stands"
    ? ["the backend's", "the backend's"]
    : [String(reply.statusCode), reply.message ?? ""];
  return [`\`${reason}\``, cell(message), status, cell(said), place(maker.source)];
}

/** Markdown: what callers are told, what policies read of a failure, and what authors are told. */
export function textsTables(): string {
  const findings = { ...FINDING, ...EXPRESSION_FINDING };
  return [
    "## What callers are told\n",
    "`LastError.Reason`, `LastError.Message`, and the status and message of the reply unless a policy says otherwise.\n",
    table(
      ["reason", "LastError.Message", "status", "the reply's message", "source"],
      Object.values(FAILURE).map((maker) => failureRow(maker as Parameters<typeof failureRow>[0])),
    ),
    "### Tokens\n",
    "Of a token that is missing, or that does not pass, the caller reads " +
    Object.entries(TOKEN_REPLY).map(([name, { missing, invalid }]) =>
      `“${missing}” or “${invalid}” (\`${name}\`)`
    ).join(", ") + ", unless `failed-validation-error-message` says otherwise.\n",
    table(
      ["reason", "LastError.Message", "source"],
      Object.values(TOKEN_FAULT).map((maker) => {
        const { reason, message } = sample(maker as Maker<{ reason: string; message: string }>);
        return [`\`${reason}\``, cell(message), place(maker.source)];
      }),
    ),
    "## What authors are told\n",
    "Each stands behind `Error in element '…' on line …, column …: ` in a detail of ARM's `ValidationError`, whose target is " +
    "the element. What is no XML has the target `representation`, and .NET's own words; what is wrong in an " +
    "expression's code has the C# compiler's.\n",
    table(
      ["code", "text", "source"],
      Object.entries(findings).map(([name, maker]) => {
        const { code, message } = sample(maker as Maker<{ code: string; message: string }>);
        return [
          `\`${code}\``,
          cell(message),
          place(FINDING_SOURCES[name as keyof typeof FINDING_SOURCES]),
        ];
      }),
    ),
  ].join("\n");
}
