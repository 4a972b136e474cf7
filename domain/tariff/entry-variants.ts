// Which stays a variant of a rule is for, by the wall clock and the day of their entry.
import { plusDays } from '../local-time.ts';
import { type EpochMs } from '../time.ts';
import { spanOf, minutesPerDay } from './bands.ts';
import { type Place } from './day-plan.ts';
import { isChosen } from './days.ts';
import { type EntryVariant } from './document.ts';

/** A window that runs past midnight belongs to the day on which it begins. */
export const entryFits = (variant: EntryVariant, { local, dayOf, seasons }: Place): ((entry: EpochMs) => boolean) => {
  const { fromMinute, toMinute } = spanOf(variant);
  return (entry) => {
    const today = local.dayOf(entry);
    return [today, plusDays(today, -1)].some((day) => {
      const from = local.instantOf(day, fromMinute);
      const to =
        toMinute <= minutesPerDay
          ? local.instantOf(day, toMinute)
          : local.instantOf(plusDays(day, 1), toMinute - minutesPerDay);
      return entry >= from && entry < to && isChosen(variant, dayOf(day), seasons);
    });
  };
};
