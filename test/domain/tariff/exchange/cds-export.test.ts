// Writing the Curb Data Specification by hand: its names, its numbers, and what it has no words for.
import { describe, expect, test } from '@jest/globals';
import { type ChargedRule, type TariffDocument } from '../../../../domain/tariff/document.ts';
import { exportToCds } from '../../../../domain/tariff/exchange/cds-export.ts';
import { isProblems } from '../../../../domain/tariff/exchange/problem.ts';
import { fen } from '../../../../domain/money.ts';
import { epochMs } from '../../../../domain/time.ts';
import { documentWith, hourly, problemsOf } from './documents.ts';

const publication = { policyId: (index: number) => `policy-${index}`, publishedDate: epochMs(1_000) };

const policies = (document: TariffDocument, vehicleClass = 'small') => {
  const exported = exportToCds(document, vehicleClass, publication);
  if (isProblems(exported)) throw new Error(JSON.stringify(exported));
  return exported;
};

describe('exporting', () => {
  test('writes a day with tiers, a night and free minutes under the names of the specification', () => {
    const document = documentWith({
      free: { minutes: 15, mode: 'deducted', inclusive: true },
      maximumStayMinutes: 720,
      bands: [
        {
          name: 'day',
          days: ['everyMonday', 'everyTuesday'],
          from: '08:00',
          to: '20:00',
          charge: {
            kind: 'units',
            tiers: [
              { untilMinutes: 60, unitMinutes: 15, unitPriceFen: fen(150) },
              { untilMinutes: null, unitMinutes: 60, unitPriceFen: fen(900) },
            ],
          },
        },
        { name: 'night', days: ['everySunday'], from: '20:00', to: '08:00', charge: hourly(120) },
      ],
      otherTimes: 'free',
    });
    const rule = (rate: object[]) => [{ activity: 'parking', max_stay: 720, max_stay_unit: 'minute', rate }];
    const free = { rate: 0, rate_unit: 'minute', increment_duration: 15, end_duration: 15 };
    expect(policies(document)).toEqual({
      version: '1.0',
      time_zone: 'Asia/Shanghai',
      last_updated: 1_000,
      currency: 'CNY',
      data: {
        policies: [
          {
            curb_policy_id: 'policy-0',
            published_date: 1_000,
            priority: 1,
            time_spans: [{ days_of_week: ['mon', 'tue'], time_of_day_start: '08:00', time_of_day_end: '20:00' }],
            rules: rule([
              free,
              { rate: 10, rate_unit: 'minute', increment_duration: 15, start_duration: 15, end_duration: 75 },
              { rate: 15, rate_unit: 'minute', increment_duration: 60, start_duration: 75 },
            ]),
          },
          {
            curb_policy_id: 'policy-1',
            published_date: 1_000,
            priority: 2,
            time_spans: [
              { days_of_week: ['sun'], time_of_day_start: '20:00' },
              { days_of_week: ['mon'], time_of_day_end: '08:00' },
            ],
            rules: rule([free, { rate: 2, rate_unit: 'minute', increment_duration: 60, start_duration: 15 }]),
          },
          {
            curb_policy_id: 'policy-2',
            published_date: 1_000,
            priority: 3,
            rules: rule([{ rate: 0, rate_unit: 'hour' }]),
          },
        ],
      },
    });
  });

  test('takes the longest unit of time in which every number is whole', () => {
    const rateOf = (unitMinutes: number, price: number) =>
      policies(
        documentWith({
          bands: [
            {
              name: 'all',
              from: '00:00',
              to: '24:00',
              charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes, unitPriceFen: fen(price) }] },
            },
          ],
        }),
      ).data.policies[0]!.rules[0]!.rate[0]!;
    expect(rateOf(1440, 6000)).toEqual({ rate: 6000, rate_unit: 'day', increment_duration: 1 });
    expect(rateOf(120, 500)).toEqual({ rate: 250, rate_unit: 'hour', increment_duration: 2 });
    expect(rateOf(15, 225)).toEqual({ rate: 15, rate_unit: 'minute', increment_duration: 15 });
  });

  test('writes amounts in the smallest unit of the currency', () => {
    const inYen = documentWith(
      { bands: [{ name: 'all', from: '00:00', to: '24:00', charge: hourly(40_000) }] },
      { currency: 'JPY', zone: 'Asia/Tokyo' },
    );
    expect(policies(inYen).data.policies[0]!.rules[0]!.rate).toEqual([
      { rate: 400, rate_unit: 'hour', increment_duration: 1 },
    ]);
    const sen = documentWith(
      { bands: [{ name: 'all', from: '00:00', to: '24:00', charge: hourly(40_050) }] },
      { currency: 'JPY' },
    );
    expect(problemsOf(exportToCds(sen, 'small', publication))).toEqual([
      ['/rules/small/bands/0/charge', 'amount-not-whole'],
    ]);
  });

  test('writes a class without charge, an amount per day and prices by the minute', () => {
    const rates = (document: TariffDocument) => policies(document).data.policies[0]!.rules[0]!.rate;
    expect(rates(documentWith({}, { rules: { small: { kind: 'noCharge' } } }))).toEqual([
      { rate: 0, rate_unit: 'hour' },
    ]);
    const daily = documentWith({
      bands: [
        { name: 'all', from: '00:00', to: '24:00', charge: { kind: 'flat', amountFen: fen(3000), per: 'calendarDay' } },
      ],
    });
    expect(rates(daily)).toEqual([{ rate: 3000, rate_unit: 'day', rate_unit_period: 'calendar' }]);
    const byMinute = documentWith({ partialUnit: { kind: 'proRata', stepMinutes: 1, rounding: 'up' } });
    expect(rates(byMinute)).toEqual([{ rate: 300, rate_unit: 'hour' }]);
  });

  test('follows a class to the rule it takes over, and points at the member where it stands', () => {
    const document: TariffDocument = {
      ...documentWith({ caps: [{ per: 'stay', amountFen: fen(900) }] }),
    };
    const rules = {
      ...document.rules,
      other: { kind: 'sameAs', vehicleClass: 'small', changes: { caps: [] } },
      large: { kind: 'sameAs', vehicleClass: 'small', percent: 200, changes: { perBay: true } },
    } as const;
    expect(policies({ ...document, rules }, 'other').data.policies).toHaveLength(1);
    expect(problemsOf(exportToCds({ ...document, rules }, 'large', publication))).toEqual([
      ['/rules/large/percent', 'percent'],
      ['/rules/small/caps/0', 'cap'],
      ['/rules/large/changes/perBay', 'per-bay'],
    ]);
    expect(problemsOf(exportToCds(document, 'coach', publication))).toEqual([['/rules', 'unknown-class']]);
  });

  const day = { name: 'day', from: '08:00', to: '20:00', charge: hourly(300) };
  const night = { name: 'night', from: '20:00', to: '08:00', charge: hourly(60) };

  test.each<[string, Partial<ChargedRule>, string, string]>([
    ['a threshold of free time', { free: { minutes: 15, mode: 'threshold', inclusive: true } }, '/free', 'free-time'],
    [
      'free time of each day',
      { free: { minutes: 15, mode: 'deducted', inclusive: true, per: 'calendarDay' } },
      '/free',
      'free-time',
    ],
    [
      'a limit of free stays',
      {
        free: {
          minutes: 15,
          mode: 'deducted',
          inclusive: true,
          limit: { times: 3, per: 'last24Hours', counts: 'freeStays' },
        },
      },
      '/free',
      'free-time',
    ],
    ['a cap', { caps: [{ per: 'calendarDay', amountFen: fen(6000) }] }, '/caps/0', 'cap'],
    ['rising caps', { caps: [{ per: 'window', amountFen: [fen(6000), fen(8000)] }] }, '/caps/0', 'cap'],
    [
      'a jump to a day amount',
      { jumps: [{ per: 'calendarDay', overMinutes: 600, counts: 'elapsed', amountFen: fen(9000) }] },
      '/jumps/0',
      'jump',
    ],
    ['an opening amount', { opening: { minutes: 60, amountFen: fen(500), per: 'stay' } }, '/opening', 'opening'],
    [
      'the price of an event',
      { event: { beforeStartMinutes: 60, afterMinutes: 60, after: 'end', charge: hourly(900) } },
      '/event',
      'event',
    ],
    ['a unit that runs on', { atBandEnd: 'runOn', bands: [day, night] }, '/atBandEnd', 'run-on'],
    [
      'a clock of charged minutes with tiers',
      {
        tierClock: { counts: 'charged', restarts: 'stay' },
        bands: [
          {
            ...day,
            charge: {
              kind: 'units',
              tiers: [
                { untilMinutes: 60, unitMinutes: 60, unitPriceFen: fen(60) },
                { untilMinutes: null, unitMinutes: 60, unitPriceFen: fen(120) },
              ],
            },
          },
        ],
        otherTimes: 'free',
      },
      '/tierClock',
      'tier-clock',
    ],
    [
      'tiers that begin again each day',
      { tierClock: { counts: 'elapsed', restarts: 'calendarDay' } },
      '/tierClock',
      'tier-clock',
    ],
    ['units that end at midnight', { unitsEndWithDay: true }, '/unitsEndWithDay', 'unit-ends-with-day'],
    [
      'an early bird',
      { entryVariants: [{ from: '06:00', to: '09:00', changes: { minimumFen: fen(500) } }] },
      '/entryVariants/0',
      'entry-variant',
    ],
    ['a member that is not of the language', { tax: 6 } as object, '/tax', 'unknown-member'],
    ['seconds', { partialMinute: 'counted' }, '/partialMinute', 'partial-minute'],
    ['completed units', { partialUnit: { kind: 'completed' } }, '/bands/0/charge', 'partial-unit'],
    [
      'free minutes inside each unit',
      { partialUnit: { kind: 'afterMinutes', minutes: 15 } },
      '/bands/0/charge',
      'partial-unit',
    ],
    [
      'parts of five minutes',
      { partialUnit: { kind: 'proRata', stepMinutes: 5, rounding: 'up' } },
      '/bands/0/charge',
      'pro-rata',
    ],
    ['bays', { perBay: true }, '/perBay', 'per-bay'],
    ['a minimum', { minimumFen: fen(100) }, '/minimumFen', 'minimum'],
    ['rounding to the nearest', { rounding: { toFen: fen(100), mode: 'nearest' } }, '/rounding', 'rounding'],
    ['a make-up workday', { bands: [{ ...day, days: ['workday'] }], otherTimes: 'free' }, '/bands/0/days', 'days'],
    ['a season', { bands: [{ ...day, seasons: ['summer'] }], otherTimes: 'free' }, '/bands/0/seasons', 'days'],
    [
      'an amount for each night',
      { bands: [day, { ...night, charge: { kind: 'flat', amountFen: fen(500), per: 'occurrence' } }] },
      '/bands/1/charge',
      'flat',
    ],
    [
      'an amount for the stay beside another price',
      { bands: [day, { ...night, charge: { kind: 'flat', amountFen: fen(500), per: 'stay' } }] },
      '/bands/1/charge',
      'flat',
    ],
    [
      'a ladder beside another price',
      { bands: [day, { ...night, charge: { kind: 'ladder', steps: [{ untilMinutes: 60, amountFen: fen(500) }] } }] },
      '/bands/1/charge',
      'ladder',
    ],
    [
      'five yuan for half an hour: no whole number a minute',
      {
        bands: [
          {
            name: 'all',
            from: '00:00',
            to: '24:00',
            charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 30, unitPriceFen: fen(500) }] },
          },
        ],
      },
      '/bands/0/charge',
      'amount-not-whole',
    ],
  ])('refuses %s', (_name, rule, pointer, code) => {
    expect(problemsOf(exportToCds(documentWith(rule), 'small', publication))).toEqual([
      [`/rules/small${pointer}`, code],
    ]);
  });

  test('reads weekdays from day kinds where holidays are not observed', () => {
    const bands: ChargedRule['bands'] = [
      { name: 'day', days: ['workday'], from: '08:00', to: '20:00', charge: hourly(300) },
    ];
    const document = documentWith({ bands, otherTimes: 'free' }, { holidays: 'ignored' });
    expect(policies(document).data.policies[0]!.time_spans![0]!.days_of_week).toEqual([
      'mon',
      'tue',
      'wed',
      'thu',
      'fri',
    ]);
  });
});
