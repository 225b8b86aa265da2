/**
 * System.Random: with a seed, .NET's own sequence; without, the evaluation's randomness.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { random } from "../../csharp/runtime/ambient.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import * as errors from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

const INT_MAX = 0x7fffffff;
const RANDOM = typeOf("System.Random");

/** Where samples come from: whole numbers in [0, 2^31 - 1), and numbers in [0, 1). */
interface Source {
  next(): number;
  sample(): number;
}

/** Knuth's subtractive generator, as .NET has always seeded it. */
class Seeded implements Source {
  readonly #state = new Int32Array(56);
  #a = 0;
  #b = 21;

  constructor(seed: number) {
    const state = this.#state;
    let last = 161_803_398 - (seed === -INT_MAX - 1 ? INT_MAX : Math.abs(seed));
    state[55] = last;
    let k = 1;
    for (let i = 1, at = 0; i < 55; i++) {
      at = (at + 21) % 55;
      state[at] = k;
      k = last - k;
      if (k < 0) k += INT_MAX;
      last = state[at];
    }
    for (let round = 1; round < 5; round++) {
      for (let i = 1; i < 56; i++) {
        state[i] -= state[1 + ((i + 30) % 55)];
        if (state[i] < 0) state[i] += INT_MAX;
      }
    }
  }

  next(): number {
    this.#a = this.#a >= 55 ? 1 : this.#a + 1;
    this.#b = this.#b >= 55 ? 1 : this.#b + 1;
    let value = this.#state[this.#a] - this.#state[this.#b];
    if (value === INT_MAX) value--;
    if (value < 0) value += INT_MAX;
    return this.#state[this.#a] = value;
  }

  sample(): number {
    return this.next() * (1 / INT_MAX);
  }
}

const AMBIENT: Source = {
  next: () => Math.floor(random() * INT_MAX),
  sample: random,
};

class CsRandom implements CsObject {
  readonly csType = RANDOM;
  constructor(readonly source: Source) {}
}

/** A whole number in [min, max), whose distance may exceed an int. */
function between(source: Source, min: number, max: number): number {
  const range = max - min;
  if (range <= INT_MAX) return Math.trunc(source.sample() * range) + min;
  const magnitude = source.next();
  const signed = source.next() % 2 === 0 ? -magnitude : magnitude;
  const sample = (signed + (INT_MAX - 1)) / (2 * INT_MAX - 1);
  return Math.trunc(sample * range) + min;
}

types.declare({
  type: "class System.Random",
  members: {
    "new()": () => new CsRandom(AMBIENT),
    "new(int Seed)": (seed) => new CsRandom(new Seeded(seed)),
    "int Next()": (self) => self.source.next(),
    "int Next(int maxValue)": (self, max) => {
      if (max < 0) {
        throw errors.outOfRange(
          "maxValue",
          `maxValue ('${max}') must be a non-negative value.`,
          String(max),
        );
      }
      return Math.trunc(self.source.sample() * max);
    },
    "int Next(int minValue, int maxValue)": (self, min, max) => {
      if (min > max) {
        throw errors.outOfRange("minValue", "'minValue' cannot be greater than maxValue.");
      }
      return between(self.source, min, max);
    },
    "double NextDouble()": (self) => self.source.sample(),
    "void NextBytes(byte[] buffer)": (self, buffer: CsArray | null) => {
      if (buffer === null) throw errors.argumentNull("buffer");
      spend(buffer.length);
      for (let i = 0; i < buffer.length; i++) buffer.items[i] = self.source.next() & 0xff;
    },
  },
});
