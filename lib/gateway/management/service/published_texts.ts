/**
 * Documents behind links that work for a while without a token, as Azure's links to storage do.
 * @module
 */
import { BoundedMap } from "../../../core/bounded_map.ts";
import type { Clock } from "../../../core/clock.ts";
import { ArmError } from "../arm/error.ts";

/** As documented for exports: five minutes. */
const LIFE_MS = 300_000;
/** The oldest go. Assumption. */
const KEPT = { entries: 100, bytes: 64 * 1024 * 1024 };

/** Where they are: `/exports/ID`. */
const FOLDER = "exports";

interface PublishedText {
  readonly text: string;
  readonly contentType: string;
  readonly until: number;
}

export class PublishedTexts {
  readonly #texts = new BoundedMap<PublishedText>(KEPT);

  constructor(readonly clock: Clock) {}

  /** @returns the link, on the origin of the request that asked */
  publish(text: string, contentType: string, origin: string): string {
    const id = crypto.randomUUID(); // nobody is to guess it, whatever the seed
    const until = this.clock.now() + LIFE_MS;
    this.#texts.set(id, { text, contentType, until }, 2 * text.length);
    return `${origin}/${FOLDER}/${id}`;
  }

  /** The document at a path; undefined for other paths. @throws ArmError when its time is over */
  answer(segments: readonly string[]): Response | undefined {
    if (segments.length !== 2 || segments[0] !== FOLDER) return undefined;
    const found = this.#texts.get(segments[1]);
    if (!found || this.clock.now() > found.until) {
      throw new ArmError(404, "NotFound", "There is no such document, or not any more.");
    }
    return new Response(found.text, { headers: { "content-type": found.contentType } });
  }
}
