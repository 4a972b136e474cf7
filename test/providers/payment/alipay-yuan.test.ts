// Yuan as text and fen as numbers: there and back without a floating point, and nothing else is money.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chinaTime, instantOf } from '../../../providers/payment/alipay/china-time.ts';
import { fenOf, yuanOf } from '../../../providers/payment/alipay/yuan.ts';

test('carries any amount there and back to the fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }), (amountFen) => {
      const text = yuanOf(amountFen);
      expect(text).toMatch(/^-?\d+\.\d{2}$/);
      expect(fenOf(text)).toBe(amountFen);
    }),
  );
});

test.each([
  [0, '0.00'],
  [1, '0.01'],
  [29, '0.29'],
  [100, '1.00'],
  [115, '1.15'],
  [10_000_000_000, '100000000.00'],
  [-5, '-0.05'],
])('%i fen are %s', (amountFen, text) => {
  expect(yuanOf(amountFen)).toBe(text);
});

test.each([
  ['88.88', 8_888],
  ['88.8', 8_880],
  ['88', 8_800],
  ['0.07', 7],
  ['-1.10', -110],
])('reads %s', (text, amountFen) => {
  expect(fenOf(text)).toBe(amountFen);
});

test.each([undefined, '', '1.005', '1e2', ' 1.00', '1,000.00', '.5', '1.', '+1.00', '¥1', 'NaN', '１'])(
  'takes %p for no amount',
  (text) => {
    expect(fenOf(text)).toBeUndefined();
  },
);

test('writes and reads times in China’s offset, whatever the zone of this process', () => {
  expect(chinaTime(Date.parse('2026-03-01T16:30:00Z'))).toBe('2026-03-02 00:30:00');
  expect(instantOf('2026-03-02 00:30:00')).toBe(Date.parse('2026-03-01T16:30:00Z'));
  expect(instantOf('2026-03-02T00:30:00')).toBeUndefined();
  expect(instantOf('2026-02-30 00:30:00')).toBeUndefined();
  expect(instantOf(undefined)).toBeUndefined();
});
