// Prices a stay of any document of units minute by minute, in whatever zone: for each minute it asks which day it is and which
// band holds, and adds a unit when the last one is over. What a day is like is asked once when the day begins.
import { type Calendar } from '../../domain/calendar.ts';
import { localTimeIn, type DayNumber } from '../../domain/local-time.ts';
import { spanOf, type BandSpan } from '../../domain/tariff/bands.ts';
import { dayReader, isChosen, type Day } from '../../domain/tariff/days.ts';
import { type Band, type ChargedRule, type DayChoice, type TariffDocument } from '../../domain/tariff/document.ts';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { minuteMs, type EpochMs } from '../../domain/time.ts';

interface LoopBand extends BandSpan {
  readonly band: Band;
}

/** What the loop knows of a day, asked once when it begins. */
interface LoopDay {
  readonly number: number;
  readonly start: number;
  readonly bands: readonly LoopBand[];
  readonly capFen: number;
}

const holdsAt = ({ fromMinute, toMinute }: LoopBand, minute: number): boolean =>
  (minute >= fromMinute && minute < toMinute) || minute + 1_440 < toMinute;

const lengthCharged = ({ free }: ChargedRule, minutes: number): boolean =>
  free === undefined || !('mode' in free) || minutes > free.minutes;

/** What the document's `small` rule must be for this loop: units whose tiers restart and whose units end with each day. */
export const plainLoop = (document: TariffDocument, calendar: Calendar): ((stay: Stay) => number) => {
  const rule = document.rules['small'];
  if (rule?.kind !== 'charged') throw new RangeError('the loop prices a charged rule');
  const local = localTimeIn(document.zone);
  const readDay = dayReader(document, calendar);
  const fits = (choice: DayChoice, day: Day): boolean => isChosen(choice, day, []);
  const dayAt = (number: DayNumber): LoopDay => {
    const day = readDay(number);
    const cap = rule.caps.find((one) => fits(one, day))?.amountFen;
    const bands = rule.bands.filter((band) => fits(band, day)).map((band) => ({ band, ...spanOf(band) }));
    return { number, start: local.startOfDay(number), bands, capFen: typeof cap === 'number' ? cap : Infinity };
  };
  return ({ entry, exit }) => {
    if (!lengthCharged(rule, (exit - entry) / minuteMs)) return 0;
    let [today, band]: [LoopDay | undefined, Band | undefined] = [undefined, undefined];
    let [unitLeft, clock, dayFen, feeFen] = [0, 0, 0, 0];
    for (let at: number = entry; at < exit; at += minuteMs) {
      const number = local.dayOf(at as EpochMs);
      if (today?.number !== number) {
        today = dayAt(number);
        feeFen += dayFen;
        [unitLeft, clock, dayFen] = [0, 0, 0];
      }
      const minute = (at - today.start) / minuteMs;
      const holding = today.bands.find((one) => holdsAt(one, minute))?.band;
      if (holding?.charge.kind !== 'units') throw new RangeError('every minute must be charged by units');
      if (holding !== band || unitLeft === 0) {
        const tier = holding.charge.tiers.find(({ untilMinutes }) => untilMinutes === null || clock < untilMinutes);
        if (tier === undefined) throw new RangeError('the last tier has no end');
        band = holding;
        unitLeft = tier.unitMinutes;
        dayFen = Math.min(today.capFen, dayFen + tier.unitPriceFen);
      }
      unitLeft -= 1;
      clock += 1;
    }
    return feeFen + dayFen;
  };
};
