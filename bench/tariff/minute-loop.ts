// Prices a stay of one tariff minute by minute, as fast as a loop over minutes gets: the tariff, the calendar and the offset
// of the zone are constants, whole numbers only, nothing is asked or allocated in the loop.
import { chinaCalendar2026, dayTypeOf, dayTypes } from '../../domain/calendar.ts';
import { type DayNumber } from '../../domain/local-time.ts';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { minuteMs } from '../../domain/time.ts';

interface LoopTier {
  readonly untilMinutes: number;
  readonly unitMinutes: number;
  readonly priceFen: number;
}

export interface LoopBand {
  /** By the index of the day type. */
  readonly holdsOn: readonly boolean[];
  readonly from: number;
  readonly to: number;
  readonly tiers: readonly LoopTier[];
}

export interface LoopTariff {
  readonly freeMinutes: number;
  readonly bands: readonly LoopBand[];
  /** By the index of the day type. */
  readonly dayCapFen: readonly number[];
}

/** The zone has had this offset for decades. */
const shanghaiOffsetMinutes = 480;
const firstDay = 20_454;
const dayTypeIndexes = Uint8Array.from({ length: 800 }, (_, index) =>
  dayTypes.indexOf(dayTypeOf(chinaCalendar2026, (firstDay - 10 + index) as DayNumber)),
);
const dayTypeAt = (day: number): number => dayTypeIndexes[day - firstDay + 10] ?? 0;

const bandAt = (bands: readonly LoopBand[], dayType: number, minuteOfDay: number): LoopBand => {
  for (const band of bands) {
    const { from, to } = band;
    const inside = from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
    if (inside && band.holdsOn[dayType] === true) return band;
  }
  throw new RangeError(`no band holds at minute ${minuteOfDay}`);
};

const tierAt = (tiers: readonly LoopTier[], clock: number): LoopTier => {
  for (const tier of tiers) if (clock < tier.untilMinutes) return tier;
  throw new RangeError('the last tier has no end');
};

/** Bands split units, tiers restart at midnight, each calendar day has its cap. */
export const minuteLoopFee = ({ freeMinutes, bands, dayCapFen }: LoopTariff, { entry, exit }: Stay): number => {
  const first = entry / minuteMs + shanghaiOffsetMinutes;
  const last = exit / minuteMs + shanghaiOffsetMinutes;
  if (last - first <= freeMinutes) return 0;
  let day = -1;
  let dayType = 0;
  let band: LoopBand | undefined;
  let unitLeft = 0;
  let clock = 0;
  let dayFen = 0;
  let feeFen = 0;
  for (let minute = first; minute < last; minute++) {
    const minuteDay = Math.floor(minute / 1_440);
    if (minuteDay !== day) {
      feeFen += Math.min(dayFen, dayCapFen[dayType] ?? 0);
      day = minuteDay;
      dayType = dayTypeAt(minuteDay);
      unitLeft = 0;
      clock = 0;
      dayFen = 0;
    }
    const holding = bandAt(bands, dayType, minute - day * 1_440);
    if (holding !== band || unitLeft === 0) {
      const tier = tierAt(holding.tiers, clock);
      band = holding;
      unitLeft = tier.unitMinutes;
      dayFen += tier.priceFen;
    }
    unitLeft--;
    clock++;
  }
  return feeFen + Math.min(dayFen, dayCapFen[dayType] ?? 0);
};

const everyDay = dayTypes.map(() => true);
const on = (...types: string[]): boolean[] => dayTypes.map((type) => types.includes(type));
const tiersOf = (...tiers: (readonly [untilMinutes: number, unitMinutes: number, priceFen: number])[]): LoopTier[] =>
  tiers.map(([untilMinutes, unitMinutes, priceFen]) => ({ untilMinutes, unitMinutes, priceFen }));

const workdayTiers = tiersOf([60, 30, 300], [Infinity, 30, 500]);
const night = { holdsOn: everyDay, from: 1_200, to: 480, tiers: tiersOf([Infinity, 60, 100]) };
const daytime = { from: 480, to: 1_200 };

/** The tariffs of documents.ts as this loop reads them. */
export const loopDayNight: LoopTariff = {
  freeMinutes: 15,
  bands: [{ ...daytime, holdsOn: everyDay, tiers: workdayTiers }, night],
  dayCapFen: dayTypes.map(() => 8_000),
};

export const loopHolidays: LoopTariff = {
  freeMinutes: 15,
  bands: [
    { ...daytime, holdsOn: on('workday', 'makeUpWorkday'), tiers: workdayTiers },
    { ...daytime, holdsOn: on('weekend'), tiers: tiersOf([Infinity, 60, 400]) },
    { ...daytime, holdsOn: on('shortHoliday', 'longHoliday'), tiers: tiersOf([120, 60, 600], [Infinity, 60, 800]) },
    night,
  ],
  dayCapFen: dayTypes.map((type) => ({ workday: 8_000, makeUpWorkday: 8_000, weekend: 5_000 })[String(type)] ?? 9_000),
};
