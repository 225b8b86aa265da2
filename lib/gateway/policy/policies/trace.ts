/** `<trace>`: a message of the policy's own to traces and telemetry. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";

export const trace = definePolicy({
  name: "trace",
  sections: EVERY_SECTION,
  documentation: policyPage("trace"),
  attributes: {
    source: attribute.required,
    severity: { type: ["verbose", "information", "error"] },
  },
  text: "optional",
  children: {
    kind: "elements",
    elements: {
      message: { text: "optional", valueRequired: true, max: 1 },
      metadata: {
        attributes: { name: attribute.requiredValue, value: attribute.requiredValue },
      },
    },
  },
  compile(node) {
    const source = node.literal("source")!;
    const severity = node.literal("severity") ?? "verbose";
    const message = (node.child("message") ?? node).content;
    const metadata = node.children("metadata")
      .map((item) => ({ name: item.text("name"), value: item.text("value") }));
    return (run) => {
      const text = message(run);
      const data: Record<string, string> = { severity };
      for (const item of metadata) data[item.name(run)] = item.value(run);
      run.trace?.add(run, source, text, data);
      const { clock, telemetry } = run.ports;
      const event = { ...data, message: text };
      telemetry.emit({ at: clock.now(), kind: "trace", name: source, data: event });
      return "next";
    };
  },
});
