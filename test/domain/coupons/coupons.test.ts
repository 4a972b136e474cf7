// Coupons take what they say, in a defined order, never more than the fee, and say why they were not used.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyBestCoupons, applyCoupons, feeAtOf } from '../../../domain/coupons/apply.ts';
import {
  couponKinds,
  oneCoupon,
  type Coupon,
  type CouponKind,
  type CouponResult,
  type FeeAt,
  type StackingPolicy,
} from '../../../domain/coupons/coupon.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal, refuse, type Refusal } from '../../../domain/refusal.ts';
import { fee } from '../../../domain/tariff/tariff.ts';
import { epochMs, minuteMs } from '../../../domain/time.ts';
import { amountOf, anyEntry, compiled, local, numRuns, stay, units } from '../tariff/builders.ts';

const amount = (id: string, amountFen: number, rest: Partial<Coupon> = {}): Coupon =>
  ({ id, sponsor: `${id}-shop`, kind: 'amount', amountFen: fen(amountFen), ...rest }) as Coupon;
const percent = (id: string, percentOff: number, rest: object = {}): Coupon =>
  ({ id, sponsor: `${id}-shop`, kind: 'percent', percentOff, ...rest }) as Coupon;
const minutes = (id: string, count: number, rest: Partial<Coupon> = {}): Coupon =>
  ({ id, sponsor: `${id}-shop`, kind: 'minutes', minutes: count, ...rest }) as Coupon;
const full = (id: string, rest: Partial<Coupon> = {}): Coupon =>
  ({ id, sponsor: `${id}-shop`, kind: 'full', ...rest }) as Coupon;

const many: StackingPolicy = { order: couponKinds, atMost: 9 };
/** Ten yuan for each started hour of a stay of four. */
const hourly: FeeAt = (less) => fen(Math.ceil(Math.max(0, 240 - less) / 60) * 1000);
const fourHours = fen(4000);

const resultOf = (result: CouponResult | Refusal): CouponResult => {
  if (isRefusal(result)) throw new Error(result.code);
  return result;
};
const applied = (coupons: readonly Coupon[], policy = many, feeFen = fourHours) =>
  resultOf(applyCoupons(feeFen, coupons, policy, hourly));
const best = (coupons: readonly Coupon[], policy = many, feeFen = fourHours) =>
  resultOf(applyBestCoupons(feeFen, coupons, policy, hourly));
const partsOf = ({ parts }: CouponResult) => Object.fromEntries(parts.map(({ id, amountFen }) => [id, amountFen]));
const reasonsOf = ({ unused }: CouponResult) => unused.map(({ id, reason }) => `${id}: ${reason}`);

describe('a fixed choice', () => {
  test.each<[string, Coupon[], Record<string, number>]>([
    ['nothing', [], {}],
    ['an amount', [amount('a', 300)], { a: 300 }],
    ['an amount beyond the fee', [amount('a', 9000)], { a: 4000 }],
    ['a percentage', [percent('p', 20)], { p: 800 }],
    ['a percentage with a maximum', [percent('p', 50, { atMostFen: fen(500) })], { p: 500 }],
    ['minutes, as the fee of a shorter stay', [minutes('m', 90)], { m: 1000 }],
    ['minutes longer than the stay', [minutes('m', 600)], { m: 4000 }],
    ['two coupons of minutes as their sum', [minutes('m', 90), minutes('n', 30)], { n: 500, m: 1500 }],
    ['minutes of which only the sum reaches the next hour', [minutes('m', 31), minutes('n', 31)], { m: 500, n: 500 }],
    [
      'no minutes that the others do not need',
      [minutes('m', 217), minutes('n', 63), minutes('o', 28)],
      { n: 900, m: 3100 },
    ],
    ['everything', [full('f')], { f: 4000 }],
    [
      'minutes, then a percentage, then an amount',
      [amount('a', 300), percent('p', 50), minutes('m', 60)],
      { m: 1000, p: 1500, a: 300 },
    ],
    ['full last, for what the others left', [full('f'), amount('a', 300)], { a: 300, f: 3700 }],
    ['a threshold that is just reached', [amount('a', 300, { fromFen: fen(4000) })], { a: 300 }],
  ])('takes %s', (_name, coupons, parts) => {
    const expected = Object.fromEntries(Object.entries(parts).filter(([, taken]) => taken > 0));
    expect(partsOf(applied(coupons))).toEqual(expected);
  });

  test('names sponsor and kind of each part, in the order in which they took', () => {
    expect(applied([amount('a', 300), minutes('m', 60)])).toEqual({
      parts: [
        { id: 'm', sponsor: 'm-shop', kind: 'minutes', amountFen: 1000 },
        { id: 'a', sponsor: 'a-shop', kind: 'amount', amountFen: 300 },
      ],
      discountFen: 1300,
      payableFen: 2700,
      unused: [],
    });
  });

  test('follows the order that the company names', () => {
    const order: CouponKind[] = ['amount', 'percent', 'minutes', 'full'];
    const coupons = [percent('p', 50), amount('a', 1000), minutes('m', 60)];
    expect(partsOf(applied(coupons, { order, atMost: 9 }))).toEqual({ a: 1000, p: 1500, m: 1000 });
  });

  test.each<[string, Coupon[], StackingPolicy, string[]]>([
    ['a kind that is not accepted', [full('f')], { order: ['amount'], atMost: 1 }, ['f: kind-not-accepted']],
    ['a threshold that is not reached', [amount('a', 300, { fromFen: fen(4001) })], many, ['a: below-threshold']],
    ['the second of one', [amount('a', 300), amount('b', 900)], oneCoupon, ['b: too-many']],
    [
      'the second of its kind',
      [amount('a', 3), amount('b', 9), full('f')],
      { ...many, atMostOfKind: { amount: 1 } },
      ['b: too-many-of-kind'],
    ],
    ['what stands beside an exclusive one', [amount('a', 3, { exclusive: true }), full('f')], many, ['f: exclusive']],
    ['an exclusive one that comes later', [full('f'), amount('a', 3, { exclusive: true })], many, ['a: exclusive']],
    ['the same coupon again', [amount('a', 3), amount('a', 3)], many, ['a: duplicate']],
    ['what finds nothing left', [amount('a', 9000), full('f')], many, ['f: nothing-left']],
    ['minutes that change no fee', [minutes('m', 0), minutes('n', 1)], many, ['m: no-effect', 'n: no-effect']],
  ])('gives back %s, with the reason', (_name, coupons, policy, reasons) => {
    const short: FeeAt = (less) => fen(Math.ceil((239 - less) / 60) * 1000);
    expect(reasonsOf(resultOf(applyCoupons(fourHours, coupons, policy, short)))).toEqual(reasons);
  });

  test('refuses what the tariff refuses', () => {
    const noTariff: FeeAt = () => refuse('no-tariff');
    expect(applyCoupons(fourHours, [minutes('m', 60)], many, noTariff)).toMatchObject({ code: 'no-tariff' });
    expect(applyBestCoupons(fourHours, [minutes('m', 60)], many, noTariff)).toMatchObject({ code: 'no-tariff' });
    expect(applyCoupons(fourHours, [amount('a', 60)], many, noTariff)).toMatchObject({ discountFen: 60 });
  });
});

