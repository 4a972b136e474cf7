// Ladders: what a reading of the tier clock costs in total.
import { minuteMs } from '../time.ts';
import { type LadderCharge } from './document.ts';

export interface MeterLadder {
  readonly untilMs: readonly number[];
  readonly totalFen: readonly number[];
  /** Infinity when nothing follows the last step. */
  readonly thenUnitMs: number;
  readonly thenFen: number;
}

export const compileLadder = ({ steps, then }: LadderCharge): MeterLadder => ({
  untilMs: steps.map(({ untilMinutes }) => untilMinutes * minuteMs),
  totalFen: steps.map(({ amountFen }) => amountFen),
  thenUnitMs: then === undefined ? Infinity : then.unitMinutes * minuteMs,
  thenFen: then?.unitPriceFen ?? 0,
});

/** Number of the rung, from 0, on which time just after this reading lies; rungs after the last step are units of `then`. */
export const rungAfter = ({ untilMs, thenUnitMs }: MeterLadder, clockMs: number): number => {
  let rung = 0;
  while (rung < untilMs.length && clockMs >= (untilMs[rung] as number)) rung += 1;
  if (rung < untilMs.length) return rung;
  return rung + Math.floor((clockMs - (untilMs[rung - 1] as number)) / thenUnitMs);
};

/** Number of the rung on which time up to and including this reading lies. */
export const rungUpTo = ({ untilMs, thenUnitMs }: MeterLadder, clockMs: number): number => {
  let rung = 0;
  while (rung < untilMs.length && clockMs > (untilMs[rung] as number)) rung += 1;
  if (rung < untilMs.length) return rung;
  return rung + Math.ceil((clockMs - (untilMs[rung - 1] as number)) / thenUnitMs) - 1;
};

/** What everything up to this rung costs; 0 before the first. */
export const rungTotalFen = ({ totalFen, thenUnitMs, thenFen }: MeterLadder, rung: number): number => {
  if (rung < 0) return 0;
  if (rung < totalFen.length) return totalFen[rung] as number;
  const beyond = thenUnitMs === Infinity ? 0 : (rung - totalFen.length + 1) * thenFen;
  return (totalFen[totalFen.length - 1] as number) + beyond;
};

/** The reading at which a step ends; Infinity for what follows the last. */
export const rungEndMs = ({ untilMs }: MeterLadder, rung: number): number => untilMs[rung] ?? Infinity;
