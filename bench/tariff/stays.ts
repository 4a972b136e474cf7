// Stays to price: seeded, on whole minutes, so that a loop over minutes can be exact, too.
import { type Stay } from '../../domain/tariff/tariff.ts';
import { dayMs, epochMs, minuteMs } from '../../domain/time.ts';

/** Midnight of the first of January 2026 in Shanghai; the stays begin in the 330 days after it, whose holidays are known. */
const firstMinute = Date.UTC(2025, 11, 31, 16) / minuteMs;
const minutesOfEntries = (330 * dayMs) / minuteMs;

const stayOf = (entryMinute: number, minutes: number): Stay => {
  const entry = (firstMinute + entryMinute) * minuteMs;
  return { entry: epochMs(entry), exit: epochMs(entry + minutes * minuteMs), vehicleClass: 'small' };
};

/** Stays of one length, which begin at any minute of the year. */
export const staysOf = (minutes: number, count: number, random: () => number): Stay[] =>
  Array.from({ length: count }, () => stayOf(Math.floor(random() * minutesOfEntries), minutes));

/** Stays of 0 to `longestMinutes`, short ones as often as they are in a city: one in two is below an eighth of that. */
export const mixedStays = (longestMinutes: number, count: number, random: () => number): Stay[] =>
  Array.from({ length: count }, () => {
    const minutes = Math.floor(random() ** 3 * (longestMinutes + 1));
    return stayOf(Math.floor(random() * minutesOfEntries), minutes);
  });

export const minutesOf = ({ entry, exit }: Stay): number => Math.floor((exit - entry) / minuteMs);
