// Random bands that cover every minute of every day exactly once, by kinds of days and by seasons, or leave gaps that are free.
import fc from 'fast-check';
import { type Band, type ChargedRule, type DayChoice, type Season } from '../../../domain/tariff/document.ts';
import { anyCharge } from './any-charge.ts';

export const ownDays = ['marketDay'];

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const anyMinuteOfDay = fc.oneof(
  fc.nat(95).map((quarter) => quarter * 15),
  fc.nat(1_439),
);

export const anyClockText = anyMinuteOfDay.map(clockText);

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const every = weekdays.map((day) => `every${day[0]!.toUpperCase()}${day.slice(1)}`);

/** Ways to share out all days; the operator's own are in the last group. */
const divisions: string[][][] = [
  [['workday'], ['weekend', 'holiday', ...ownDays]],
  [['workday', 'weekend'], ['holiday'], ownDays],
  [
    [...weekdays.slice(0, 5)],
    ['saturday', 'sunday', 'weekend', 'makeUpWorkday'],
    ['shortHoliday', 'longHoliday', ...ownDays],
  ],
  [every.slice(0, 6), ['everySunday', ...ownDays]],
  [
    ['monday', 'makeUpWorkday'],
    [...weekdays.slice(1), 'weekend'],
    ['holiday', ...ownDays],
  ],
];

/** Names some days, for a cap, jump or free time. */
export const anyChoice: fc.Arbitrary<DayChoice> = fc.oneof(
  fc.constantFrom(...divisions.flat()).map((days) => ({ days })),
  fc.constantFrom('summer', 'winter').map((season) => ({ seasons: [season] })),
  fc.constant({ days: ['workday', 'everySaturday'], seasons: ['winter'] }),
);

/** Two seasons that share out the year, cut where the clocks change, at holidays or in February. */
export const seasonsOf = (rule: ChargedRule): Season[] => {
  const [summerTo, winterFrom] = rule.bands.length % 2 === 0 ? ['09-30', '10-01'] : ['10-25', '10-26'];
  const [winterTo, summerFrom] = rule.partialMinute === 'dropped' ? ['03-28', '03-29'] : ['02-29', '03-01'];
  return [
    { name: 'summer', from: summerFrom!, to: summerTo! },
    { name: 'winter', text: { zh: '冬季', en: 'Winter' }, from: winterFrom!, to: winterTo! },
  ];
};

/** A round of the clock that begins at `first`, the same for all kinds of days, so that the nights fit together. */
const round = (prefix: string, first: number, choice: DayChoice): fc.Arbitrary<Band[]> =>
  fc
    .tuple(fc.uniqueArray(anyMinuteOfDay, { maxLength: 2 }), fc.array(anyCharge, { minLength: 3, maxLength: 3 }))
    .map(([cuts, charges]) => {
      const later = cuts.filter((cut) => cut > first).sort((a, b) => a - b);
      return [first, ...later].map((from, index) => {
        const to = later[index] ?? (first === 0 ? 1440 : first);
        return {
          name: `${prefix}-${index}`,
          from: clockText(from),
          to: clockText(to),
          ...choice,
          charge: charges[index]!,
        };
      });
    });

const choicesOf = (division: readonly string[][] | undefined, seasons: boolean): DayChoice[] => {
  const days: DayChoice[] = division === undefined ? [{}] : division.map((names) => ({ days: names }));
  if (!seasons) return days;
  return days.flatMap((choice) => [
    { ...choice, seasons: ['summer'] },
    { ...choice, seasons: ['winter'] },
  ]);
};

const covering: fc.Arbitrary<Band[]> = fc
  .tuple(
    anyMinuteOfDay,
    fc.option(fc.constantFrom(...divisions), { nil: undefined }),
    fc.oneof(fc.constant(false), fc.constant(false), fc.constant(true)),
  )
  .chain(([first, division, seasons]) =>
    fc.tuple(...choicesOf(division, seasons).map((choice, index) => round(`band-${index}`, first, choice))),
  )
  .map((rounds) => rounds.flat());

/** What is left out is free where the rule says so. */
export const anyBands: fc.Arbitrary<Pick<ChargedRule, 'bands'> & { otherTimes: 'free' | undefined }> = fc
  .tuple(
    covering,
    fc.option(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), { nil: undefined, freq: 2 }),
    fc.constantFrom('free' as const, undefined),
  )
  .map(([bands, kept, said]) => {
    const left = kept === undefined ? bands : bands.filter((_, index) => kept[index]);
    const list = left.length === 0 ? bands.slice(0, 1) : left;
    const otherTimes = list.length < bands.length ? 'free' : said;
    return { bands: [list[0]!, ...list.slice(1)] as const, otherTimes };
  });
