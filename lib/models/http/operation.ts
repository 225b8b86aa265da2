/**
 * The operations that a region serves, by their names in API Management.
 * @module
 */

export type Operation =
  | "ChatCompletions_Create"
  | "Completions_Create"
  | "Embeddings_Create"
  | "Responses_Create";
