// Reading the Curb Data Specification by hand: what its policies cost, and what the tariff language has no words for.
import { describe, expect, test } from '@jest/globals';
import { compileTariff } from '../../../../domain/tariff/compile.ts';
import { importFromCds } from '../../../../domain/tariff/exchange/cds-import.ts';
import { isProblems } from '../../../../domain/tariff/exchange/problem.ts';
import { feeOf, local } from '../builders.ts';
import { problemsOf } from './documents.ts';

const choice = { vehicleClass: 'small' };

const envelope = (...list: object[]) => ({
  version: '1.0',
  time_zone: 'Asia/Shanghai',
  last_updated: 1,
  currency: 'CNY',
  data: { policies: list },
});

const policy = (rate: object[], members: object = {}, rule: object = {}) => ({
  curb_policy_id: 'a',
  published_date: 1,
  priority: 1,
  rules: [{ activity: 'parking', rate, ...rule }],
  ...members,
});

const perHour = { rate: 600, rate_unit: 'hour', increment_duration: 1 };

const imported = (json: unknown) => {
  const document = importFromCds(json, choice);
  if (isProblems(document)) throw new Error(JSON.stringify(document));
  return compileTariff(document);
};

const feeBetween = (json: unknown, from: string, to: string) => feeOf(imported(json), local(from), local(to));

