// The same tariffs priced in the plainest way, minute by minute, to compare the engine with. Whole minutes only.
import { Temporal } from 'temporal-polyfill';
import { dayTypeOf, type Calendar } from '../../../domain/calendar.ts';
import { dayNumber } from '../../../domain/local-time.ts';
import { type Band, type ChargedRule, type Period } from '../../../domain/tariff/document.ts';

const offsets = new Map<string, number>();

/** Offset of a zone in minutes; it only ever changes at a quarter of an hour. */
const offsetAt = (zone: string, minute: number): number => {
  const key = `${zone}/${Math.floor(minute / 15)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(minute / 15) * 15 * 60_000);
  const offset = instant.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
  offsets.set(key, offset);
  return offset;
};

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

interface Wall {
  readonly date: string;
  readonly minute: number;
}

const wallAt = (zone: string, minute: number): Wall => {
  const shifted = minute + offsetAt(zone, minute);
  return { date: new Date(shifted * 60_000).toISOString().slice(0, 10), minute: ((shifted % 1440) + 1440) % 1440 };
};

const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

/** The band that holds, and a name for this one occurrence of it. */
const bandAt = (bands: readonly Band[], calendar: Calendar, wall: Wall): [Band, string] | undefined => {
  for (const [date, minute] of [
    [wall.date, wall.minute],
    [dayBefore(wall.date), wall.minute + 1440],
  ] as const) {
    const type = dayTypeOf(calendar, dayNumber(date)!);
    for (const band of bands) {
      const from = minutesOf(band.from);
      const to = minutesOf(band.to) + (minutesOf(band.to) <= from ? 1440 : 0);
      if ((band.days ?? [type]).includes(type) && minute >= from && minute < to) return [band, `${date} ${band.name}`];
    }
  }
  return undefined;
};

export const referenceFee = (
  rule: ChargedRule,
  zone: string,
  calendar: Calendar,
  entryMinute: number,
  exitMinute: number,
): number | undefined => {
  const length = exitMinute - entryMinute;
  const free = rule.free;
  if (length === 0) return 0;
  if (free?.mode === 'threshold' && (length < free.minutes || (free.inclusive && length === free.minutes))) return 0;
  if (free?.mode === 'deducted' && length <= free.minutes) return 0;
  const start = entryMinute + (free?.mode === 'deducted' ? free.minutes : 0);
  const sums = new Map<string, number>();
  let [occurrence, unitEnd, elapsed, charged, total] = ['', start, 0, 0, 0];
  let [date, window] = [wallAt(zone, start).date, 0];
  for (let minute = start; minute < exitMinute; minute += 1) {
    const wall = wallAt(zone, minute);
    const nowWindow = Math.floor((minute - start) / 1440);
    const restarted: Record<Period, boolean> = {
      calendarDay: wall.date !== date,
      window24h: nowWindow !== window,
      stay: false,
    };
    if (restarted[rule.tierClock.restarts]) [elapsed, charged] = [0, 0];
    const usesWindow = rule.tierClock.restarts === 'window24h' || rule.caps.some(({ per }) => per === 'window24h');
    if (usesWindow && restarted.window24h) unitEnd = minute;
    [date, window] = [wall.date, nowWindow];
    const found = bandAt(rule.bands, calendar, wall);
    if (found === undefined) return undefined;
    const [band, name] = found;
    if (name !== occurrence) [occurrence, unitEnd] = [name, minute];
    if (band.charge.kind === 'units') {
      if (minute >= unitEnd) {
        const clock = rule.tierClock.counts === 'elapsed' ? elapsed : charged;
        const tier = band.charge.tiers.find(({ untilMinutes }) => untilMinutes === null || clock < untilMinutes)!;
        unitEnd = minute + tier.unitMinutes;
        let amount: number = tier.unitPriceFen;
        const keys = { calendarDay: `day ${date}`, window24h: `window ${window}`, stay: 'stay' };
        for (const per of ['calendarDay', 'window24h', 'stay'] as const) {
          const cap = rule.caps.find((one) => one.per === per);
          if (cap === undefined) continue;
          const sum = sums.get(keys[per]) ?? 0;
          amount = Math.min(amount, cap.amountFen - sum);
          sums.set(keys[per], sum + amount);
        }
        total += amount;
      }
      charged += 1;
    }
    elapsed += 1;
  }
  return total;
};
