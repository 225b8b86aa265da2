/** `<validate-content>`: the size of a body, and what is in it, against the API's schemas or the service's own. */
import { FINDING } from "../../contracts/texts/findings.ts";
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { loadBody, type MessageBody } from "../../contracts/message.ts";
import type { BodyContract, SchemaReference } from "../../contracts/operation_contract.ts";
import type { Flow, Run } from "../../contracts/run.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import { counted } from "../engine/counted.ts";
import { messageOf } from "../engine/message_of.ts";
import { bodyFindings, type Side, tooLarge, unspecifiedType } from "../schemas/content.ts";
import { missingSchema } from "../schemas/parameters.ts";
import type { SchemaVariant } from "../schemas/adapt.ts";
import { type Action, actionOf, Report, REQUIRED_ACTION } from "../schemas/report.ts";

/** The page's limit, in bytes. */
const MAX_SIZE = 4 * 1024 * 1024;

export const validateContent = definePolicy({
  name: "validate-content",
  sections: ["inbound", "outbound", "on-error"],
  documentation: policyPage("validate-content"),
  attributes: {
    "unspecified-content-type-action": REQUIRED_ACTION,
    "max-size": { type: "integer", required: true, expressions: true, min: 0, max: MAX_SIZE },
    "size-exceeded-action": REQUIRED_ACTION,
    "errors-variable-name": attribute.text,
  },
  children: {
    kind: "elements",
    elements: {
      "content-type-map": {
        max: 1,
        attributes: {
          "any-content-type-value": attribute.text,
          "missing-content-type-value": attribute.text,
        },
        children: {
          kind: "elements",
          elements: {
            type: {
              attributes: {
                from: attribute.text,
                when: attribute.booleanValue,
                to: attribute.required,
              },
            },
          },
        },
      },
      content: {
        attributes: {
          type: attribute.text,
          "validate-as": { type: ["json", "xml", "soap"], required: true },
          "schema-id": attribute.text,
          "schema-ref": attribute.text,
          action: REQUIRED_ACTION,
          "allow-additional-properties": attribute.boolean,
          "case-insensitive-property-names": attribute.boolean,
        },
      },
    },
  },
  check(element, check) {
    for (const content of element.children.filter(({ name }) => name === "content")) {
      const as = content.attributes.get("validate-as")?.content;
      if (as?.kind !== "literal" || as.text === "json") continue;
      const need = "a validator of XML schemas";
      check.report(FINDING.unsupportedAttribute(`validate-as="${as.text}"`, need));
    }
  },
  compile(node) {
    const variable = node.literal("errors-variable-name");
    const unspecified = actionOf(node, "unspecified-content-type-action")!;
    const sizeExceeded = actionOf(node, "size-exceeded-action")!;
    const maxSize = node.number("max-size", MAX_SIZE);
    const typeOf = contentTypeMap(node.child("content-type-map"));
    const contents = node.children("content").map(contentOf);
    const inspect = (run: Run, body: MessageBody): Flow => {
      const side: Side = run.section === "inbound" ? "request" : "response";
      const report = new Report();
      const size = body.bytes().length;
      const limit = maxSize(run);
      const sent = messageOf(run)!.headers.get("Content-Type") ?? "";
      if (size > limit) {
        report.add(sizeExceeded(run), tooLarge(side, size, limit));
      } else {
        const contentType = typeOf(run, sent.split(";")[0].trim().toLowerCase());
        const described = describedBodies(run, side);
        const own = described?.find((body) => body.contentType === contentType);
        const matching = contents.filter(({ type, schemaId }) =>
          type === contentType || type === null && (own !== undefined || schemaId !== null)
        );
        if (own === undefined && !matching.some(({ schemaId }) => schemaId !== null)) {
          report.add(unspecified(run), unspecifiedType(side, contentType));
        }
        for (const content of matching) {
          if (content.schemaId === null && own === undefined) continue;
          const schema = content.schemaId === null
            ? own!.schema
            : serviceSchema(run, content.schemaId, content.pointer);
          const action = content.action(run);
          const findings = content.schemaId === null && described === null
            ? [missingSchema()]
            : bodyFindings(body.text(), { side, contentType, schema, variant: content.variant });
          for (const finding of findings) report.add(action, finding);
        }
      }
      report.conclude(run, node.name, variable);
      return "next";
    };
    return (run): MaybePromise<Flow> => {
      const body = messageOf(run)?.body ?? null;
      if (body === null) return "next";
      return chain(
        loadBody(body, run),
        () => body.consumed ? "next" : counted(run, () => inspect(run, body)),
      );
    };
  },
});

interface Content {
  /** Lower-case; null for every type that the operation describes. */
  readonly type: string | null;
  readonly schemaId: string | null;
  readonly pointer: string;
  readonly action: (run: Run) => Action;
  readonly variant: SchemaVariant;
}

function contentOf(node: PolicyNode): Content {
  const additional = node.literal("allow-additional-properties");
  return {
    type: node.literal("type")?.trim().toLowerCase() || null,
    schemaId: node.literal("schema-id")?.trim() || null,
    pointer: node.literal("schema-ref")?.trim() || "#",
    action: actionOf(node, "action")!,
    variant: {
      additionalProperties: additional === null ? undefined : additional.toLowerCase() === "true",
      ignoresCase: node.literal("case-insensitive-property-names")?.toLowerCase() === "true",
    },
  };
}

/** The content type that a body is validated as: mapped by name or condition, else as the map says for all. */
function contentTypeMap(node: PolicyNode | null): (run: Run, sent: string) => string {
  const lower = (text: string | null) => text?.trim().toLowerCase() || null;
  const any = lower(node?.literal("any-content-type-value") ?? null);
  const missing = lower(node?.literal("missing-content-type-value") ?? null);
  const types = (node?.children("type") ?? []).map((type) => ({
    from: lower(type.literal("from")),
    when: type.has("when") ? type.boolean("when", false) : null,
    to: lower(type.literal("to"))!,
  }));
  return (run, sent) => {
    const mapped = types.find(({ from, when }) => when === null ? from === sent : when(run));
    return mapped?.to ?? any ?? (sent === "" ? missing ?? "" : sent);
  };
}

function describedBodies({ contract, context }: Run, side: Side): readonly BodyContract[] | null {
  const described = contract?.();
  if (described === undefined) return null;
  if (side === "request") return described.bodies;
  const { responses } = described;
  return responses.find(({ statusCode }) => statusCode === context.response?.statusCode)?.bodies ??
    [];
}

function serviceSchema({ schemas }: Run, id: string, pointer: string): SchemaReference {
  const document = schemas.get(id.toLowerCase());
  if (document === undefined) return { kind: "missing-schema" };
  return { kind: "definition", document, pointer, definition: pointer === "#" ? id : pointer };
}
