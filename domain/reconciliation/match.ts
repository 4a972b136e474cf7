// Pairs the lines of a bill with our payments and refunds, a batch at a time, so that a bill of any length fits.
import { findingOf, type BillEntry, type Finding, type OwnEntry, type Terms } from './finding.ts';

export interface Pair<Line extends BillEntry, Own extends OwnEntry> {
  readonly line: Line;
  readonly own: Own | undefined;
  readonly finding: Finding;
}

const key = (kind: string, number: string): string => `${kind}/${number}`;

/**
 * Pairs by our number first, then what is left by the channel's; nothing of ours is taken twice, so that the second of two
 * equal lines is the channel's alone. `owns` are those that no line has taken yet.
 */
export const matchLines = <Line extends BillEntry, Own extends OwnEntry>(
  lines: readonly Line[],
  owns: readonly Own[],
  terms: Terms,
): Pair<Line, Own>[] => {
  const byNumber = new Map(owns.map((own) => [key(own.kind, own.number), own]));
  const byChannelNumber = new Map(
    owns.flatMap((own) => (own.channelNumber === null ? [] : [[key(own.kind, own.channelNumber), own] as const])),
  );
  const free = new Set(owns);
  const take = (own: Own | undefined): Own | undefined => (own !== undefined && free.delete(own) ? own : undefined);
  const named = lines.map((line) => take(byNumber.get(key(line.kind, line.number))));
  return lines.map((line, index) => {
    const own = named[index] ?? take(byChannelNumber.get(key(line.kind, line.channelNumber)));
    return { line, own, finding: findingOf(line, own, terms) };
  });
};