describe('minutes under the tariff of the stay', () => {
  const tariff = compiled({ bands: [{ name: 'all', from: '00:00', to: '24:00', charge: units(60, 1000) }] });
  const priced = stay(local('2026-03-11 10:00'), local('2026-03-11 12:30'));

  test('take the difference to the fee of the shorter stay, at most down to an empty one', () => {
    const feeAt = feeAtOf(tariff, priced);
    expect([0, 30, 31, 90, 150, 9000].map((less) => feeAt(less))).toEqual([3000, 2000, 2000, 1000, 0, 0]);
    expect(partsOf(resultOf(applyCoupons(fen(3000), [minutes('m', 40)], many, feeAt)))).toEqual({ m: 1000 });
  });

  test('cost exactly what the stay that is shorter by them costs', () => {
    fc.assert(
      fc.property(anyEntry, fc.nat(6000), fc.nat(6000), (entry, length, less) => {
        const whole = stay(entry, epochMs(entry + length * minuteMs));
        const shorter = stay(entry, epochMs(entry + Math.max(0, length - less) * minuteMs));
        const feeFen = amountOf(fee(tariff, whole));
        const result = resultOf(applyCoupons(feeFen, [minutes('m', less)], many, feeAtOf(tariff, whole)));
        expect(result.payableFen).toBe(amountOf(fee(tariff, shorter)));
      }),
      { numRuns },
    );
  });
});

