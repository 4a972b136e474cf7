// Which part of a stay a monthly pass pays for: its validity, its hours of the day, its days and its bays.
import { localTimeIn, plusDays, weekdayOf } from '../local-time.ts';
import { type Interval } from '../tariff/tariff.ts';
import { type EpochMs } from '../time.ts';
import { merged, overlapOf, without } from './intervals.ts';

/** Hours of the day, `[from, to)` in minutes; `to` at or before `from` is on the next day, as for a night pass. */
export interface PassHours {
  readonly from: number;
  readonly to: number;
  /** 1 is Monday: days on which the hours begin; every day when absent. */
  readonly weekdays?: readonly number[];
}

export interface Pass {
  readonly id: string;
  readonly validFrom: EpochMs;
  /** Excluded. */
  readonly validUntil: EpochMs;
  /** All hours when absent. */
  readonly hours?: readonly PassHours[];
  /** Bays or areas that it is for; all of the place when absent. */
  readonly bays?: readonly string[];
}

export interface CoveredTime extends Interval {
  readonly passId: string;
}

const hoursWithin = (hours: PassHours, period: Interval, zone: string): Interval[] => {
  const local = localTimeIn(zone);
  const found: Interval[] = [];
  const last = local.dayOf(period.exit);
  // Hours of the evening before may still hold.
  for (let day = plusDays(local.dayOf(period.entry), -1); day <= last; day = plusDays(day, 1)) {
    if (hours.weekdays && !hours.weekdays.includes(weekdayOf(day))) continue;
    const endDay = hours.to > hours.from ? day : plusDays(day, 1);
    const each = { entry: local.instantOf(day, hours.from), exit: local.instantOf(endDay, hours.to) };
    const inside = overlapOf(each, period);
    if (inside !== undefined) found.push(inside);
  }
  return found;
};

/** What one pass covers of a stay in this bay. */
export const coverOf = (pass: Pass, stay: Interval, zone: string, bay?: string): Interval[] => {
  if (pass.bays && (bay === undefined || !pass.bays.includes(bay))) return [];
  const valid = overlapOf({ entry: pass.validFrom, exit: pass.validUntil }, stay);
  if (valid === undefined) return [];
  return pass.hours === undefined ? [valid] : merged(pass.hours.flatMap((hours) => hoursWithin(hours, valid, zone)));
};

/** What several passes cover; where two do, the one that comes first in the list does. In order of time. */
export const coveredTimes = (passes: readonly Pass[], stay: Interval, zone: string, bay?: string): CoveredTime[] => {
  const found: CoveredTime[] = [];
  for (const pass of passes) {
    const free = coverOf(pass, stay, zone, bay).flatMap((each) => without(each, found));
    found.push(...free.map((each) => ({ ...each, passId: pass.id })));
  }
  return found.sort((a, b) => a.entry - b.entry);
};
