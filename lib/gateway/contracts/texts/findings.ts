/**
 * What validation finds, in the words of the live service where they are known (its schema validator's), with
 * stable codes.
 * @module
 */

import { table } from "../../../core/table.ts";
import { pageOf, report, type Source } from "./source.ts";

/** What is wrong, without its place. */
export interface Finding {
  readonly code: string;
  readonly message: string;
}

/** Code of a text that is no XML: its message is that of .NET's reader. */
export const NOT_WELL_FORMED = "not-well-formed";

/** Why a literal does not fit its attribute. */
export interface ValueFault {
  /** As .NET's schemas name it. */
  readonly datatype: string;
  /** In the words of .NET's schema validator. */
  readonly why: string;
  /** What would fit. */
  readonly cure: string;
}

const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");

const expected = (names: readonly string[]) =>
  names.length === 0 ? "" : ` List of possible elements expected: ${listed(names)}.`;

const faultText = (value: string, { datatype, why }: ValueFault) =>
  `The value '${value}' is invalid according to its datatype '${datatype}' - ${why}`;

/** Makers of code and message: what is wrong with a document. */
export const FINDING = {
  wrongRoot: (found: string, wanted: string) => ({
    code: "wrong-root",
    message: `The document must be a '${wanted}' element: it is '${found}'.`,
  }),
  unknownPolicy: (name: string) => ({
    code: "unknown-policy",
    message: `There is no policy '${name}'.`,
  }),
  unsupportedPolicy: (name: string, need: string) => ({
    code: "unsupported-policy",
    message: `The policy '${name}' exists in API Management, but this gateway cannot run it: it ` +
      `needs ${need}.`,
  }),
  tooManyPolicies: (limit: number) => ({
    code: "document-too-large",
    message: `With its fragments the document has more than ${limit} policies.`,
  }),
  wrongSection: { code: "wrong-section", message: "Policy is not allowed in this section" },
  wrongScope: {
    code: "wrong-scope",
    message: "Policy section is not allowed in the specified scope",
  },
  notInFragment: (name: string) => ({
    code: "not-in-fragment",
    message: `Policy '${name}' is not allowed in a policy fragment.`,
  }),
  repeated: (name: string, within: "section" | "document") => ({
    code: "repeated-policy",
    message: `Policy '${name}' can be used only once in a policy ${within}.`,
  }),
  backendHoldsOne: {
    code: "backend-holds-one",
    message: "backend section allows only one policy to be specified",
  },
  unknownAttribute: (name: string) => ({
    code: "unknown-attribute",
    message: `The '${name}' attribute is not declared.`,
  }),
  unsupportedAttribute: (name: string, need: string) => ({
    code: "unsupported-attribute",
    message:
      `The '${name}' attribute exists in API Management, but this gateway cannot do what it ` +
      `says: it needs ${need}.`,
  }),
  missingAttribute: (name: string) => ({
    code: "missing-attribute",
    message: `The required attribute '${name}' is missing.`,
  }),
  invalidValue: (name: string, value: string, fault: ValueFault) => ({
    code: "invalid-value",
    message: `The '${name}' attribute is invalid - ${faultText(value, fault)} ${fault.cure}`,
  }),
  noExpression: (name: string, value: string, fault: ValueFault | null) => ({
    code: "no-expression",
    message: `The '${name}' attribute is invalid - ` +
      (fault === null
        ? "Policy expressions are not allowed in it."
        : `${faultText(value, fault)} Policy expressions are not allowed in it.`),
  }),
  noExpressionText: (name: string) => ({
    code: "no-expression",
    message: `The element '${name}' cannot contain a policy expression.`,
  }),
  noText: (name: string, children: readonly string[]) => ({
    code: "no-text",
    message: `The element '${name}' cannot contain text.${expected(children)}`,
  }),
  missingText: (name: string) => ({
    code: "missing-text",
    message: `The element '${name}' must contain text.`,
  }),
  invalidChild: (parent: string, child: string, children: readonly string[]) => ({
    code: "invalid-child",
    message: `The element '${parent}' has invalid child element '${child}'.${expected(children)}`,
  }),
  incomplete: (parent: string, children: readonly string[]) => ({
    code: "incomplete-content",
    message: `The element '${parent}' has incomplete content.${expected(children)}`,
  }),
  unknownNamedValue: (name: string) => ({
    code: "unknown-named-value",
    message: `Cannot find a property '${name}'`,
  }),
  namedValueInVault: (name: string) => ({
    code: "named-value-in-vault",
    message:
      `Named value '${name}' is kept in a key vault, which this gateway cannot read: give it ` +
      "a value of its own to run the policy here.",
  }),
  unknownFragment: (id: string) => ({
    code: "unknown-fragment",
    message: `Policy fragment with id '${id}' could not be found.`,
  }),
  fragmentNotWellFormed: (fault: string) => ({
    code: NOT_WELL_FORMED,
    message: `The policy fragment is not a valid XML: ${fault}`,
  }),
  fragmentCycle: (id: string) => ({
    code: "fragment-cycle",
    message: `Policy fragment '${id}' includes itself, or fragments are nested too deep.`,
  }),
  unknownTemplateParameter: {
    code: "unknown-template-parameter",
    message:
      "Only parameters specified in the original URL template can be used in the rewrite template",
  },
  unknownBackend: (id: string) => ({
    code: "unknown-backend",
    message: `Backend with id '${id}' could not be found.`,
  }),
  unknownLogger: { code: "unknown-logger", message: "Logger not found" },
  oneOf: (...names: string[]) => ({
    code: "missing-attribute",
    message: `Either ${names.map((name) => `'${name}'`).join(" or ")} must be given.`,
  }),
  exactlyOne: (given: number, ...names: string[]) => ({
    code: given === 0 ? "missing-attribute" : "conflicting-attributes",
    message: `One of ${names.slice(0, -1).map((name) => `'${name}'`).join(", ")} and '${
      names.at(-1)
    }' must be given.`,
  }),
  backendOrUrl: {
    code: "backend-or-url",
    message: "Exactly one of 'base-url' and 'backend-id' must be given.",
  },
  oneTimeout: {
    code: "one-timeout",
    message: "Only one of 'timeout' and 'timeout-ms' may be given.",
  },
  onePartition: {
    code: "conflicting-attributes",
    message: "Only one of 'partition-id' and 'partition-key' may be given.",
  },
  identityForJwt: {
    code: "missing-attribute",
    message: "'identity' must be given when 'identity-type' is 'jwt'.",
  },
  quotaAndPeriod: {
    code: "missing-attribute",
    message: "'token-quota' and 'token-quota-period' go together.",
  },
  renewalPeriod: (least: number, found: number) => ({
    code: "invalid-value",
    message:
      `The 'renewal-period' attribute is invalid - it must be 0 or at least ${least}: it is ${found}.`,
  }),
  firstPeriodStart: (found: string) => ({
    code: "invalid-value",
    message: `The 'first-period-start' attribute is invalid - '${found}' is no date such as ` +
      "2026-01-01T00:00:00Z.",
  }),
  dimensionValue: (name: string, known: string) => ({
    code: "missing-attribute",
    message: `Dimension '${name}' needs a value: only ${known} have one of their own.`,
  }),
  tooManyDimensions: (limit: number, found: number) => ({
    code: "too-many-dimensions",
    message: `A metric can have at most ${limit} custom dimensions: it has ${found}.`,
  }),
  invalidTemplate: (fault: string) => ({ code: "invalid-template", message: fault }),
};

