/**
 * Where each value of a JSON text stands, so that an error can name its line.
 * @module
 */

/**
 * Lines (from 1) by path: `timeline[2].fault.kind`; "" is the whole. The text must be valid JSON.
 */
export function jsonLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+|\n/g;
  let line = 1;
  const next = (): string | null => {
    for (;;) {
      const found = token.exec(text)?.[0] ?? null;
      if (found !== "\n") return found;
      line++;
    }
  };
  const value = (path: string, first: string | null): void => {
    lines.set(path, line);
    if (first === "{") {
      for (let key = next(); key !== null && key !== "}"; key = next()) {
        if (key === ",") continue;
        next(); // the colon
        const name = JSON.parse(key) as string;
        value(path === "" ? name : `${path}.${name}`, next());
      }
    } else if (first === "[") {
      let index = 0;
      for (let item = next(); item !== null && item !== "]"; item = next()) {
        if (item !== ",") value(`${path}[${index++}]`, item);
      }
    }
  };
  value("", next());
  return lines;
}
