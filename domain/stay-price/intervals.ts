// Half-open intervals of time: what of a stay lies inside others, and what is left of it.
import { epochMs } from '../time.ts';
import { type Interval } from '../tariff/tariff.ts';

export const lengthMs = ({ entry, exit }: Interval): number => exit - entry;

/** The part of one interval that lies in another; undefined when they only touch. */
export const overlapOf = (one: Interval, other: Interval): Interval | undefined => {
  const entry = Math.max(one.entry, other.entry);
  const exit = Math.min(one.exit, other.exit);
  return exit > entry ? { entry: epochMs(entry), exit: epochMs(exit) } : undefined;
};

/** In order, with what overlaps or touches made one. */
export const merged = (intervals: readonly Interval[]): Interval[] => {
  const sorted = intervals.filter((each) => lengthMs(each) > 0).sort((a, b) => a.entry - b.entry || a.exit - b.exit);
  const result: Interval[] = [];
  for (const each of sorted) {
    const before = result.at(-1);
    if (before === undefined || each.entry > before.exit) result.push(each);
    else if (each.exit > before.exit) result[result.length - 1] = { entry: before.entry, exit: each.exit };
  }
  return result;
};

/** The interval without the others, in order. */
export const without = (whole: Interval, others: readonly Interval[]): Interval[] => {
  const left: Interval[] = [];
  let entry = whole.entry;
  for (const other of merged(others)) {
    if (other.exit <= entry || other.entry >= whole.exit) continue;
    if (other.entry > entry) left.push({ entry, exit: other.entry });
    entry = other.exit;
  }
  if (entry < whole.exit) left.push({ entry, exit: whole.exit });
  return left;
};
