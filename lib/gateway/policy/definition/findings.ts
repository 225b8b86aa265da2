/**
 * What validation finds, in the words of the live service where they are known (its schema validator's), with
 * stable codes.
 * @module
 */

/** What is wrong, without its place. */
export interface Finding {
  readonly code: string;
  readonly message: string;
}

const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");

const expected = (names: readonly string[]) =>
  names.length === 0 ? "" : ` List of possible elements expected: ${listed(names)}.`;

/** Makers of code and message. */
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
  invalidValue: (name: string, value: string, fault: string) => ({
    code: "invalid-value",
    message: `The '${name}' attribute is invalid - The value '${value}' is invalid: ${fault}`,
  }),
  noExpression: (name: string) => ({
    code: "no-expression",
    message: `The '${name}' attribute is invalid - Policy expressions are not allowed in it.`,
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
};
