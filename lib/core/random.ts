/**
 * Seeded randomness as a port: the only place that decides a chance.
 * @module
 */

/** A stream of random numbers. The same seed gives the same stream on every machine. */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 1;

  /** @param seed any string or number. */
  constructor(readonly seed: string | number) {
    this.restart();
  }

  /** Begins the stream anew. Forks go on with theirs. */
  restart(): void {
    let h = 0x811c9dc5; // FNV-1a over the seed's text
    for (const ch of String(this.seed)) h = Math.imul(h ^ ch.codePointAt(0)!, 0x01000193);
    this.#a = h >>> 0;
    this.#b = Math.imul(h, 0x9e3779b1) >>> 0;
    this.#c = (h ^ 0x5bd1e995) >>> 0;
    this.#d = 1;
    for (let i = 0; i < 16; i++) this.next();
  }

  /** The next number in [0, 1), with 32 random bits (sfc32). */
  next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t | 0;
    return (t >>> 0) / 0x100000000;
  }

  /** A whole number in [min, max). */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min));
  }

  /** An exponential variate with the given mean: the gaps of a Poisson process. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** A standard normal variate (Box-Muller, one of the pair). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** A log-normal variate with the given median and sigma of the underlying normal. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** A version 4 UUID drawn from this stream. */
  uuid(): string {
    const words = [this.#bits(), this.#bits(), this.#bits(), this.#bits()];
    words[1] = (words[1] & 0xffff0fff) | 0x4000;
    words[2] = (words[2] & 0x3fffffff) | 0x80000000;
    return uuidText(words);
  }

  #bits(): number {
    return (this.next() * 0x100000000) | 0;
  }

  /** An independent stream, determined by this one's seed and `label` alone. */
  fork(label: string | number): Random {
    return new Random(`${this.seed}/${label}`);
  }
}

const DIGITS = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

/** The characters of the UUID that is being written: its dashes stay where they are. */
const codes = Array.from("00000000-0000-0000-0000-000000000000", (char) => char.charCodeAt(0));
const DIGIT_PLACES = [...codes.keys()].filter((at) => codes[at] === DIGITS[0]);

/** Four words of 32 bits as a UUID: one flat text, since pieces joined are copied once more as soon as one looks inside. */
function uuidText(words: readonly number[]): string {
  for (let i = 0; i < DIGIT_PLACES.length; i++) {
    codes[DIGIT_PLACES[i]] = DIGITS[(words[i >> 3] >>> (28 - 4 * (i & 7))) & 0xf];
  }
  return String.fromCharCode.apply(null, codes);
}
