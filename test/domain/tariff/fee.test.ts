// Tables: each row is a stay that somebody can check by hand. A defect adds its row.
import { describe, expect, test } from '@jest/globals';
import { chinaCalendar2026 } from '../../../domain/calendar.ts';
import { fen } from '../../../domain/money.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { type Band } from '../../../domain/tariff/document.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { explain, fee } from '../../../domain/tariff/tariff.ts';
import { minuteMs, plusMs } from '../../../domain/time.ts';
import { allDay, at, compiled, documentOf, feeOf, local, stay, units } from './builders.ts';

const tiers = (firstHour: number, later: number): Band['charge'] => ({
  kind: 'units',
  tiers: [
    { untilMinutes: 60, unitMinutes: 30, unitPriceFen: fen(firstHour) },
    { untilMinutes: null, unitMinutes: 30, unitPriceFen: fen(later) },
  ],
});

describe('ordinary evenings: a fee is never negative', () => {
  const band = (name: string, from: string, to: string, charge: Band['charge']): Band => ({
    name,
    from,
    to,
    charge,
  });
  const tariff = compiled({
    free: { minutes: 15, mode: 'threshold', inclusive: true },
    bands: [band('day', '08:00', '20:00', tiers(500, 750)), band('night', '20:00', '08:00', units(30, 100))],
  });

  test.each`
    entry                 | exit                  | amount   | because
    ${'2024-05-15 09:00'} | ${'2024-05-15 09:15'} | ${0}     | ${'15 minutes are free'}
    ${'2024-05-15 09:00'} | ${'2024-05-15 09:16'} | ${500}   | ${'16 minutes are charged from entry'}
    ${'2024-05-15 09:00'} | ${'2024-05-15 10:00'} | ${1000}  | ${'the first hour'}
    ${'2024-05-15 09:00'} | ${'2024-05-15 10:01'} | ${1750}  | ${'one minute past the first hour starts a unit'}
    ${'2024-05-15 09:00'} | ${'2024-05-15 11:10'} | ${3250}  | ${'10 + 3 × 7.50'}
    ${'2024-05-15 18:00'} | ${'2024-05-15 20:20'} | ${2600}  | ${'25 by day and one night unit'}
    ${'2024-05-15 18:00'} | ${'2024-05-15 22:00'} | ${2900}  | ${'25 by day and four night units'}
    ${'2024-05-15 19:30'} | ${'2024-05-16 07:00'} | ${2700}  | ${'5 by day and 22 night units'}
    ${'2024-05-15 08:00'} | ${'2024-05-15 22:00'} | ${17900} | ${'10 + 22 × 7.50 + 4'}
    ${'2024-05-13 08:00'} | ${'2024-05-13 22:00'} | ${17900} | ${'a Monday costs what a Wednesday costs'}
    ${'2024-05-15 09:00'} | ${'2024-05-16 11:00'} | ${22900} | ${'16000 + 24 night units + 6 × 7.50'}
    ${'2024-05-15 21:00'} | ${'2024-05-16 07:00'} | ${2000}  | ${'only night: 20 units'}
    ${'2024-05-12 22:00'} | ${'2024-05-13 09:00'} | ${3500}  | ${'20 night units and two day units after the first hour'}
  `('charges $amount fen from $entry to $exit: $because', ({ entry, exit, amount }) => {
    expect(feeOf(tariff, local(entry as string), local(exit as string))).toBe(amount);
  });
});

