// The week as a circle of minutes: which of several claims holds when, and the bands that this makes.
import { type PlainBand } from './plain-tariff.ts';

export const weekMinutes = 7 * 1440;

/** Minutes since Monday 00:00, `[from, to)`. */
export interface WeekSpan {
  readonly from: number;
  readonly to: number;
}

export interface Claim {
  /** The lowest wins. */
  readonly priority: number;
  readonly spans: readonly WeekSpan[];
}

/** An unbroken time under one claim; `from` is in the week, the end may be in the next. */
export interface Run {
  readonly claim: number;
  readonly from: number;
  readonly minutes: number;
}

export interface Week {
  readonly runs: readonly Run[];
  /** Some time is claimed by none. */
  readonly hasGap: boolean;
  /** Two claims of the same priority that hold at the same time. */
  readonly overlap?: readonly [number, number];
}

const none = -1;

/** Spans of a day on some weekdays; `to` at or before `from` is on the next day. */
export const spansOf = ({ from, to, weekdays }: Pick<PlainBand, 'from' | 'to' | 'weekdays'>): WeekSpan[] =>
  weekdays.flatMap((weekday) => {
    const start = (weekday - 1) * 1440 + from;
    const end = start + (to > from ? to - from : to - from + 1440);
    if (end <= weekMinutes) return [{ from: start, to: end }];
    return [
      { from: start, to: weekMinutes },
      { from: 0, to: end - weekMinutes },
    ];
  });

const joined = (runs: Run[]): Run[] => {
  const merged: Run[] = [];
  for (const run of runs) {
    const before = merged.at(-1);
    if (before?.claim !== run.claim) merged.push(run);
    else merged[merged.length - 1] = { ...before, minutes: before.minutes + run.minutes };
  }
  const [first, last] = [merged[0], merged.at(-1)];
  // Sunday night goes on into Monday.
  if (first === undefined || last === undefined || first === last || first.claim !== last.claim) return merged;
  return [...merged.slice(1, -1), { ...last, minutes: last.minutes + first.minutes }];
};

/** Of the pieces between the cuts, which one claim holds in: each span is counted in where it begins and out where it ends. */
const heldPieces = ({ spans }: Claim, pieceAt: ReadonlyMap<number, number>): boolean[] => {
  const changes = new Array<number>(pieceAt.size).fill(0);
  const change = (minute: number, by: number): void => {
    const piece = pieceAt.get(minute) ?? 0;
    changes[piece] = (changes[piece] ?? 0) + by;
  };
  for (const { from, to } of spans) {
    change(from, 1);
    change(to, -1);
  }
  let open = 0;
  return changes.map((by) => (open += by) > 0);
};

/** What holds at every minute of a week. */
export const resolveWeek = (claims: readonly Claim[]): Week => {
  const cuts = new Set([0, weekMinutes]);
  for (const { spans } of claims) for (const span of spans) cuts.add(span.from).add(span.to);
  const sorted = [...cuts].sort((a, b) => a - b);
  const pieceAt = new Map(sorted.map((minute, piece) => [minute, piece]));
  const held = claims.map((claim) => heldPieces(claim, pieceAt));
  let overlap: readonly [number, number] | undefined;
  const winnerAt = (piece: number): number => {
    let winner = none;
    claims.forEach(({ priority }, index) => {
      if (held[index]?.[piece] !== true) return;
      const best = claims[winner];
      if (best?.priority === priority) overlap ??= [winner, index];
      if (best === undefined || priority < best.priority) winner = index;
    });
    return winner;
  };
  const pieces = sorted
    .slice(0, -1)
    .map((from, index) => ({ claim: winnerAt(index), from, minutes: (sorted[index + 1] ?? from) - from }));
  return {
    runs: joined(pieces).filter(({ claim }) => claim !== none),
    hasGap: pieces.some(({ claim }) => claim === none),
    ...(overlap && { overlap }),
  };
};

/** Parts of a run that lie in one day each. */
export const cutAtMidnight = ({ claim, from, minutes }: Run): Run[] => {
  const parts: Run[] = [];
  for (let at = from; at < from + minutes;) {
    const end = Math.min(from + minutes, (Math.floor(at / 1440) + 1) * 1440);
    parts.push({ claim, from: at % weekMinutes, minutes: end - at });
    at = end;
  }
  return parts;
};

/** A run as days of one band, or undefined when only several bands could follow each other for so long. */
export const daysOfRun = ({ claim, from, minutes }: Run): Run[] | undefined => {
  if (minutes === weekMinutes)
    return Array.from({ length: 7 }, (_, day) => ({ claim, from: day * 1440, minutes: 1440 }));
  if (minutes <= 1440) return [{ claim, from, minutes }];
  if (minutes % 1440 !== 0) return undefined;
  return Array.from({ length: minutes / 1440 }, (_, day) => ({
    claim,
    from: (from + day * 1440) % weekMinutes,
    minutes: 1440,
  }));
};
