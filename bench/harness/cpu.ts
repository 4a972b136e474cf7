// CPU time of this process and of others with all that they started: on a busy machine it says more than the clock.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports in hundredths of a second to every program, whatever the kernel counts in. */
const ticksPerSecond = 100;

export const ownProcess = 'bench';

interface ProcessTime {
  readonly parent: number;
  readonly seconds: number;
}

/**
 * One line of /proc/<pid>/stat. Children that ended are in the time of the parent that waited for them. The name of
 * the program stands in parentheses and may hold any character, so fields are counted from the last of those.
 */
export const parseProcessTime = (stat: string): ProcessTime => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond };
};

const readProcess = (pid: number): ProcessTime | undefined => {
  try {
    return parseProcessTime(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It ended while we were reading, or the system has no /proc.
    return undefined;
  }
};

const allProcesses = (): Map<number, ProcessTime> => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.map((pid) => [Number(pid), readProcess(Number(pid))] as const);
  return new Map(found.filter((pair): pair is [number, ProcessTime] => pair[1] !== undefined));
};

const secondsOfTree = (all: ReadonlyMap<number, ProcessTime>, root: number): number => {
  const children = [...all].filter(([, { parent }]) => parent === root).map(([pid]) => pid);
  return (all.get(root)?.seconds ?? 0) + children.reduce((sum, pid) => sum + secondsOfTree(all, pid), 0);
};

const ownSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};

/** CPU seconds used so far, by name of the process. Throws where a named process does not run. */
export const cpuSeconds = (processes: Readonly<Record<string, number>> = {}): Record<string, number> => {
  const named = Object.entries(processes);
  const all = named.length === 0 ? new Map<number, ProcessTime>() : allProcesses();
  const others = named.map(([name, pid]) => {
    if (!all.has(pid)) throw new Error(`the process ${name} (${pid}) has ended before its CPU time was read`);
    return [name, secondsOfTree(all, pid)] as const;
  });
  return { [ownProcess]: ownSeconds(), ...Object.fromEntries(others) };
};

/** What each process used between two readings. */
export const cpuBetween = (
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]));