describe('the sample tariff', () => {
  const tariff = compileTariff(sampleTariff(), chinaCalendar2026);

  test.each`
    vehicle        | entry                 | exit                  | amount   | because
    ${'small'}     | ${'2026-03-11 10:00'} | ${'2026-03-11 10:15'} | ${0}     | ${'free, inclusive'}
    ${'small'}     | ${'2026-03-11 10:00'} | ${'2026-03-11 10:16'} | ${500}   | ${'one unit'}
    ${'small'}     | ${'2026-03-11 10:00'} | ${'2026-03-11 12:00'} | ${2500}  | ${'2 × 5 + 2 × 7.50'}
    ${'small'}     | ${'2026-03-11 19:45'} | ${'2026-03-11 21:00'} | ${600}   | ${'a unit ends where its band ends'}
    ${'small'}     | ${'2026-03-11 08:00'} | ${'2026-03-12 00:00'} | ${6000}  | ${'the cap of the day'}
    ${'small'}     | ${'2026-03-11 08:00'} | ${'2026-03-12 00:01'} | ${6100}  | ${'the next day begins below its cap'}
    ${'small'}     | ${'2026-03-10 00:00'} | ${'2026-03-13 00:00'} | ${18000} | ${'three capped days'}
    ${'small'}     | ${'2026-03-11 23:30'} | ${'2026-03-12 00:30'} | ${100}   | ${'a unit belongs to the day it starts on'}
    ${'large'}     | ${'2026-03-11 10:00'} | ${'2026-03-11 12:00'} | ${5000}  | ${'large vehicles pay double'}
    ${'other'}     | ${'2026-03-11 10:00'} | ${'2026-03-11 12:00'} | ${2500}  | ${'the same as small'}
    ${'emergency'} | ${'2026-03-11 10:00'} | ${'2026-03-18 12:00'} | ${0}     | ${'said to be free'}
  `('charges a $vehicle vehicle $amount fen from $entry to $exit: $because', ({ vehicle, entry, exit, amount }) => {
    expect(feeOf(tariff, local(entry as string), local(exit as string), vehicle as string)).toBe(amount);
  });

  test('explains an evening line by line, in Chinese and English', () => {
    expect(explain(tariff, stay(local('2026-03-11 19:00'), local('2026-03-11 20:10')))).toEqual({
      feeFen: 1100,
      lines: [
        {
          kind: 'units',
          band: 'day',
          dayType: 'workday',
          tier: 1,
          units: 2,
          unitMinutes: 30,
          unitPriceFen: 500,
          amountFen: 1000,
          from: local('2026-03-11 19:00'),
          to: local('2026-03-11 20:00'),
          text: {
            zh: '白天 第1档 2 × 30分钟 × 5.00 CNY = 10.00 CNY',
            en: 'day, tier 1, 2 × 30 min at 5.00 CNY = 10.00 CNY',
          },
        },
        {
          kind: 'units',
          band: 'night',
          dayType: 'workday',
          tier: 1,
          units: 1,
          unitMinutes: 60,
          unitPriceFen: 100,
          amountFen: 100,
          from: local('2026-03-11 20:00'),
          to: local('2026-03-11 20:10'),
          text: {
            zh: '夜间 第1档 1 × 60分钟 × 1.00 CNY = 1.00 CNY',
            en: 'night, tier 1, 1 × 60 min at 1.00 CNY = 1.00 CNY',
          },
        },
      ],
    });
  });

  test('names the cap that was applied, the free time used and an explicit no-charge', () => {
    const capped = explain(tariff, stay(local('2026-03-11 08:00'), local('2026-03-11 20:00')));
    expect(capped).toMatchObject({
      feeFen: 6000,
      lines: [{ amountFen: 1000 }, { amountFen: 5000, capApplied: { per: 'calendarDay', reducedFen: 11_500 } }],
    });
    expect(explain(tariff, stay(local('2026-03-11 08:00'), local('2026-03-11 08:09')))).toMatchObject({
      lines: [{ band: 'free-time', freeMinutesUsed: 9, amountFen: 0 }],
    });
    expect(explain(tariff, stay(local('2026-03-11 08:00'), local('2026-03-11 09:09'), 'emergency'))).toMatchObject({
      lines: [{ band: 'no-charge', text: { en: 'emergency vehicles pay nothing' } }],
    });
  });
});

describe('free time', () => {
  const entry = local('2026-03-11 10:00');
  const after = (minutes: number) => plusMs(entry, minutes * minuteMs);

  test.each`
    mode           | inclusive | minutes | amount
    ${'threshold'} | ${true}   | ${15}   | ${0}
    ${'threshold'} | ${true}   | ${16}   | ${500}
    ${'threshold'} | ${false}  | ${14}   | ${0}
    ${'threshold'} | ${false}  | ${15}   | ${500}
    ${'deducted'}  | ${true}   | ${15}   | ${0}
    ${'deducted'}  | ${true}   | ${45}   | ${500}
    ${'deducted'}  | ${true}   | ${46}   | ${1000}
  `('of 15 minutes, $mode, inclusive $inclusive, makes $minutes minutes cost $amount', (row) => {
    const tariff = compiled({
      free: { minutes: 15, mode: row.mode as 'threshold', inclusive: row.inclusive as boolean },
    });
    expect(feeOf(tariff, entry, after(row.minutes as number))).toBe(row.amount);
  });

  test('of a stay that is charged after all shows no free line, a deducted one does', () => {
    const deducted = compiled({ free: { minutes: 15, mode: 'deducted', inclusive: true } });
    expect(explain(deducted, stay(entry, after(60)))).toMatchObject({
      feeFen: 1000,
      lines: [
        { band: 'free-time', freeMinutesUsed: 15, to: after(15) },
        { band: 'all-day', from: after(15), units: 2 },
      ],
    });
  });

  test.each`
    partialMinute | seconds | amount
    ${'dropped'}  | ${959}  | ${0}
    ${'dropped'}  | ${960}  | ${500}
    ${'counted'}  | ${900}  | ${0}
    ${'counted'}  | ${901}  | ${500}
  `('ends to the second as the rule says: $seconds s with partial minutes $partialMinute cost $amount', (row) => {
    const tariff = compiled({
      free: { minutes: 15, mode: 'threshold', inclusive: true },
      partialMinute: row.partialMinute as 'dropped',
    });
    expect(feeOf(tariff, entry, plusMs(entry, (row.seconds as number) * 1000))).toBe(row.amount);
  });
});

