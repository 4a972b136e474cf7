// Days and wall-clock times of a zone: the only place with a time-zone library. Each day is looked up once.
import { Temporal } from 'temporal-polyfill';
import { dayMs, epochMs, minuteMs, type EpochMs } from './time.ts';

/** A civil date as days since 1970-01-01, in no zone. */
export type DayNumber = number & { readonly __unit: 'day-number' };

export type LocalDate = `${number}-${number}-${number}`;

export interface LocalTime {
  readonly zone: string;
  /** The day on which an instant falls here. */
  dayOf(at: EpochMs): DayNumber;
  /** The first instant of the day, which is not midnight where the clock jumps over midnight. */
  startOfDay(day: DayNumber): EpochMs;
  /**
   * The instant at which the clock shows `minuteOfDay` (0 to 1440). A time the clock jumps over is the moment of the
   * jump; a time it shows twice is the first of the two. So later wall times never come before earlier ones.
   */
  instantOf(day: DayNumber, minuteOfDay: number): EpochMs;
  /** RFC 3339 with the offset that holds here at that instant. */
  format(at: EpochMs): string;
}

/** A power of two: each day has its place among them. */
const cachedDays = 8_192;
const noDay = -(2 ** 31);

export const dayNumber = (date: string): DayNumber | undefined => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).toISOString().startsWith(date) ? ((at / dayMs) as DayNumber) : undefined;
};

export const localDate = (day: DayNumber): LocalDate => new Date(day * dayMs).toISOString().slice(0, 10) as LocalDate;

export const plusDays = (day: DayNumber, days: number): DayNumber => (day + days) as DayNumber;

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** True for a name of the IANA database, and no bare offset: a place keeps its rules, an offset does not. */
export const isZone = (zone: string): boolean => {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Temporal.ZonedDateTime(0n, zone);
    return true;
  } catch {
    return false;
  }
};

const firstDay = new Temporal.PlainDate(1970, 1, 1);

const plainDate = (day: DayNumber): Temporal.PlainDate => firstDay.add({ days: day });

const jumpBetween = (before: Temporal.ZonedDateTime): number =>
  before.getTimeZoneTransition('next')?.epochMilliseconds ?? before.epochMilliseconds;

const lookUp = (zone: string, day: DayNumber, minuteOfDay: number): number => {
  const wall = plainDate(day).toPlainDateTime({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return earlier.toPlainDateTime().equals(wall) ? earlier.epochMilliseconds : jumpBetween(earlier);
};

const create = (zone: string): LocalTime => {
  const starts = new Float64Array(cachedDays);
  const startDays = new Int32Array(cachedDays).fill(noDay);
  const startOfDay = (day: DayNumber): EpochMs => {
    const place = day & (cachedDays - 1);
    if (startDays[place] === day) return starts[place] as EpochMs;
    const start = epochMs(Math.max(0, plainDate(day).toZonedDateTime(zone).epochMilliseconds));
    starts[place] = start;
    startDays[place] = day;
    return start;
  };
  const usualOffsetMs = -startOfDay(20_454 as DayNumber) + 20_454 * dayMs;
  return {
    zone,
    startOfDay,
    dayOf: (at) => {
      let day = Math.floor((at + usualOffsetMs) / dayMs) as DayNumber;
      while (at < startOfDay(day)) day = plusDays(day, -1);
      while (at >= startOfDay(plusDays(day, 1))) day = plusDays(day, 1);
      return day;
    },
    instantOf: (day, minuteOfDay) => {
      const start = startOfDay(day);
      if (minuteOfDay === 0) return start;
      const end = startOfDay(plusDays(day, 1));
      if (minuteOfDay === 1440) return end;
      if (end - start === dayMs) return epochMs(start + minuteOfDay * minuteMs);
      return epochMs(lookUp(zone, day, minuteOfDay));
    },
    format: (at) =>
      new Temporal.ZonedDateTime(BigInt(at) * 1_000_000n, zone).toString({
        timeZoneName: 'never',
        smallestUnit: at % 1000 === 0 ? 'second' : 'millisecond',
      }),
  };
};

const zones = new Map<string, LocalTime>();

/** The clock on the wall of a zone. Throws a RangeError for an unknown zone. */
export const localTimeIn = (zone: string): LocalTime => {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (!isZone(zone)) throw new RangeError(`${zone} is not a time zone`);
  const made = create(zone);
  zones.set(zone, made);
  return made;
};
