// What happens when: the acts of every vehicle, and the slices of at most a minute in which the clock moves.
import { epochMs, minuteMs, secondMs, type EpochMs } from '../../domain/time.ts';
import { type DayPlan, type Vehicle } from './plan.ts';

export interface Act {
  readonly at: EpochMs;
  readonly kind: 'arrive' | 'pay' | 'leave';
  readonly vehicle: Vehicle;
}

export interface Slice {
  readonly end: EpochMs;
  readonly acts: readonly Act[];
}

const paysBeforeLeavingMs = 4 * minuteMs;
const paysAfterArrivingMs = 60 * minuteMs;
export const sliceMsMax = 60 * secondMs;

/**
 * When a driver pays before the exit: an earlier slice than the exit's and a later one than the entry's. Behind a gate
 * cash is paid at the exit; on the street a collector takes it while the car is still there.
 */
const payTime = (vehicle: Vehicle, end: EpochMs): EpochMs | undefined => {
  const { arrivedAt, leftAt, habit, setting } = vehicle;
  if (arrivedAt === undefined) return undefined;
  if (habit !== 'wechat-early' && !(habit === 'cash' && setting === 'on-street')) return undefined;
  const at = leftAt === undefined ? arrivedAt + paysAfterArrivingMs : leftAt - paysBeforeLeavingMs;
  return at > arrivedAt + 2 * sliceMsMax && at < end ? epochMs(at) : undefined;
};

const actsOf = (vehicle: Vehicle, end: EpochMs): Act[] => {
  const { arrivedAt, leftAt } = vehicle;
  const paidAt = payTime(vehicle, end);
  return [
    ...(arrivedAt === undefined ? [] : [{ at: arrivedAt, kind: 'arrive' as const, vehicle }]),
    ...(paidAt === undefined ? [] : [{ at: paidAt, kind: 'pay' as const, vehicle }]),
    ...(leftAt === undefined ? [] : [{ at: leftAt, kind: 'leave' as const, vehicle }]),
  ];
};

/** Slices from the first to the last observation; every observation time ends a slice. */
export const scheduleOf = (plan: DayPlan, observationTimes: readonly EpochMs[]): Slice[] => {
  const [first] = observationTimes;
  const last = observationTimes.at(-1);
  if (first === undefined || last === undefined) return [];
  const acts = plan.vehicles
    .flatMap((vehicle) => actsOf(vehicle, last))
    .sort((a, b) => a.at - b.at || a.vehicle.number - b.vehicle.number);
  const slices: Slice[] = [];
  let next = 0;
  let from: number = first;
  for (const observed of observationTimes) {
    while (from < observed) {
      const end = epochMs(Math.min(from + sliceMsMax, observed));
      const start = next;
      while ((acts[next]?.at ?? Infinity) <= end) next += 1;
      slices.push({ end, acts: acts.slice(start, next) });
      from = end;
    }
  }
  return slices;
};