describe('tiers, windows and day types', () => {
  test('restart with each 24 hours since entry, whose end also ends a unit', () => {
    const tariff = compiled({
      tierClock: { counts: 'elapsed', restarts: 'window' },
      bands: [allDay(tiers(500, 100))],
      caps: [{ per: 'window', amountFen: fen(2000) }],
    });
    const entry = local('2026-03-11 10:10');
    expect(feeOf(tariff, entry, local('2026-03-12 10:10'))).toBe(2000);
    expect(feeOf(tariff, entry, local('2026-03-12 10:11'))).toBe(2500);
    expect(feeOf(tariff, entry, local('2026-03-12 11:11'))).toBe(3100);
  });

  test('count only charged minutes where the rule says so', () => {
    const free: Band = { name: 'noon', from: '12:00', to: '14:00', charge: { kind: 'free' } };
    const open: Band = { name: 'open', from: '14:00', to: '12:00', charge: tiers(500, 750) };
    const [entry, exit] = [local('2026-03-11 11:30'), local('2026-03-11 14:30')];
    const charged = compiled({ tierClock: { counts: 'charged', restarts: 'stay' }, bands: [free, open] });
    const elapsed = compiled({ tierClock: { counts: 'elapsed', restarts: 'stay' }, bands: [free, open] });
    expect(feeOf(charged, entry, exit)).toBe(1000);
    expect(feeOf(elapsed, entry, exit)).toBe(1250);
  });

  test('count the minutes after midnight of a band that ends there for the new day', () => {
    const tariff = compiled({
      tierClock: { counts: 'charged', restarts: 'calendarDay' },
      bands: [
        { name: 'late', from: '14:00', to: '00:30', charge: units(60, 100) },
        { name: 'early', from: '00:30', to: '14:00', charge: tiers(500, 750) },
      ],
    });
    expect(feeOf(tariff, local('2026-03-11 23:45'), local('2026-03-12 01:45'))).toBe(100 + 500 + 750 + 750);
  });

  const byDayType = compiled({
    bands: [
      { ...allDay(units(60, 100)), name: 'work', days: ['workday'] },
      { ...allDay(units(60, 200)), name: 'weekend', days: ['weekend'] },
      { ...allDay(units(60, 300)), name: 'short', days: ['shortHoliday'] },
      { ...allDay(units(60, 400)), name: 'long', days: ['longHoliday'] },
    ],
  });

  test.each`
    date            | amount | because
    ${'2026-03-11'} | ${100} | ${'a Wednesday'}
    ${'2026-03-14'} | ${200} | ${'a Saturday'}
    ${'2026-02-14'} | ${100} | ${'a Saturday that is worked'}
    ${'2026-06-19'} | ${300} | ${'the Dragon Boat Festival'}
    ${'2026-10-01'} | ${400} | ${'the National Day'}
  `('charges $amount an hour on $date, $because', ({ date, amount }) => {
    expect(feeOf(byDayType, local(`${date} 10:00`), local(`${date} 11:00`))).toBe(amount);
  });

  test('caps the day first, then the 24 hours, then the stay', () => {
    const tariff = compiled({
      bands: [allDay(units(60, 100))],
      caps: [
        { per: 'stay', amountFen: fen(2600) },
        { per: 'window', amountFen: fen(1500) },
        { per: 'calendarDay', amountFen: fen(1000) },
      ],
    });
    const entry = local('2026-03-11 12:00');
    expect(feeOf(tariff, entry, local('2026-03-12 00:00'))).toBe(1000);
    expect(feeOf(tariff, entry, local('2026-03-12 12:00'))).toBe(1500);
    expect(feeOf(tariff, entry, local('2026-03-20 12:00'))).toBe(2600);
  });
});

