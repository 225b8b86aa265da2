/**
 * Where a text that people read comes from.
 * @module
 */

/** A page or a report that has the text; null where none is known, so that the words are this gateway's own. */
export type Source = string | null;

const LEARN = "https://learn.microsoft.com/azure/api-management";

/** The table of predefined errors. */
export const ERRORS_PAGE = `${LEARN}/api-management-error-handling-policies`;

/** A policy's own page. */
export const pageOf = (policy: string): string => `${LEARN}/${policy}-policy`;

/** Microsoft's packages for tokens, whose messages a live service shows. */
export const IDENTITY_MODEL =
  "https://github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet";

/** A thread about a live service. */
export const report = (thread: string): string =>
  `https://github.com/${thread.replace("#", "/issues/")}`;
