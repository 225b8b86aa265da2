/**
 * What an operation's resource says about its responses.
 * @module
 */

/** A response of an operation as its author described it, for mock-response. */
export interface MockReply {
  readonly statusCode: number;
  readonly contentType: string;
  /** The examples, else one made from the schema, else none. */
  readonly bodies: readonly string[];
}