describe('the changes of the clocks in Berlin', () => {
  const tariff = compileTariff(sampleTariff('Europe/Berlin', 'EUR'));
  const hourly = compiled({ bands: [allDay(units(60, 100))] }, 'Europe/Berlin');

  test.each`
    entry                          | exit                           | amount  | because
    ${'2026-03-28T20:00:00+01:00'} | ${'2026-03-29T08:00:00+02:00'} | ${1100} | ${'the night in March has 11 hours'}
    ${'2026-10-24T20:00:00+02:00'} | ${'2026-10-25T08:00:00+01:00'} | ${1300} | ${'the night in October has 13 hours'}
    ${'2026-03-21T20:00:00+01:00'} | ${'2026-03-22T08:00:00+01:00'} | ${1200} | ${'other nights have 12 hours'}
  `('are right: $because', ({ entry, exit, amount }) => {
    expect(feeOf(tariff, at(entry as string), at(exit as string))).toBe(amount);
  });

  test.each`
    from                           | to                             | amount
    ${'2026-03-29T00:00:00+01:00'} | ${'2026-03-30T00:00:00+02:00'} | ${2300}
    ${'2026-10-25T00:00:00+02:00'} | ${'2026-10-26T00:00:00+01:00'} | ${2500}
  `('make a day of $amount hundredths of an hour', ({ from, to, amount }) => {
    expect(feeOf(hourly, at(from as string), at(to as string))).toBe(amount);
  });

  test('charge the repeated hour twice and the skipped hour not at all', () => {
    expect(feeOf(hourly, at('2026-10-25T02:00:00+02:00'), at('2026-10-25T03:00:00+01:00'))).toBe(200);
    expect(feeOf(hourly, at('2026-03-29T01:00:00+01:00'), at('2026-03-29T03:00:00+02:00'))).toBe(100);
  });

  test('never leave a gap where a band begins in the skipped hour', () => {
    const bands: [Band, Band] = [
      { name: 'early', from: '00:00', to: '02:15', charge: units(60, 100) },
      { name: 'late', from: '02:15', to: '24:00', charge: units(60, 200) },
    ];
    const split = compiled({ bands }, 'Europe/Berlin');
    expect(feeOf(split, at('2026-03-29T01:00:00+01:00'), at('2026-03-29T04:00:00+02:00'))).toBe(300);
  });
});

describe('refuses', () => {
  const entry = local('2026-03-11 10:00');

  test('a vehicle class without a rule as no-tariff', () => {
    const refusal = { refused: true, code: 'no-tariff' };
    expect(fee(compiled({}), stay(entry, plusMs(entry, minuteMs), 'large'))).toMatchObject(refusal);
    expect(fee(compiled({}), stay(entry, plusMs(entry, minuteMs), 'constructor'))).toMatchObject(refusal);
  });

  test('time that no band covers as no-tariff, before, between and after bands, and on days without any', () => {
    const tariff = compiled({
      bands: [
        { name: 'morning', days: ['workday'], from: '08:00', to: '12:00', charge: units(30, 500) },
        { name: 'evening', days: ['workday'], from: '14:00', to: '20:00', charge: units(30, 500) },
      ],
    });
    for (const [from, to] of [
      ['2026-03-11 07:59', '2026-03-11 09:00'],
      ['2026-03-11 09:00', '2026-03-11 12:01'],
      ['2026-03-11 19:00', '2026-03-11 20:01'],
      ['2026-03-14 09:00', '2026-03-14 10:00'],
      ['2026-03-13 19:00', '2026-03-16 09:00'],
    ] as const) {
      expect(fee(tariff, stay(local(from), local(to)))).toMatchObject({ code: 'no-tariff' });
      expect(explain(tariff, stay(local(from), local(to)))).toMatchObject({ code: 'no-tariff' });
    }
    expect(feeOf(tariff, local('2026-03-11 09:00'), local('2026-03-11 12:00'))).toBe(3000);
    const never = compiled({ bands: [{ ...allDay(units(30, 500)), days: ['longHoliday'] }] });
    expect(fee(never, stay(local('2027-03-11 09:00'), local('2027-03-11 10:00')))).toMatchObject({ code: 'no-tariff' });
  });

  test('an exit before the entry as out-of-order-times', () => {
    expect(fee(compiled({}), stay(entry, plusMs(entry, -1)))).toMatchObject({ code: 'out-of-order-times' });
  });

  test('to compile a reference to nothing', () => {
    const document = { ...documentOf({}), rules: { small: { kind: 'sameAs' as const, vehicleClass: 'small' } } };
    expect(() => compileTariff(document)).toThrow(RangeError);
  });
});

test('what one vehicle used of a cap across stays is not taken from the next, whose earlier stay was free', () => {
  const tariff = compiled({
    free: { minutes: 15, mode: 'threshold', inclusive: true },
    caps: [{ per: 'calendarDay', amountFen: fen(1000), acrossStays: true }],
  });
  const entry = local('2026-03-11 12:00');
  const exit = local('2026-03-11 13:00');
  const freeStay = { entry: local('2026-03-11 09:00'), exit: local('2026-03-11 09:10') };
  expect(feeOf(tariff, local('2026-03-11 08:00'), local('2026-03-11 18:00'))).toBe(1000);
  expect(fee(tariff, { ...stay(entry, exit), context: { priorStays: [freeStay] } })).toBe(1000);
});
