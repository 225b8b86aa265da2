/**
 * The opening card of a notebook: where it runs, on what, how fast.
 * @module
 */
import type { Showable } from "./display.ts";
import type { Lab } from "../lab.ts";

/** Versions, target, clock and seed, and the backends with what is missing. */
export function card(lab: Lab): Showable & { markdown: string } {
  const { apim, config, clock } = lab;
  const where = lab.target === "embedded"
    ? `embedded APIM ${apim.serviceName}, in this process (no Azure account is used)`
    : `Azure: ${apim.serviceName} in ${apim.location} (${apim.sku}), ${apim.gatewayUrl}`;
  const time = clock.speed === 1
    ? "real time"
    : lab.target === "azure"
    ? `a stand-in's, ${clock.speed} times as fast as life: every latency below is in simulated milliseconds`
    : "simulated time, which stands still while the machine works: every latency below is in simulated milliseconds";
  const lines = [
    `**Target:** ${where}`,
    `**API:** \`${config.apim.apiId}\` under \`/${config.apim.apiPath}\``,
    `**Clock:** ${time}`,
    `**Seed:** \`${config.seed}\` · Deno ${Deno.version.deno.replace(/\.\d+$/, "")}`,
  ];
  const rows = lab.backends.map((backend) =>
    `| ${backend.id} | ${backend.label} | ${backend.region} | ${backend.type} | ${backend.priority} | ` +
    `${backend.weight} | ${backend.deployment} |`
  );
  const notices = [...config.notices, ...(lab.tooFewBackends ? [lab.tooFewBackends] : [])];
  const markdown = [
    lines.join("  \n"),
    [
      "| backend | label | region | type | priority | weight | deployment |",
      "| --- | --- | --- | --- | ---: | ---: | --- |",
      ...rows,
    ].join("\n"),
    ...[...new Set(notices)].map((notice) => `> ⚠️ ${notice}`),
  ].join("\n\n");
  return { markdown, text: markdown };
}
