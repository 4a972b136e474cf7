// DB4401/T 133 by hand: periods of the day, rules by length of stay, and what they have no words for.
import { describe, expect, test } from '@jest/globals';
import { compileTariff } from '../../../../domain/tariff/compile.ts';
import { type ChargedRule } from '../../../../domain/tariff/document.ts';
import { exportToDb4401 } from '../../../../domain/tariff/exchange/db4401-export.ts';
import { importFromDb4401 } from '../../../../domain/tariff/exchange/db4401-import.ts';
import { isProblems } from '../../../../domain/tariff/exchange/problem.ts';
import { fen } from '../../../../domain/money.ts';
import { feeOf, local } from '../builders.ts';
import { documentWith, problemsOf } from './documents.ts';

const day: ChargedRule['bands'][number] = {
  name: 'day',
  from: '08:00',
  to: '20:00',
  charge: {
    kind: 'units',
    tiers: [
      { untilMinutes: 60, unitMinutes: 15, unitPriceFen: fen(250) },
      { untilMinutes: null, unitMinutes: 15, unitPriceFen: fen(375) },
    ],
  },
};

const rule = (DurStart: number, DurEnd: number, Price: number, Span: number) => ({ DurStart, DurEnd, Price, Span });
const period = (StartTime: string, EndTime: string, ...ChargingRule: object[]) => ({
  StartTime,
  EndTime,
  ChargingRule,
});
const charging = (...periods: object[]) => ({ ChargingPeriod: periods });

describe('exporting', () => {
  test('writes periods with rules by length of stay in minutes and yuan, the last one open', () => {
    const document = documentWith({
      free: { minutes: 15, mode: 'deducted', inclusive: true },
      bands: [day],
      otherTimes: 'free',
    });
    expect(exportToDb4401(document, 'small')).toEqual(
      charging(
        period('08:00', '20:00', rule(0, 15, 0, 15), rule(15, 75, 2.5, 15), rule(75, -1, 3.75, 15)),
        period('20:00', '08:00', rule(0, -1, 0, 1440)),
      ),
    );
  });

  test('writes the names that a platform asks for', () => {
    const names = { periods: 'Periods', periodStart: 'From', periodEnd: 'To', rules: 'Rules', price: 'Money' };
    expect(exportToDb4401(documentWith({}), 'small', names)).toEqual({
      Periods: [{ From: '00:00', To: '24:00', Rules: [{ DurStart: 0, DurEnd: -1, Money: 3, Span: 60 }] }],
    });
  });

  test.each<[string, Partial<ChargedRule>, string, string]>([
    ['a threshold of free time', { free: { minutes: 15, mode: 'threshold', inclusive: true } }, '/free', 'free-time'],
    ['a cap', { caps: [{ per: 'calendarDay', amountFen: fen(6000) }] }, '/caps/0', 'cap'],
    ['a maximum stay', { maximumStayMinutes: 240 }, '/maximumStayMinutes', 'maximum-stay'],
    ['rounding', { rounding: { toFen: fen(100), mode: 'up' } }, '/rounding', 'rounding'],
    [
      'prices by the minute',
      { partialUnit: { kind: 'proRata', stepMinutes: 1, rounding: 'up' } },
      '/bands/0/charge',
      'pro-rata',
    ],
    ['days of the week', { bands: [{ ...day, days: ['everyMonday'] }], otherTimes: 'free' }, '/bands/0/days', 'days'],
    [
      'an amount per day',
      { bands: [{ ...day, charge: { kind: 'flat', amountFen: fen(500), per: 'calendarDay' } }] },
      '/bands/0/charge',
      'flat',
    ],
    ['a unit that runs on', { bands: [day], otherTimes: 'free', atBandEnd: 'runOn' }, '/atBandEnd', 'run-on'],
  ])('refuses %s', (_name, members, pointer, code) => {
    expect(problemsOf(exportToDb4401(documentWith(members), 'small'))).toEqual([[`/rules/small${pointer}`, code]]);
  });

  test('is for yuan and Chinese time', () => {
    const document = documentWith({}, { currency: 'TWD', zone: 'Asia/Taipei' });
    expect(problemsOf(exportToDb4401(document, 'small'))).toEqual([
      ['/zone', 'zone'],
      ['/currency', 'currency'],
    ]);
  });
});

