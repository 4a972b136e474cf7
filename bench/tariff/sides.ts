// The sides of the contests: ours and the peers, each pricing the same stays in a circle.
import { fee, type CompiledTariff, type Stay } from '../../domain/tariff/tariff.ts';
import { CheckFailed, type Limit, type Side } from '../harness/benchmark.ts';
import { medianMicroseconds, type Batch } from '../harness/timing.ts';

/** A refusal is not a price; the stays of a benchmark all have one. */
export const feeFen = (compiled: CompiledTariff, stay: Stay): number => {
  const due = fee(compiled, stay);
  if (typeof due !== 'number') throw new CheckFailed(`the engine refused a stay: ${due.code} ${due.detail ?? ''}`);
  return due;
};

export const sumOfFees = (compiled: CompiledTariff, stays: readonly Stay[]): number => {
  let sum = 0;
  for (const stay of stays) sum += feeFen(compiled, stay);
  return sum;
};

export const feesOf = (compiled: CompiledTariff, stays: readonly Stay[]): number[] =>
  stays.map((stay) => feeFen(compiled, stay));

const sideOf = (name: string, results: readonly number[], run: Batch['run']): Side => ({
  name,
  measure: (seconds) => medianMicroseconds({ run, results }, seconds),
});

/** Each kind of side has a loop of its own: a shared one would call whatever it is given the slow way. */
export const ourSide = (
  name: string,
  compiled: CompiledTariff,
  stays: readonly Stay[],
  limit: Limit,
): Side & Limit => ({
  ...limit,
  ...sideOf(name, feesOf(compiled, stays), (first, count) => {
    let sum = 0;
    for (let done = 0, at = first; done < count; done++) {
      sum += feeFen(compiled, stays[at] as Stay);
      at = at + 1 === stays.length ? 0 : at + 1;
    }
    return sum;
  }),
});

/** `fees` are ours: those of the peer must be the same. */
export const loopSide = (
  name: string,
  price: (stay: Stay) => number,
  stays: readonly Stay[],
  fees: readonly number[],
): Side =>
  sideOf(name, fees, (first, count) => {
    let sum = 0;
    for (let done = 0, at = first; done < count; done++) {
      sum += price(stays[at] as Stay);
      at = at + 1 === stays.length ? 0 : at + 1;
    }
    return sum;
  });

export const promisedSide = (
  name: string,
  price: (stay: Stay) => Promise<number>,
  stays: readonly Stay[],
  fees: readonly number[],
): Side =>
  sideOf(name, fees, async (first, count) => {
    let sum = 0;
    for (let done = 0, at = first; done < count; done++) {
      sum += await price(stays[at] as Stay);
      at = at + 1 === stays.length ? 0 : at + 1;
    }
    return sum;
  });

/** Throws for the first stay that a peer prices differently. */
export const mustAgree = async (
  name: string,
  compiled: CompiledTariff,
  price: (stay: Stay) => number | Promise<number>,
  stays: readonly Stay[],
): Promise<void> => {
  for (const stay of stays) {
    const [ours, theirs] = [feeFen(compiled, stay), await price(stay)];
    if (ours !== theirs) {
      const when = `${new Date(stay.entry).toISOString()} to ${new Date(stay.exit).toISOString()}`;
      throw new CheckFailed(`${when} costs ${ours} by ours and ${theirs} by ${name}`);
    }
  }
};