describe('importing', () => {
  test('charges a rate without an increment by the minute, and one with an increment by what was begun', () => {
    const byMinute = envelope(policy([{ rate: 600, rate_unit: 'hour' }]));
    const byHour = envelope(policy([perHour]));
    expect(feeBetween(byMinute, '2026-03-11 10:00', '2026-03-11 10:31')).toBe(310);
    expect(feeBetween(byHour, '2026-03-11 10:00', '2026-03-11 10:31')).toBe(600);
  });

  test('reads the two policies that the specification gives as an example of rate units', () => {
    const hourlyRate = policy([{ rate: 500, rate_unit: 'hour', rate_unit_period: 'rolling' }]);
    const daily = policy([{ rate: 3000, rate_unit: 'day', rate_unit_period: 'calendar' }], { priority: 2 });
    // The lower number wins at all times, so that the day rate is never reached.
    expect(feeBetween(envelope(hourlyRate, daily), '2026-03-11 23:00', '2026-03-12 01:00')).toBe(1000);
    expect(feeBetween(envelope(daily), '2026-03-11 23:00', '2026-03-12 01:00')).toBe(6000);
  });

  test('lets the lower priority number win where two policies hold', () => {
    const lunch = policy([{ rate: 0, rate_unit: 'hour' }], {
      priority: 1,
      time_spans: [{ time_of_day_start: '12:00', time_of_day_end: '13:00' }],
    });
    const json = envelope(policy([perHour], { priority: 5 }), lunch);
    expect(feeBetween(json, '2026-03-11 11:00', '2026-03-11 14:00')).toBe(1200);
    expect(feeBetween(json, '2026-03-11 12:00', '2026-03-11 13:00')).toBe(0);
  });

  test('has no tariff where no policy holds', () => {
    const json = envelope(
      policy([perHour], { time_spans: [{ time_of_day_start: '08:00', time_of_day_end: '20:00' }] }),
    );
    expect(
      imported(json).fee({ entry: local('2026-03-11 19:00'), exit: local('2026-03-11 21:00'), vehicleClass: 'small' }),
    ).toMatchObject({ code: 'no-tariff' });
  });

  test('takes the rule whose user classes the vehicle has all of', () => {
    const json = envelope({
      ...policy([]),
      rules: [
        { activity: 'parking', rate: [perHour], user_classes: ['car', 'electric'] },
        { activity: 'parking', rate: [{ ...perHour, rate: 900 }], user_classes: ['truck'] },
      ],
    });
    const document = importFromCds(json, { vehicleClass: 'van', userClasses: ['truck', 'freight'] });
    expect(document).toMatchObject({ rules: { van: { bands: [{ charge: { tiers: [{ unitPriceFen: 900 }] } }] } } });
    expect(problemsOf(importFromCds(json, choice))).toEqual([['', 'missing']]);
  });

  const at = '/data/policies/0';
  test.each<[string, object, string, string]>([
    ['a missing envelope', { data: { policies: [] } }, '/version', 'missing'],
    ['a member nobody knows', envelope(policy([{ ...perHour, cap: 5 }])), `${at}/rules/0/rate/0/cap`, 'unknown-member'],
    [
      'a rate that is no integer',
      envelope(policy([{ ...perHour, rate: 1.5 }])),
      `${at}/rules/0/rate/0/rate`,
      'fraction',
    ],
    ['a month', envelope(policy([{ rate: 600, rate_unit: 'month' }])), `${at}/rules/0/rate/0/rate_unit`, 'duration'],
    [
      'a calendar hour',
      envelope(policy([{ ...perHour, rate_unit_period: 'calendar' }])),
      `${at}/rules/0/rate/0`,
      'duration',
    ],
    [
      'a gap between rates',
      envelope(
        policy([
          { ...perHour, end_duration: 1 },
          { ...perHour, start_duration: 2 },
        ]),
      ),
      `${at}/rules/0/rate/1`,
      'out-of-range',
    ],
    [
      'rates that end before the stay may',
      envelope(policy([{ ...perHour, end_duration: 2 }])),
      `${at}/rules/0/rate/0`,
      'out-of-range',
    ],
    [
      'rates by minute and by hour in one rule',
      envelope(
        policy([
          { ...perHour, end_duration: 1 },
          { rate: 600, rate_unit: 'hour', start_duration: 1 },
        ]),
      ),
      `${at}/rules/0/rate`,
      'mixed-increments',
    ],
    [
      'no parking',
      envelope({ ...policy([]), rules: [{ activity: 'no parking' }] }),
      `${at}/rules/0/activity`,
      'activity',
    ],
    [
      'parking without a rate',
      envelope({ ...policy([]), rules: [{ activity: 'parking' }] }),
      `${at}/rules/0`,
      'missing',
    ],
    ['no return', envelope(policy([perHour], {}, { no_return: 60 })), `${at}/rules/0/no_return`, 'no-return'],
    [
      'months of the year',
      envelope(policy([perHour], { time_spans: [{ months: [7, 8] }] })),
      `${at}/time_spans/0/months`,
      'date',
    ],
    [
      'a designated period',
      envelope(policy([perHour], { time_spans: [{ designated_period: 'holidays' }] })),
      `${at}/time_spans/0/designated_period`,
      'date',
    ],
    [
      'a span over midnight',
      envelope(policy([perHour], { time_spans: [{ time_of_day_start: '20:00', time_of_day_end: '08:00' }] })),
      `${at}/time_spans/0`,
      'out-of-range',
    ],
    [
      'an operator',
      envelope(policy([perHour], { data_source_operator_id: ['x'] })),
      `${at}/data_source_operator_id`,
      'operator',
    ],
    [
      'two policies of one priority at one time',
      envelope(policy([perHour]), policy([perHour])),
      '/data/policies/1',
      'overlap',
    ],
    [
      'two rules for one vehicle',
      envelope({ ...policy([]), rules: [1, 2].map(() => ({ activity: 'parking', rate: [perHour] })) }),
      `${at}/rules`,
      'several-rules',
    ],
    [
      'a weekend without whole days',
      envelope(
        policy([perHour], {
          time_spans: [{ days_of_week: ['sat', 'sun'] }, { days_of_week: ['mon'], time_of_day_end: '08:00' }],
        }),
      ),
      at,
      'time-span',
    ],
    [
      'free minutes that differ',
      envelope(
        policy(
          [
            { rate: 0, rate_unit: 'minute', end_duration: 15 },
            { rate: 10, rate_unit: 'minute', start_duration: 15 },
          ],
          { time_spans: [{ time_of_day_end: '08:00' }] },
        ),
        policy([perHour], { priority: 2 }),
      ),
      '/data/policies/1',
      'free-start-differs',
    ],
  ])('refuses %s', (_name, json, pointer, code) => {
    expect(problemsOf(importFromCds(json, choice))[0]).toEqual([pointer, code]);
  });

  test('reads what is no object at all as a problem', () => {
    for (const json of [null, [], 'x', 3, undefined])
      expect(problemsOf(importFromCds(json, choice))).toEqual([['', 'wrong-type']]);
  });
});
