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
    const [a, b, c, d] = [this.#bits(), this.#bits(), this.#bits(), this.#bits()];
    const version = (b & 0xffff0fff) | 0x4000;
    const variant = (c & 0x3fffffff) | 0x80000000;
    return `${hex(a)}-${hex(b).slice(0, 4)}-${hex(version).slice(4)}-` +
      `${hex(variant).slice(0, 4)}-${hex(c).slice(4)}${hex(d)}`;
  }

  #bits(): number {
    return (this.next() * 0x100000000) | 0;
  }

  /** An independent stream, determined by this one's seed and `label` alone. */
  fork(label: string | number): Random {
    return new Random(`${this.seed}/${label}`);
  }
}

/** Two hexadecimal digits for each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Eight digits; pieces so short are joined by copying, as one text. */
function hex(word: number): string {
  return HEX[word >>> 24] + HEX[(word >>> 16) & 0xff] + HEX[(word >>> 8) & 0xff] +
    HEX[word & 0xff];
}
