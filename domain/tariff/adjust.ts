// What happens to the sum of a stay at the end: bays, a percentage, a minimum, rounding; each step as a line of its own.
import { type ChargedRule, type RoundingMode } from './document.ts';
import { roundedTo, scaled } from './rounding.ts';

export type AdjustmentKind = 'bays' | 'percent' | 'minimum' | 'rounding';
export type AdjustmentSink = (kind: AdjustmentKind, amountFen: number, factor: number) => void;

/** Of a class that pays a share or a multiple of another's fee. */
export interface Percentage {
  readonly percent: number;
  readonly rounding: RoundingMode;
}

type Adjusted = Pick<ChargedRule, 'perBay' | 'minimumFen' | 'rounding'>;

/** The fee of what the bands came to. The sink is told each step that changes it, and by how much. */
export const adjust = (
  rule: Adjusted,
  percentage: Percentage | undefined,
  bays: number,
  sumFen: number,
  sink: AdjustmentSink | undefined,
): number => {
  let feeFen = sumFen;
  const step = (kind: AdjustmentKind, nextFen: number, factor: number): void => {
    if (nextFen !== feeFen) sink?.(kind, nextFen - feeFen, factor);
    feeFen = nextFen;
  };
  // Only a day amount below its hours (nonMonotone), beside a cap of some bands, can come to less than nothing.
  if (feeFen < 0) step('minimum', 0, 0);
  if (rule.perBay === true) step('bays', feeFen * bays, bays);
  if (percentage !== undefined) {
    step('percent', scaled(feeFen, percentage.percent, 100, percentage.rounding), percentage.percent);
  }
  const { minimumFen, rounding } = rule;
  if (minimumFen !== undefined && feeFen > 0) step('minimum', Math.max(feeFen, minimumFen), minimumFen);
  if (rounding !== undefined) step('rounding', roundedTo(feeFen, rounding.toFen, rounding.mode), rounding.toFen);
  return feeFen;
};
