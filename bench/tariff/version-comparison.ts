// "What would this change have earned": many past sessions under two versions of a tariff.
import { compareTariffs } from '../../domain/tariff/compare.ts';
import { type CompiledTariff, type Stay } from '../../domain/tariff/tariff.ts';
import { mustHold, type Figure } from '../harness/benchmark.ts';
import { sumOfFees } from './sides.ts';

/** Seconds for all of them; the totals must be those of each version summed by itself. */
export const timeComparison = (before: CompiledTariff, after: CompiledTariff, stays: readonly Stay[]): Figure => {
  const began = performance.now();
  const { totals } = compareTariffs(before, after, stays);
  const seconds = (performance.now() - began) / 1_000;
  const sums = totals.beforeFen === sumOfFees(before, stays) && totals.afterFen === sumOfFees(after, stays);
  mustHold(sums, 'the totals of the comparison are not those of the versions');
  mustHold(totals.stays === stays.length && totals.refused === 0, 'the comparison has left stays out');
  mustHold(totals.up > 0 && totals.down === 0, 'a price that was raised makes some stays dearer and none cheaper');
  return { name: `compare-versions-${stays.length}`, value: seconds, unit: 's' };
};
