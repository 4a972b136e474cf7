// After the fee: cover first, coupons on what it leaves, grants last; every fen has a sponsor or is paid.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { couponKinds, type Coupon } from '../../../domain/coupons/coupon.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal, refuse } from '../../../domain/refusal.ts';
import { type FeeOf } from '../../../domain/stay-price/partial-cover.ts';
import { coveredTimes, type Pass } from '../../../domain/stay-price/pass-cover.ts';
import { stayPrice, type Cover, type Reductions, type StayPrice } from '../../../domain/stay-price/stay-price.ts';
import { fee, type Interval } from '../../../domain/tariff/tariff.ts';
import { epochMs, minuteMs } from '../../../domain/time.ts';
import { anyEntry, compiled, local, numRuns, units } from '../tariff/builders.ts';

const tariff = compiled({ bands: [{ name: 'all', from: '00:00', to: '24:00', charge: units(60, 1000) }] });
const feeOf: FeeOf = (interval) => fee(tariff, { ...interval, vehicleClass: 'small' });
const span = (from: string, to: string): Interval => ({
  entry: local(`2026-03-11 ${from}`),
  exit: local(`2026-03-11 ${to}`),
});
const stay = span('10:00', '16:00');

const coverBy = (...passes: Pass[]): Cover => ({
  policy: 'uncoveredApart',
  timesOf: (each) => coveredTimes(passes, each, 'Asia/Shanghai'),
  sponsorOf: (passId) => `pass:${passId}`,
});
const pass = (id: string, from: string, to: string): Pass => {
  const { entry, exit } = span(from, to);
  return { id, validFrom: entry, validUntil: exit };
};
const minutes: Coupon = { id: 'm', sponsor: 'mall', kind: 'minutes', minutes: 90 };
const half: Coupon = { id: 'h', sponsor: 'bank', kind: 'percent', percentOff: 50 };
const policy = { order: couponKinds, atMost: 2 };

const priced = (reductions: Reductions): StayPrice => {
  const price = stayPrice(stay, feeOf, reductions);
  if (isRefusal(price)) throw new Error(price.code);
  return price;
};

test('nothing leaves the fee as it is', () => {
  expect(priced({})).toEqual({ feeFen: 6000, discounts: [], payableFen: 6000 });
});

test('a pass, coupons and a grant take one after the other, each for its sponsor', () => {
  const { discounts, payableFen } = priced({
    cover: coverBy(pass('p', '10:00', '12:00')),
    coupons: { coupons: [half, minutes], policy, choice: 'given' },
    grants: [{ id: 'g', sponsor: 'operator', kind: 'amount', value: 100 }],
  });
  expect(discounts).toEqual([
    { id: 'p', sponsor: 'pass:p', amountFen: 2000 },
    // Four hours are left; 90 minutes less are three hours begun.
    { id: 'm', sponsor: 'mall', amountFen: 1000 },
    { id: 'h', sponsor: 'bank', amountFen: 1500 },
    { id: 'g', sponsor: 'operator', amountFen: 100 },
  ]);
  expect(payableFen).toBe(1400);
});

test('two passes share what they cover by their time', () => {
  const { discounts } = priced({ cover: coverBy(pass('p', '10:00', '11:00'), pass('q', '11:00', '14:00')) });
  expect(discounts).toEqual([
    { id: 'p', sponsor: 'pass:p', amountFen: 1000 },
    { id: 'q', sponsor: 'pass:q', amountFen: 3000 },
  ]);
});

test('a stay that is covered all along uses no coupon', () => {
  const price = priced({
    cover: coverBy(pass('p', '09:00', '17:00')),
    coupons: { coupons: [half], policy, choice: 'best' },
  });
  expect(price.payableFen).toBe(0);
  expect(price.coupons?.unused).toEqual([{ id: 'h', reason: 'not-best' }]);
});

test('is refused where the tariff refuses', () => {
  expect(stayPrice(stay, () => refuse('no-tariff'), {})).toMatchObject({ code: 'no-tariff' });
  const onlyWhole: FeeOf = ({ entry, exit }) =>
    entry === stay.entry && exit === stay.exit ? fen(9) : refuse('no-tariff');
  expect(stayPrice(stay, onlyWhole, { cover: coverBy(pass('p', '10:00', '11:00')) })).toMatchObject({
    code: 'no-tariff',
  });
  const coupons = { coupons: [minutes], policy, choice: 'best' } as const;
  expect(stayPrice(stay, onlyWhole, { coupons })).toMatchObject({ code: 'no-tariff' });
});

test('discounts and what is payable are the fee, whatever is taken', () => {
  const anyPass = fc.tuple(fc.nat(600), fc.nat(600));
  const anyCoupon = fc.tuple(fc.constantFrom(...couponKinds), fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(
      anyEntry,
      fc.nat(900),
      fc.array(anyPass, { maxLength: 3 }),
      fc.array(anyCoupon, { maxLength: 4 }),
      fc.nat(2000),
      (entry, length, passes, coupons, value) => {
        const parked = { entry, exit: epochMs(entry + length * minuteMs) };
        const price = stayPrice(parked, feeOf, {
          cover: coverBy(
            ...passes.map(([after, stays], index) => ({
              id: `p${index}`,
              validFrom: epochMs(entry + after * minuteMs),
              validUntil: epochMs(entry + (after + stays) * minuteMs),
            })),
          ),
          coupons: {
            coupons: coupons.map(([kind, size], index): Coupon => {
              const base = { id: `c${index}`, sponsor: 's' };
              if (kind === 'minutes') return { ...base, kind, minutes: size };
              if (kind === 'percent') return { ...base, kind, percentOff: size };
              return kind === 'amount' ? { ...base, kind, amountFen: fen(size * 10) } : { ...base, kind };
            }),
            policy,
            choice: 'best',
          },
          grants: [{ id: 'g', sponsor: 'operator', kind: 'amount', value }],
        });
        if (isRefusal(price)) throw new Error(price.code);
        const sum = price.discounts.reduce((total, { amountFen }) => total + amountFen, 0);
        expect(price.discounts.every(({ amountFen }) => amountFen >= 0)).toBe(true);
        expect(sum + price.payableFen).toBe(price.feeFen);
      },
    ),
    { numRuns },
  );
});