describe('the best choice', () => {
  test.each<[string, Coupon[], StackingPolicy, Record<string, number>]>([
    ['the larger of two', [amount('a', 300), amount('b', 900)], oneCoupon, { b: 900 }],
    ['the smaller when both pay all', [amount('a', 9000), amount('b', 5000)], oneCoupon, { b: 4000 }],
    ['one rather than two', [amount('a', 2000), amount('b', 2000), full('f')], many, { f: 4000 }],
    [
      'the one that ends first of two alike',
      [amount('a', 300, { validUntil: epochMs(9) }), amount('b', 300, { validUntil: epochMs(8) })],
      oneCoupon,
      { b: 300 },
    ],
    [
      'an exclusive one that beats the others',
      [amount('a', 300), percent('p', 10), amount('x', 1000, { exclusive: true })],
      many,
      { x: 1000 },
    ],
    [
      'the others when they beat it',
      [amount('a', 800), percent('p', 10), amount('x', 1000, { exclusive: true })],
      many,
      { p: 400, a: 800 },
    ],
    [
      'the shortest minutes that do',
      [minutes('m', 240), minutes('n', 60), minutes('o', 90)],
      { ...many, atMostOfKind: { minutes: 1 } },
      { m: 4000 },
    ],
    ['minutes that no shorter ones equal', [minutes('n', 60), minutes('o', 90)], oneCoupon, { n: 1000 }],
  ])('is %s', (_name, coupons, policy, parts) => {
    expect(partsOf(best(coupons, policy))).toEqual(parts);
  });

  test('says of each of the others why it is not used', () => {
    const coupons = [amount('a', 300), amount('b', 900), amount('c', 1, { fromFen: fen(9000) }), amount('b', 900)];
    expect(reasonsOf(best(coupons, oneCoupon))).toEqual(['a: not-best', 'b: duplicate', 'c: below-threshold']);
  });

  const anyCoupons: fc.Arbitrary<Coupon[]> = fc
    .array(
      fc.tuple(
        fc.constantFrom(...couponKinds),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(undefined, undefined, 3, 12),
        fc.constantFrom(false, false, false, true),
        fc.constantFrom(0, 0, 2000, 5000),
      ),
      { maxLength: 7 },
    )
    .map((rows) =>
      rows.map(([kind, size, atMost, exclusive, from], index): Coupon => {
        const coupon = { id: `c${index}`, sponsor: 's', exclusive, fromFen: fen(from) };
        if (kind === 'minutes') return { ...coupon, kind, minutes: size * 7 };
        if (kind === 'percent')
          return { ...coupon, kind, percentOff: size * 2, ...(atMost && { atMostFen: fen(atMost * 100) }) };
        return kind === 'amount' ? { ...coupon, kind, amountFen: fen(size * 50) } : { ...coupon, kind };
      }),
    );

  const anyPolicy: fc.Arbitrary<StackingPolicy> = fc.record({
    order: fc.shuffledSubarray([...couponKinds], { minLength: 2 }),
    atMost: fc.integer({ min: 0, max: 5 }),
    atMostOfKind: fc.record({
      minutes: fc.integer({ min: 0, max: 2 }),
      percent: fc.integer({ min: 0, max: 3 }),
      amount: fc.integer({ min: 0, max: 3 }),
    }),
  });

  const anyFee = fc.constantFrom(0, 999, 1000, 4000).map((each) => fen(each));
  const upTo =
    (feeFen: number): FeeAt =>
    (less) =>
      fen(Math.min(feeFen, hourly(less) as number));

  const subsets = (coupons: readonly Coupon[]): Coupon[][] =>
    coupons.reduce<Coupon[][]>((all, coupon) => [...all, ...all.map((one) => [...one, coupon])], [[]]);

  test('takes as much as the best of all choices, with as few coupons', () => {
    fc.assert(
      fc.property(anyFee, anyCoupons, anyPolicy, (feeFen, coupons, policy) => {
        const feeAt = upTo(feeFen);
        const all = subsets(coupons).map((choice) => resultOf(applyCoupons(feeFen, choice, policy, feeAt)));
        const most = Math.max(...all.map(({ discountFen }) => discountFen));
        const fewest = Math.min(
          ...all.filter(({ discountFen }) => discountFen === most).map(({ parts }) => parts.length),
        );
        const found = resultOf(applyBestCoupons(feeFen, coupons, policy, feeAt));
        expect([found.discountFen, found.parts.length]).toEqual([most, fewest]);
      }),
      { numRuns },
    );
  });

  test('does not depend on the order in which the coupons come', () => {
    fc.assert(
      fc.property(anyFee, anyCoupons, anyPolicy, (feeFen, coupons, policy) => {
        const one = resultOf(applyBestCoupons(feeFen, coupons, policy, upTo(feeFen)));
        const other = resultOf(applyBestCoupons(feeFen, coupons.toReversed(), policy, upTo(feeFen)));
        expect(other.parts).toEqual(one.parts);
      }),
      { numRuns },
    );
  });

  test('accounts for every fen and every coupon, and keeps to the policy', () => {
    fc.assert(
      fc.property(anyFee, anyCoupons, anyPolicy, fc.boolean(), (feeFen, coupons, policy, isBest) => {
        const result = resultOf((isBest ? applyBestCoupons : applyCoupons)(feeFen, coupons, policy, upTo(feeFen)));
        expect(result.discountFen + result.payableFen).toBe(feeFen);
        expect(result.parts.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(result.discountFen);
        expect(result.parts.every(({ amountFen }) => Number.isSafeInteger(amountFen) && amountFen > 0)).toBe(true);
        const seen = [...result.parts, ...result.unused].map(({ id }) => id).sort();
        expect(seen).toEqual(coupons.map(({ id }) => id).sort());
        expect(result.parts.length).toBeLessThanOrEqual(policy.atMost);
        for (const [kind, limit] of Object.entries(policy.atMostOfKind ?? {})) {
          expect(result.parts.filter((part) => part.kind === kind).length).toBeLessThanOrEqual(limit);
        }
        const alone = coupons.some(
          ({ id, exclusive }) => exclusive === true && result.parts.some((part) => part.id === id),
        );
        if (alone) expect(result.parts).toHaveLength(1);
      }),
      { numRuns },
    );
  });
});
