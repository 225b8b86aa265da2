/**
 * What a process and its children use, read from /proc.
 * @module
 */

/** Clock ticks a second in /proc, fixed by Linux for its user interface. */
const TICKS_PER_SECOND = 100;

/** The process and all that descend from it; it alone where the system does not tell. */
export function treeOf(root: number): readonly number[] {
  const children = Map.groupBy(processes(), (pid) => parentOf(pid));
  const tree = [root];
  for (const pid of tree) tree.push(...children.get(pid) ?? []); // grows while it is walked
  return tree;
}

/** CPU seconds (user and system) of the tree so far, children that have ended included; NaN where the system does not tell. */
export function cpuSeconds(root: number): number {
  const ticks = (pid: number) =>
    statFields(pid).slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return Number.isNaN(parentOf(root)) ? NaN : sumOf(treeOf(root), ticks) / TICKS_PER_SECOND;
}

/** The most memory that each process of the tree has held, added up, in MiB; NaN where the system does not tell. */
export function peakMemoryMiB(root: number): number {
  return memory(root, /VmHWM:\s+(\d+) kB/);
}

/** The memory that the tree holds now, in MiB; NaN where the system does not tell. */
export function memoryMiB(root: number): number {
  return memory(root, /VmRSS:\s+(\d+) kB/);
}

function memory(root: number, line: RegExp): number {
  return sumOf(treeOf(root), (pid) => Number(line.exec(readProc(pid, "status"))?.[1])) / 1024;
}

/** File descriptors that the process has open; NaN where the system does not tell. */
export function descriptors(pid: number): number {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
  } catch {
    return NaN;
  }
}

function sumOf(pids: readonly number[], value: (pid: number) => number): number {
  return pids.reduce((sum, pid) => sum + value(pid), 0);
}

function processes(): readonly number[] {
  try {
    return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  return Number(statFields(pid)[1]);
}

/** The fields of stat from the third on: a name with blanks or brackets stands before. */
function statFields(pid: number): readonly string[] {
  const stat = readProc(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function readProc(pid: number, file: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return "";
  }
}
