// Two tariffs over the same stays: totals, how many pay more or less, and whose fee changes most.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addFen, fen, zeroFen, type Fen } from '../../../domain/money.ts';
import { isRefusal, type Refusal } from '../../../domain/refusal.ts';
import { compareTariffs, startComparison } from '../../../domain/tariff/compare.ts';
import { fee, type Stay } from '../../../domain/tariff/tariff.ts';
import { epochMs, minuteMs } from '../../../domain/time.ts';
import { allDay, compiled, local, numRuns, stay, units } from './builders.ts';

const cheap = compiled({ bands: [allDay(units(60, 500))] });
const dear = compiled({ bands: [allDay(units(30, 400))] });

const entry = local('2026-03-11 10:00');
const lasting = (minutes: number, vehicleClass = 'small'): Stay =>
  stay(entry, epochMs(entry + minutes * minuteMs), vehicleClass);

test('counts stays that become dearer, cheaper or neither, and sums what both tariffs charge', () => {
  // 500 → 400, 500 → 800, 1000 → 1600, 0 → 0, and a coach that neither prices.
  const stays = [lasting(30), lasting(60), lasting(120), lasting(0), lasting(60, 'coach')];
  const { totals } = compareTariffs(cheap, dear, stays);
  expect(totals).toEqual({
    stays: 5,
    up: 2,
    down: 1,
    same: 1,
    refused: 1,
    refusedBefore: 1,
    refusedAfter: 1,
    beforeFen: 2000,
    afterFen: 2800,
    differenceFen: 800,
  });
});

test('keeps the biggest changes, the biggest first, the first of equal ones first', () => {
  const stays = [lasting(30), lasting(60), lasting(240), lasting(61), lasting(241)];
  const { biggest } = compareTariffs(cheap, dear, stays, { biggest: 3 });
  expect(biggest.map(({ key, differenceFen }) => [key, differenceFen])).toEqual([
    [2, 1200],
    [4, 1100],
    [1, 300],
  ]);
  expect(compareTariffs(cheap, dear, stays, { biggest: 0 }).biggest).toEqual([]);
  expect(compareTariffs(cheap, cheap, stays).biggest).toEqual([]);
});

test('says who is refused by which tariff, and leaves them out of the amounts', () => {
  const closed = compiled({ bands: [{ ...allDay(units(60, 500)), to: '11:00' }] });
  const { totals } = compareTariffs(cheap, closed, [lasting(30), lasting(120)]);
  expect(totals).toMatchObject({ stays: 2, same: 1, refused: 1, refusedBefore: 0, refusedAfter: 1, beforeFen: 500 });
});

test('takes stays that one object carries, page by page, and groups them', () => {
  const heard: [string, Fen | Refusal, Fen | Refusal][] = [];
  const comparison = startComparison<string>(cheap, dear, {
    groupOf: (key) => key.slice(0, 1),
    each: (...fees) => heard.push(fees),
  });
  const reused = { entry, exit: entry, vehicleClass: 'small' };
  for (const [key, minutes] of [
    ['a1', 30],
    ['b1', 60],
    ['a2', 60],
  ] as const) {
    reused.exit = epochMs(entry + minutes * minuteMs);
    comparison.add(key, reused);
  }
  const { groups, biggest } = comparison.result();
  expect([...groups].map(([name, { stays, differenceFen }]) => [name, stays, differenceFen])).toEqual([
    ['a', 2, 200],
    ['b', 1, 300],
  ]);
  expect(biggest.map((change) => (change.stay.exit - entry) / minuteMs)).toEqual([60, 60, 30]);
  expect(heard).toEqual([
    ['a1', 500, 400],
    ['b1', 500, 800],
    ['a2', 500, 800],
  ]);
});

test('asks each tariff about its own context of the stay', () => {
  const perBay = compiled({ bands: [allDay(units(60, 500))], perBay: true });
  const comparison = startComparison<number>(cheap, perBay);
  comparison.add(0, lasting(60), { ...lasting(60), context: { bays: 3 } });
  expect(comparison.result().totals).toMatchObject({ beforeFen: 500, afterFen: 1500, up: 1 });
});

test('takes stays from an iterator that is read once', () => {
  function* stays(): Generator<Stay> {
    for (let minutes = 1; minutes <= 600; minutes += 1) yield lasting(minutes);
  }
  expect(compareTariffs(cheap, dear, stays()).totals.stays).toBe(600);
});

test('the totals are those of the single stays, whatever the stays', () => {
  const length = fc.integer({ min: 0, max: 3_000 });
  const anyStays = fc.array(fc.tuple(length, fc.constantFrom('small', 'coach')), { maxLength: 60 });
  fc.assert(
    fc.property(anyStays, (lengths) => {
      const stays = lengths.map(([minutes, vehicleClass]) => lasting(minutes, vehicleClass));
      const { totals, biggest } = compareTariffs(cheap, dear, stays, { biggest: 5 });
      const pairs = stays.map((one) => [fee(cheap, one), fee(dear, one)] as const);
      const priced = pairs.filter((pair): pair is readonly [Fen, Fen] => !pair.some(isRefusal));
      const sumOf = (side: 0 | 1): Fen => addFen(zeroFen, ...priced.map((pair) => pair[side]));
      expect(totals.beforeFen).toBe(sumOf(0));
      expect(totals.afterFen).toBe(sumOf(1));
      expect(totals.differenceFen).toBe(fen(totals.afterFen - totals.beforeFen));
      expect(totals.up + totals.down + totals.same + totals.refused).toBe(stays.length);
      const changes = priced.map(([before, after]) => Math.abs(after - before)).filter((size) => size > 0);
      expect(biggest.map(({ differenceFen }) => Math.abs(differenceFen))).toEqual(
        changes.sort((a, b) => b - a).slice(0, 5),
      );
    }),
    { numRuns },
  );
});

test('a hundred thousand stays leave nothing behind but the biggest changes', () => {
  const comparison = startComparison<number>(cheap, dear, { biggest: 10 });
  const one = { entry, exit: entry, vehicleClass: 'small' };
  for (let index = 0; index < 100_000; index += 1) {
    one.exit = epochMs(entry + (index % 2_880) * minuteMs);
    comparison.add(index, one);
  }
  const { totals, biggest } = comparison.result();
  expect(totals.stays).toBe(100_000);
  expect(totals.up + totals.down + totals.same).toBe(100_000);
  expect(biggest).toHaveLength(10);
});
