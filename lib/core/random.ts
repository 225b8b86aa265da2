/**
 * Seeded randomness as a port: the only place that decides a chance.
 * @module
 */

/** A stream of random numbers. The same seed gives the same stream on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /** @param seed any string or number. */
  constructor(readonly seed: string | number) {
    let h = 0x811c9dc5; // FNV-1a over the seed's text
    for (const ch of String(seed)) h = Math.imul(h ^ ch.codePointAt(0)!, 0x01000193);
    this.#a = h >>> 0;
    this.#b = Math.imul(h, 0x9e3779b1) >>> 0;
    this.#c = (h ^ 0x5bd1e995) >>> 0;
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
    const hex = () => ((this.next() * 0x100000000) >>> 0).toString(16).padStart(8, "0");
    const s = hex() + hex() + hex() + hex();
    const variant = "89ab"[parseInt(s[16], 16) & 3];
    return `${s.slice(0, 8)}-${s.slice(8, 12)}-4${s.slice(13, 16)}-${variant}${s.slice(17, 20)}-${
      s.slice(20)
    }`;
  }

  /** An independent stream, determined by this one's seed and `label` alone. */
  fork(label: string | number): Random {
    return new Random(`${this.seed}/${label}`);
  }
}
