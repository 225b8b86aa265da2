/**
 * Diagnostics of the service and of one API: what is logged where.
 * @module
 */
import type { ResourceKind } from "../model.ts";
import { referenced } from "../references.ts";
import {
  choice,
  type Fields,
  flag,
  integer,
  list,
  number,
  object,
  required,
  type Rule,
  text,
} from "../rules.ts";

const masks = list(object({ value: text(), mode: choice("Mask", "Hide") }));

const message: Rule = object({
  headers: list(text()),
  body: object({ bytes: integer({ min: 0, max: 8192 }) }),
  dataMasking: object({ queryParams: masks, headers: masks }),
});

const pipeline = object({ request: message, response: message });

const FIELDS: Fields = {
  loggerId: required(text({ min: 1 })),
  alwaysLog: choice("allErrors"),
  sampling: object({ samplingType: choice("fixed"), percentage: number({ min: 0, max: 100 }) }),
  frontend: pipeline,
  backend: pipeline,
  logClientIp: flag,
  httpCorrelationProtocol: choice("None", "Legacy", "W3C"),
  verbosity: choice("verbose", "information", "error"),
  operationNameFormat: choice("Name", "Url"),
  metrics: flag,
  largeLanguageModel: object({
    logs: choice("enabled", "disabled"),
    requests: object({ messages: choice("all"), maxSizeInBytes: integer({ min: 1 }) }),
    responses: object({ messages: choice("all"), maxSizeInBytes: integer({ min: 1 }) }),
  }),
};

function diagnosticKind(path: string): ResourceKind {
  return {
    path,
    title: "Diagnostic",
    fields: FIELDS,
    prepare({ properties }, world) {
      referenced(String(properties.loggerId), "loggers", "Logger", "loggerId", world);
      return { properties };
    },
  };
}

export const diagnosticKinds: readonly ResourceKind[] = [
  diagnosticKind("diagnostics"),
  diagnosticKind("apis/diagnostics"),
];
