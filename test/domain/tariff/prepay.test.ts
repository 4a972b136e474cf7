// Paying before leaving: frozen quotes and the grace that counts from them.
import { expect, test } from '@jest/globals';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { fen } from '../../../domain/money.ts';
import { stayDueFen, totalFee, type CoveredQuote } from '../../../domain/tariff/prepay.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { minuteMs } from '../../../domain/time.ts';
import { local, stay } from './builders.ts';

const tariff = compileTariff(sampleTariff());
const entry = local('2026-03-11 10:00');
const graceMs = 15 * minuteMs;

const paid = (time: string, feeFen: number, paidFen = feeFen): CoveredQuote => ({
  quotedAt: local(`2026-03-11 ${time}`),
  feeFen: fen(feeFen),
  paidFen: fen(paidFen),
});

const total = (exit: string, quotes: CoveredQuote[]) =>
  totalFee(tariff, stay(entry, local(`2026-03-11 ${exit}`)), quotes, graceMs);

test.each<[string, CoveredQuote[], string, number, string]>([
  ['11:15', [paid('11:00', 1000)], '11:00', 1000, 'leaving at the very end of the grace'],
  ['11:16', [paid('11:00', 1000)], '11:16', 1750, 'leaving a minute later costs the whole stay'],
  ['11:15', [], '11:15', 1750, 'nothing was paid'],
  ['11:15', [paid('11:00', 1000, 999)], '11:15', 1750, 'the payment did not cover the fee'],
  ['11:15', [paid('11:00', 0)], '11:15', 1750, 'a quote of nothing starts no grace'],
  ['10:10', [paid('10:05', 0)], '10:10', 0, 'free time stays free'],
  ['10:45', [paid('11:00', 1000)], '10:45', 1000, 'a quote after the exit holds nothing'],
  [
    '11:40',
    [paid('11:00', 1000), paid('11:30', 1750)],
    '11:30',
    1750,
    'a second covering payment starts a second grace',
  ],
  ['11:50', [paid('11:00', 1000), paid('11:30', 1750)], '11:50', 2500, 'and after it the whole stay counts'],
  ['11:14', [paid('11:10', 1750), paid('11:00', 1000)], '11:00', 1000, 'of two that hold, the earlier decides'],
])('prices an exit at %s after %j until %s as %d: %s', (exit, quotes, until, totalFen) => {
  expect(total(exit, quotes)).toEqual({ totalFen, pricedUntil: local(`2026-03-11 ${until}`) });
});

test('asks only for what the whole stay costs beyond what was paid, and never for less than nothing', () => {
  const stayTotal = { totalFen: fen(1750), pricedUntil: entry };
  expect(stayDueFen(stayTotal, fen(1000))).toBe(750);
  expect(stayDueFen(stayTotal, fen(1800))).toBe(0);
});

test('refuses what the tariff refuses', () => {
  expect(totalFee(tariff, stay(entry, local('2026-03-11 09:00')), [], graceMs)).toMatchObject({
    code: 'out-of-order-times',
  });
  expect(totalFee(tariff, stay(entry, entry, 'coach'), [], graceMs)).toMatchObject({ code: 'no-tariff' });
});