/** What is wrong with an expression, where the C# compiler has no words for it. Its own carry its code. */
export const EXPRESSION_FINDING = {
  type: (name: string) => ({
    code: "CS0103",
    message: `Usage of type '${name}' is not supported within expressions`,
  }),
  member: (type: string, name: string) => ({
    code: "CS0117",
    message: `Usage of member '${name}' of type '${type}' is not supported within expressions`,
  }),
};

type SourceOf<T> = { readonly [Name in keyof T]: Source };

/** .NET's validator of XML schemas: policies are validated by it first. */
const VALIDATOR = "https://learn.microsoft.com/dotnet/api/system.xml.schema";

/** Microsoft's analyzer for policies in C# has the texts that a live service was seen to answer with. */
const POLICY_COMPILER = "https://github.com/Azure/azure-api-management-policy-toolkit";

/** Where each text comes from. */
export const FINDING_SOURCES: SourceOf<typeof FINDING> & SourceOf<typeof EXPRESSION_FINDING> =
  table({
    wrongRoot: null,
    unknownPolicy: null,
    unsupportedPolicy: null,
    tooManyPolicies: null,
    wrongSection: pageOf("forward-request"),
    wrongScope: report("MicrosoftDocs/azure-docs#111058"),
    notInFragment: null,
    repeated: null,
    backendHoldsOne: "https://github.com/Azure-Samples/Apim-Samples",
    unknownAttribute: VALIDATOR,
    unsupportedAttribute: null,
    missingAttribute: VALIDATOR,
    invalidValue: report("Azure/api-management-policy-snippets#67"),
    noExpression: report("Azure/api-management-policy-snippets#67"),
    noExpressionText: null,
    noText: report("microsoft/vscode-apimanagement#145"),
    missingText: null,
    invalidChild: VALIDATOR,
    incomplete: VALIDATOR,
    unknownNamedValue: report("hashicorp/terraform-provider-azurerm#5001"),
    namedValueInVault: null,
    unknownFragment: report("Azure/apiops#67"),
    fragmentNotWellFormed: report("Azure/apiops#160"),
    fragmentCycle: null,
    unknownTemplateParameter: report("MicrosoftDocs/azure-docs-powershell#1050"),
    unknownBackend: null,
    unknownLogger: report("Azure/apiops#878"),
    oneOf: null,
    exactlyOne: null,
    backendOrUrl: null,
    oneTimeout: null,
    onePartition: null,
    identityForJwt: null,
    quotaAndPeriod: null,
    renewalPeriod: null,
    firstPeriodStart: null,
    dimensionValue: null,
    tooManyDimensions: null,
    invalidTemplate: null,
    type: POLICY_COMPILER,
    member: POLICY_COMPILER,
  });
