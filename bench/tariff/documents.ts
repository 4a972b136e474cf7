// The tariffs that are timed: of the kinds that cities publish, and no simpler than those.
import { chinaCalendar2026 } from '../../domain/calendar.ts';
import { compileTariff } from '../../domain/tariff/compile.ts';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { describeProblem } from '../../domain/tariff/reader.ts';
import { type CompiledTariff } from '../../domain/tariff/tariff.ts';

const units = (...tiers: (readonly [untilMinutes: number | null, unitMinutes: number, unitPriceFen: number])[]) => ({
  kind: 'units',
  tiers: tiers.map(([untilMinutes, unitMinutes, unitPriceFen]) => ({ untilMinutes, unitMinutes, unitPriceFen })),
});

const documentOf = (rule: object) => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  rules: { small: { kind: 'charged', ...rule } },
});

const freeQuarter = { minutes: 15, mode: 'threshold', inclusive: true };

const simple = (cap: 'window' | 'calendarDay', hourFen: number) =>
  documentOf({
    free: freeQuarter,
    bands: [{ name: 'always', from: '00:00', to: '24:00', charge: units([null, 60, hourFen]) }],
    caps: [{ per: cap, amountFen: 4_000 }],
  });

const night = { name: 'night', from: '20:00', to: '08:00', charge: units([null, 60, 100]) };

const daily = { tierClock: { counts: 'elapsed', restarts: 'calendarDay' }, unitsEndWithDay: true };

/** 15 minutes free, 5 yuan an hour, at most 40 yuan in each 24 hours. */
export const simpleTariff = simple('window', 500);

/** The same with a price that was raised: another version to compare. */
export const raisedTariff = simple('window', 600);

/** The same with a cap per calendar day, which needs to know the days of the place. */
export const simpleByDayTariff = simple('calendarDay', 500);

/** By day a dearer second tier, by night a cheap hour; tiers begin anew each day, which is capped. */
export const dayNightTariff = documentOf({
  free: freeQuarter,
  ...daily,
  bands: [{ name: 'day', from: '08:00', to: '20:00', charge: units([60, 30, 300], [null, 30, 500]) }, night],
  caps: [{ per: 'calendarDay', amountFen: 8_000 }],
});

/** Day prices and caps that differ on workdays, weekends and holidays, by the calendar of 2026. */
export const holidayTariff = documentOf({
  free: freeQuarter,
  ...daily,
  bands: [
    { name: 'workday', days: ['workday'], from: '08:00', to: '20:00', charge: units([60, 30, 300], [null, 30, 500]) },
    { name: 'weekend', days: ['weekend'], from: '08:00', to: '20:00', charge: units([null, 60, 400]) },
    { name: 'holiday', days: ['holiday'], from: '08:00', to: '20:00', charge: units([120, 60, 600], [null, 60, 800]) },
    night,
  ],
  caps: [
    { per: 'calendarDay', amountFen: 8_000, days: ['workday'] },
    { per: 'calendarDay', amountFen: 5_000, days: ['weekend'] },
    { per: 'calendarDay', amountFen: 9_000, days: ['holiday'] },
  ],
});

export const read = (json: object): TariffDocument => {
  const document = parseTariff(json);
  if (isProblems(document)) throw new Error(document.map(describeProblem).join('\n'));
  return document;
};

export const compile = (json: object): CompiledTariff => compileTariff(read(json), chinaCalendar2026);
