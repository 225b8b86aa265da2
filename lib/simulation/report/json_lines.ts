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

/** The line (from 1) at which a text stops being JSON: the first one that no continuation could mend. */
export function jsonErrorLine(text: string): number {
  const lines = text.split("\n");
  let good = 0;
  let bad = lines.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (mayGoOn(lines.slice(0, middle).join("\n"))) good = middle;
    else bad = middle;
  }
  return bad;
}

/** Whether the parser stumbles only over the text's end. */
function mayGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    return position === undefined
      ? /end of JSON input/.test(message)
      : Number(position) >= text.trimEnd().length;
  }
}
