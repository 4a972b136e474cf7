// The day of a channel's bill: from midnight to midnight where the channels are, and which day is due when.
import { dayNumber, localDate, localTimeIn, plusDays } from '../local-time.ts';
import { epochMs, hourMs, type EpochMs } from '../time.ts';

/** Every channel dates its bills here, wherever the lot is. */
export const channelTime = localTimeIn('Asia/Shanghai');

export interface BillDay {
  /** `2026-03-01` */
  readonly date: string;
  readonly startsAt: EpochMs;
  /** The first instant of the next day. */
  readonly endsAt: EpochMs;
}

/** Undefined for what is no date. */
export const billDay = (date: string): BillDay | undefined => {
  const day = dayNumber(date);
  return day === undefined
    ? undefined
    : { date, startsAt: channelTime.startOfDay(day), endsAt: channelTime.startOfDay(plusDays(day, 1)) };
};

/** The day whose bill is due at an instant: the one before. */
export const dayDueAt = (at: EpochMs): string => localDate(plusDays(channelTime.dayOf(at), -1));

/** Two clocks never agree on what is the last moment of a day: this close to the cut a payment may be the next day's. */
export const cutWindowMs = hourMs;

/** Whether something of this time may stand on the bill of the day after. */
export const isNearCut = (at: EpochMs, { endsAt }: Pick<BillDay, 'endsAt'>): boolean =>
  at >= epochMs(Math.max(0, endsAt - cutWindowMs));
