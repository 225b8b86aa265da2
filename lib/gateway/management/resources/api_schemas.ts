/** Schemas of an API: the types that its operations' representations name. */
import type { ResourceKind } from "../model.ts";
import { anything, readOnly, required, text } from "../rules.ts";

export const apiSchemas: ResourceKind = {
  path: "apis/schemas",
  title: "Schema",
  fields: {
    contentType: required(text({ min: 1 })),
    document: anything,
    provisioningState: readOnly,
  },
  without: ["PATCH"],
};
