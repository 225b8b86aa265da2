/**
 * Numbers a pattern's groups as .NET does: unnamed ones first, from left to right, then the named ones.
 * @module
 */
/** What a group may be called, as the source of a pattern with the flag u. */
export const NAME = String.raw`(?:\d+|(?!\d)[\p{L}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]+)`;

const OPENING_NAME = new RegExp(`^\\?(?:<(${NAME})|'(${NAME}))`, "u");

const EXPLICIT_CAPTURE = 4;
const IGNORE_WHITESPACE = 32;

export interface Numbering {
  /** All numbers in ascending order, 0 first. */
  readonly groups: readonly number[];
  /** Numbers of the unnamed groups in order of their parentheses. */
  readonly unnamed: readonly number[];
  /** Numbers by name; an unnamed group's name is its number. */
  readonly names: ReadonlyMap<string, number>;
}

/** Finds the groups without parsing the rest. */
export function numberGroups(pattern: string, options: number): Numbering {
  const { unnamedCount, names } = scan(pattern, options);
  const explicit = new Set(names.filter((name) => /^\d+$/.test(name)).map(Number));
  const unnamed: number[] = [];
  let next = 1;
  const free = () => {
    while (explicit.has(next)) next++;
    return next++;
  };
  for (let i = 0; i < unnamedCount; i++) unnamed.push(free());
  const byName = new Map<string, number>([["0", 0]]);
  for (const number of [...unnamed, ...explicit]) byName.set(String(number), number);
  for (const name of names) if (!byName.has(name)) byName.set(name, free());
  const groups = [...new Set(byName.values())].sort((a, b) => a - b);
  return { groups, unnamed, names: byName };
}

/** The group that a name or number in the pattern means; undefined when there is none. */
export function groupOf({ groups, names }: Pick<Numbering, "groups" | "names">, name: string) {
  if (!/^\d+$/.test(name)) return names.get(name);
  return groups.includes(Number(name)) ? Number(name) : undefined;
}

/** Counts unnamed capturing parentheses and lists names in order. */
function scan(pattern: string, initial: number): { unnamedCount: number; names: string[] } {
  const names: string[] = [];
  const outer: number[] = [];
  let options = initial;
  let unnamedCount = 0;
  for (let i = 0; i < pattern.length; i++) {
    const ch = pattern[i];
    if (ch === "\\") i++;
    else if (ch === "[") i = classEnd(pattern, i);
    else if (ch === "#" && (options & IGNORE_WHITESPACE) !== 0) {
      const end = pattern.indexOf("\n", i);
      i = end < 0 ? pattern.length : end;
    } else if (ch === ")") options = outer.pop() ?? options;
    else if (ch === "(") {
      if (pattern.startsWith("(?#", i)) {
        const end = pattern.indexOf(")", i);
        i = end < 0 ? pattern.length : end;
        continue;
      }
      const rest = pattern.slice(i + 1, i + 120);
      const flags = /^\?([imnsx]*)(?:-([imnsx]*))?([:)])/.exec(rest);
      if (flags) {
        const changed = applied(options, flags[1], flags[2] ?? "");
        if (flags[3] === ")") {
          i += flags[0].length;
          options = changed;
        } else {
          outer.push(options);
          options = changed;
        }
        continue;
      }
      outer.push(options);
      if (rest[0] !== "?") {
        const conditional = pattern.slice(i - 2, i) === "(?";
        if ((options & EXPLICIT_CAPTURE) === 0 && !conditional) unnamedCount++;
      } else {
        const name = OPENING_NAME.exec(rest);
        if (name) names.push(name[1] ?? name[2]);
      }
    }
  }
  return { unnamedCount, names };
}

function applied(options: number, on: string, off: string): number {
  let changed = options;
  if (on.includes("n")) changed |= EXPLICIT_CAPTURE;
  if (on.includes("x")) changed |= IGNORE_WHITESPACE;
  if (off.includes("n")) changed &= ~EXPLICIT_CAPTURE;
  if (off.includes("x")) changed &= ~IGNORE_WHITESPACE;
  return changed;
}

/** Where the class that starts at `i` ends. */
function classEnd(pattern: string, i: number): number {
  let at = i + 1;
  if (pattern[at] === "^") at++;
  if (pattern[at] === "]") at++;
  for (; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === "[" && pattern[at - 1] === "-") at = classEnd(pattern, at);
    else if (pattern[at] === "]") return at;
  }
  return at;
}
