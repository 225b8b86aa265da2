/** `<log-to-eventhub>`: a message to the event hub of a logger. */
import { FINDING } from "../../contracts/texts/findings.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";

/** Longer messages are cut off here. */
const MAX_BYTES = 200 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const logToEventhub = definePolicy({
  name: "log-to-eventhub",
  sections: EVERY_SECTION,
  documentation: policyPage("log-to-eventhub"),
  attributes: {
    "logger-id": attribute.required,
    "partition-id": attribute.text,
    "partition-key": attribute.value,
  },
  text: "required",
  check({ attributes }, { options, report }) {
    const logger = attributes.get("logger-id")?.content;
    const known = options.loggerIds;
    if (logger?.kind === "literal" && known !== null && !known.has(logger.text.toLowerCase())) {
      report(FINDING.unknownLogger);
    }
    if (attributes.has("partition-id") && attributes.has("partition-key")) {
      report(FINDING.onePartition, "partition-key");
    }
  },
  compile(node) {
    const logger = node.literal("logger-id")!;
    const partitionId = node.optionalText("partition-id");
    const partitionKey = node.optionalText("partition-key");
    const content = node.content;
    return (run) => {
      const message = cut(content(run));
      run.trace?.add(run, "log-to-eventhub", `message of ${message.length} characters`, { logger });
      const { clock, telemetry } = run.ports;
      telemetry.emit({
        at: clock.now(),
        kind: "event-hub",
        name: logger,
        data: {
          message,
          partitionId: partitionId?.(run) ?? null,
          partitionKey: partitionKey?.(run) ?? null,
        },
      });
      return "next";
    };
  },
});

/** The message, at most 200 KB of it, cut between characters. */
function cut(text: string): string {
  if (text.length * 3 <= MAX_BYTES) return text;
  const bytes = encoder.encode(text);
  if (bytes.length <= MAX_BYTES) return text;
  let end = MAX_BYTES;
  while ((bytes[end] & 0xc0) === 0x80) end--;
  return decoder.decode(bytes.subarray(0, end));
}
