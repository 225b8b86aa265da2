/**
 * A stand-in for Azure AI Content Safety: words with severities, and phrases of attacks on a prompt.
 * @module
 */
import { ownText } from "../../core/own_text.ts";
import type { ContentSafetyService, HarmCategory, SafetyFinding } from "../contracts/ports.ts";

/** Severity, 1 to 7, of words by category. Mild words stand for each: the list is to show the mechanism. */
export type SafetyWords = Readonly<Record<HarmCategory, Readonly<Record<string, number>>>>;

const DEFAULT_WORDS: SafetyWords = {
  Hate: { hate: 2, despise: 3, inferior: 4, subhuman: 6, vermin: 6 },
  SelfHarm: { "hurt myself": 5, "self-harm": 4, suicide: 5, "end my life": 7 },
  Sexual: { nude: 3, porn: 5, "sexually explicit": 6 },
  Violence: { fight: 1, attack: 2, weapon: 3, stab: 5, kill: 5, murder: 6, massacre: 7, bomb: 5 },
};

const ATTACKS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|rules|prompts?|guidelines)\b/i,
  /\b(?:jailbreak|developer mode|do anything now|DAN mode)\b/i,
  /\b(?:reveal|print|show|repeat)\b.{0,30}\bsystem (?:prompt|message)\b/i,
  /\bpretend\b.{0,40}\bno (?:rules|restrictions|filters?)\b/i,
];

/** One text that was looked at, and what was found. */
export interface AnalyzedText {
  readonly backendId: string;
  /** Its first 10,000 characters. */
  readonly text: string;
  readonly finding: SafetyFinding;
}

export interface LocalContentSafetyOptions {
  readonly words?: SafetyWords;
  /** Words by the id of their list; one that is not here is empty, so that published policies run as they are. */
  readonly blocklists?: Readonly<Record<string, readonly string[]>>;
  /** How many calls are remembered; default 1,000. */
  readonly keep?: number;
}

export class LocalContentSafety implements ContentSafetyService {
  /** The last calls, oldest first: for tests and notebooks to look into. */
  readonly calls: AnalyzedText[] = [];

  constructor(readonly options: LocalContentSafetyOptions = {}) {}

  analyze(
    { text, blocklists, backendId }: Parameters<ContentSafetyService["analyze"]>[0],
  ): SafetyFinding {
    const words = this.options.words ?? DEFAULT_WORDS;
    const severity = (category: HarmCategory) =>
      Math.max(
        0,
        ...Object.entries(words[category])
          .filter(([word]) => holds(text, word))
          .map(([, severity]) => severity),
      );
    const finding: SafetyFinding = {
      severities: {
        Hate: severity("Hate"),
        SelfHarm: severity("SelfHarm"),
        Sexual: severity("Sexual"),
        Violence: severity("Violence"),
      },
      attack: ATTACKS.some((attack) => attack.test(text)),
      blocked: blocklists.flatMap((id) =>
        (this.options.blocklists?.[id] ?? []).filter((word) => holds(text, word))
      ),
    };
    this.calls.push({ backendId, text: beginningOf(text), finding });
    if (this.calls.length > (this.options.keep ?? 1_000)) this.calls.shift();
    return finding;
  }
}

/** Whether the text holds the word or phrase as a whole. */
function holds(text: string, word: string): boolean {
  const found = text.toLowerCase().indexOf(word.toLowerCase());
  if (found < 0) return false;
  const around = (text[found - 1] ?? " ") + (text[found + word.length] ?? " ");
  return !/[\p{L}\p{N}]/u.test(around) ||
    holds(text.slice(found + word.length), word);
}

/** Of a text that was looked at: a prompt may have millions of characters. */
function beginningOf(text: string): string {
  return ownText(text.slice(0, 10_000));
}