describe('importing', () => {
  const json = charging(
    period('08:00', '20:00', rule(0, 60, 2.5, 15), rule(60, -1, 3.75, 15)),
    period('20:00', '08:00', rule(0, -1, 1, 120)),
  );

  test.each([
    ['2026-03-11 09:00', '2026-03-11 09:01', 250],
    ['2026-03-11 09:00', '2026-03-11 10:00', 1000],
    ['2026-03-11 09:00', '2026-03-11 10:16', 1750],
    ['2026-03-11 21:00', '2026-03-12 02:00', 300],
    ['2026-03-11 19:50', '2026-03-11 20:10', 350],
    // A holiday is a day like any other.
    ['2026-10-01 09:00', '2026-10-01 10:00', 1000],
  ])('prices a stay from %s to %s as %d', (from, to, feeFen) => {
    const document = importFromDb4401(json, 'small');
    if (isProblems(document)) throw new Error(JSON.stringify(document));
    expect(feeOf(compileTariff(document), local(from), local(to))).toBe(feeFen);
  });

  test.each<[string, unknown, string, string]>([
    ['no object', [], '', 'wrong-type'],
    ['no periods', {}, '/ChargingPeriod', 'missing'],
    ['other members', { ...json, Tax: 1 }, '/Tax', 'unknown-member'],
    [
      'a rule that does not end',
      charging(period('00:00', '24:00', rule(0, 60, 1, 60))),
      '/ChargingPeriod/0/ChargingRule',
      'missing',
    ],
    [
      'a gap between rules',
      charging(period('00:00', '24:00', rule(0, 60, 1, 60), rule(90, -1, 1, 60))),
      '/ChargingPeriod/0/ChargingRule/1',
      'out-of-range',
    ],
    [
      'a rule after the open one',
      charging(period('00:00', '24:00', rule(0, -1, 1, 60), rule(60, -1, 1, 60))),
      '/ChargingPeriod/0/ChargingRule/1',
      'out-of-range',
    ],
    [
      'part of a fen',
      charging(period('00:00', '24:00', rule(0, -1, 1.005, 60))),
      '/ChargingPeriod/0/ChargingRule/0/Price',
      'bad-format',
    ],
    [
      'a price below nothing',
      charging(period('00:00', '24:00', rule(0, -1, -1, 60))),
      '/ChargingPeriod/0/ChargingRule/0/Price',
      'out-of-range',
    ],
    [
      'a price as text',
      charging(period('00:00', '24:00', { ...rule(0, -1, 1, 60), Price: '1' })),
      '/ChargingPeriod/0/ChargingRule/0/Price',
      'wrong-type',
    ],
    [
      'no span',
      charging(period('00:00', '24:00', rule(0, -1, 1, 0))),
      '/ChargingPeriod/0/ChargingRule/0/Span',
      'out-of-range',
    ],
    [
      'a time that is none',
      charging(period('08:00', '25:00', rule(0, -1, 1, 60))),
      '/ChargingPeriod/0/EndTime',
      'bad-format',
    ],
    [
      'periods that overlap',
      charging(period('08:00', '20:00', rule(0, -1, 1, 60)), period('19:00', '21:00', rule(0, -1, 2, 60))),
      '/ChargingPeriod/1',
      'overlap',
    ],
    [
      'free minutes that differ',
      charging(
        period('08:00', '20:00', rule(0, 15, 0, 15), rule(15, -1, 1, 60)),
        period('20:00', '08:00', rule(0, -1, 2, 60)),
      ),
      '/ChargingPeriod/1',
      'free-start-differs',
    ],
  ])('refuses %s', (_name, given, pointer, code) => {
    expect(problemsOf(importFromDb4401(given, 'small'))[0]).toEqual([pointer, code]);
  });
});
