// What remains to pay beside a pass: three policies, one set of laws.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fen, type Fen } from '../../../domain/money.ts';
import { isRefusal, refuse } from '../../../domain/refusal.ts';
import {
  partialCover,
  type CoverPolicy,
  type CoverPrice,
  type FeeOf,
} from '../../../domain/stay-price/partial-cover.ts';
import { coveredTimes } from '../../../domain/stay-price/pass-cover.ts';
import { fee, type Interval } from '../../../domain/tariff/tariff.ts';
import { epochMs, hourMs, minuteMs } from '../../../domain/time.ts';
import { anyEntry, compiled, local, numRuns, units } from '../tariff/builders.ts';

const policies: CoverPolicy[] = ['uncoveredAsOneStay', 'wholeLessCovered', 'uncoveredApart'];
/** 10 yuan an hour by day, 2 by night; the second and later hours of a stay are not cheaper. */
const tariff = compiled({
  bands: [
    { name: 'day', from: '08:00', to: '20:00', charge: units(60, 1000) },
    { name: 'night', from: '20:00', to: '08:00', charge: units(60, 200) },
  ],
  caps: [{ per: 'calendarDay', amountFen: fen(6000) }],
});
const feeOf: FeeOf = (interval) => fee(tariff, { ...interval, vehicleClass: 'small' });
const span = (from: string, to: string): Interval => ({
  entry: local(`2026-03-${from}`),
  exit: local(`2026-03-${to}`),
});
const cover = (from: string, to: string) => ({ passId: 'p', ...span(from, to) });

const priceOf = (
  policy: CoverPolicy,
  stay: Interval,
  covered: Parameters<typeof partialCover>[2],
  fees = feeOf,
): CoverPrice => {
  const price = partialCover(policy, stay, covered, fees);
  if (isRefusal(price)) throw new Error(price.code);
  return price;
};

describe('what remains to pay', () => {
  const stay = span('11 10:00', '11 15:30');
  const lunch = [cover('11 12:15', '11 13:30')];
  const tiered: FeeOf = ({ entry, exit }) => fen(Math.max(0, Math.ceil((exit - entry) / hourMs) * 1000 - 300));

  test.each<[CoverPolicy, Fen]>([
    // 4 h 15 min together: five hours begun.
    ['uncoveredAsOneStay', fen(5000)],
    // Six hours begun, less two.
    ['wholeLessCovered', fen(4000)],
    // 2 h 15 min and 2 h: three hours begun and two.
    ['uncoveredApart', fen(5000)],
  ])('by %s is %d', (policy, dueFen) => {
    expect(priceOf(policy, stay, lunch)).toMatchObject({ feeFen: 6000, dueFen, coveredFen: 6000 - dueFen });
  });

  test('prices uncovered parts apart with the beginning of each', () => {
    expect(priceOf('uncoveredApart', stay, lunch, tiered).dueFen).toBe(4400);
    expect(priceOf('uncoveredAsOneStay', stay, lunch, tiered).dueFen).toBe(4700);
  });

  test('prices the day beside a night pass', () => {
    const whole = span('11 18:30', '12 09:30');
    const night = coveredTimes(
      [
        {
          id: 'n',
          validFrom: local('2026-03-01 00:00'),
          validUntil: local('2026-04-01 00:00'),
          hours: [{ from: 1200, to: 480 }],
        },
      ],
      whole,
      'Asia/Shanghai',
    );
    expect(priceOf('uncoveredApart', whole, night)).toEqual({
      feeFen: 6400,
      dueFen: 4000,
      coveredFen: 2400,
      lines: [
        {
          kind: 'uncovered',
          ...span('11 18:30', '11 20:00'),
          amountFen: 2000,
          text: { zh: '未覆盖时段', en: 'not covered' },
        },
        {
          kind: 'covered',
          passId: 'n',
          ...span('11 20:00', '12 08:00'),
          amountFen: 0,
          text: { zh: '包月已覆盖', en: 'covered' },
        },
        {
          kind: 'uncovered',
          ...span('12 08:00', '12 09:30'),
          amountFen: 2000,
          text: { zh: '未覆盖时段', en: 'not covered' },
        },
      ],
    });
  });

  test('is never less than nothing and never more than without a pass, and the last line says what was corrected', () => {
    const dear: FeeOf = ({ entry, exit }) => (exit - entry > 2 * hourMs ? fen(1000) : fen(900));
    const apart = priceOf('uncoveredApart', stay, [cover('11 12:00', '11 14:00')], dear);
    expect([apart.dueFen, apart.lines.at(-1)?.kind, apart.lines.at(-1)?.amountFen]).toEqual([1000, 'limit', -800]);
    const less = priceOf(
      'wholeLessCovered',
      stay,
      [cover('11 10:00', '11 11:00'), cover('11 12:00', '11 13:00')],
      dear,
    );
    expect([less.dueFen, less.lines.at(-1)?.kind, less.lines.at(-1)?.amountFen]).toEqual([0, 'limit', 800]);
  });

  test('is refused where the tariff refuses', () => {
    const silent: FeeOf = () => refuse('no-tariff');
    expect(partialCover('uncoveredApart', stay, lunch, silent)).toMatchObject({ code: 'no-tariff' });
    const onlyWhole: FeeOf = ({ exit }) => (exit === stay.exit ? fen(9) : refuse('no-tariff'));
    for (const policy of policies)
      expect(partialCover(policy, stay, lunch, onlyWhole)).toMatchObject({ code: 'no-tariff' });
  });
});

const anyStay = fc
  .tuple(anyEntry, fc.integer({ min: 1, max: 3000 }))
  .map(([entry, minutes]): Interval => ({ entry, exit: epochMs(entry + minutes * minuteMs) }));

const anyCase = fc
  .tuple(fc.constantFrom(...policies), anyStay, fc.array(fc.tuple(fc.nat(3000), fc.nat(900)), { maxLength: 4 }))
  .map(([policy, stay, parts]) => ({
    policy,
    stay,
    covered: coveredTimes(
      parts.map(([after, minutes], index) => ({
        id: `${index}`,
        validFrom: epochMs(stay.entry + after * minuteMs),
        validUntil: epochMs(stay.entry + (after + minutes) * minuteMs),
      })),
      stay,
      'Asia/Shanghai',
    ),
  }));

test('cover takes between nothing and the fee, and the lines sum to what is due', () => {
  fc.assert(
    fc.property(anyCase, ({ policy, stay, covered }) => {
      const price = priceOf(policy, stay, covered);
      expect(price.feeFen).toBe(feeOf(stay));
      expect(price.dueFen).toBeGreaterThanOrEqual(0);
      expect(price.coveredFen).toBeGreaterThanOrEqual(0);
      expect(price.dueFen + price.coveredFen).toBe(price.feeFen);
      expect(price.lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(price.dueFen);
    }),
    { numRuns },
  );
});

test('without cover the fee is due, with cover all along nothing is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...policies), anyStay, fc.nat(100), (policy, stay, share) => {
      expect(priceOf(policy, stay, []).dueFen).toBe(feeOf(stay));
      const middle = epochMs(stay.entry + Math.floor(((stay.exit - stay.entry) * share) / 100));
      const parts = [
        { entry: stay.entry, exit: middle },
        { entry: middle, exit: stay.exit },
      ];
      const covered = parts.filter(({ entry, exit }) => exit > entry).map((part) => ({ ...part, passId: 'p' }));
      expect(priceOf(policy, stay, covered).dueFen).toBe(0);
    }),
    { numRuns },
  );
});
