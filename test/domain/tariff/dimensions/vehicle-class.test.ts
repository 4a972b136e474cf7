// The switch "vehicle class": a table of one's own, a multiplier, changed members, an exemption, bays.
import { describe, expect, test } from '@jest/globals';
import { allDay, areDistinct, pricesOf, rules, tiers, title, units, type Json, type Row } from './cases.ts';

const small = {
  kind: 'charged',
  free: { minutes: 15, mode: 'threshold' },
  bands: [allDay(units(60, 500))],
  caps: [{ per: 'calendarDay', amountFen: 2000 }],
};
const sameAs = (rest: Json = {}): Json => ({ kind: 'sameAs', vehicleClass: 'small', ...rest });

const prices = pricesOf(
  rules({
    small,
    large: { kind: 'charged', bands: [allDay(tiers([60, 60, 1000], [null, 60, 800]))] },
    other: sameAs(),
    'new-energy': sameAs({ percent: 50 }),
    coach: sameAs({ percent: 200 }),
    van: sameAs({ changes: { bands: [allDay(units(60, 700))], caps: [] } }),
    taxi: sameAs({ changes: { free: null } }),
    motorcycle: sameAs({ changes: { free: { minutes: 120, mode: 'threshold' }, caps: [] }, percent: 20 }),
    police: { kind: 'noCharge' },
    fire: { kind: 'sameAs', vehicleClass: 'police' },
  }),
);

const feesOf = (vehicle: string, rows: readonly Row[]): void => {
  test.each(rows)(`${vehicle}: ${title}`, (entry, exit, fee) => {
    expect(prices.fee(entry, exit, { vehicle })).toBe(fee);
  });
};

describe('the table of its own', () => {
  feesOf('small', [
    ['Wed 09:00', 'Wed 09:15', 0, 'the free time'],
    ['Wed 09:00', 'Wed 09:16', 500, '1 x 5.00'],
    ['Wed 09:00', 'Wed 11:00', 1000, '2 x 5.00'],
    ['Wed 09:00', 'Wed 14:00', 2000, '5 x 5.00, at most 20.00'],
    ['Wed 09:00', 'Fri 09:00', 6000, 'three calendar days: 3 x 20.00'],
  ]);
  feesOf('large', [
    ['Wed 09:00', 'Wed 09:01', 1000, 'no free time: 1 x 10.00'],
    ['Wed 09:00', 'Wed 10:00', 1000, '1 x 10.00'],
    ['Wed 09:00', 'Wed 10:01', 1800, '10.00 + 8.00'],
    ['Wed 23:30', 'Thu 00:31', 1800, '10.00 + 8.00'],
    ['Wed 09:00', 'Thu 09:00', 19_400, 'no cap: 10.00 + 23 x 8.00'],
  ]);
});

describe('the same as another class', () => {
  feesOf('other', [
    ['Wed 09:00', 'Wed 09:15', 0, 'its free time too'],
    ['Wed 09:00', 'Wed 09:16', 500, '1 x 5.00'],
    ['Wed 09:00', 'Wed 14:00', 2000, 'its cap too'],
    ['Wed 23:59', 'Thu 00:15', 500, '1 x 5.00'],
    ['Wed 09:00', 'Fri 09:00', 6000, '3 x 20.00'],
  ]);
  feesOf('fire', [
    ['Wed 09:00', 'Wed 09:16', 0, 'the same as a class that pays nothing'],
    ['Wed 09:00', 'Fri 09:00', 0, 'however long'],
  ]);
});

describe('a percentage of the result, after its caps', () => {
  feesOf('new-energy', [
    ['Wed 09:00', 'Wed 09:15', 0, 'half of nothing'],
    ['Wed 09:00', 'Wed 09:16', 250, '5.00 x 50%'],
    ['Wed 09:00', 'Wed 10:01', 500, '2 x 5.00 x 50%'],
    ['Wed 09:00', 'Wed 14:00', 1000, 'of the capped 20.00: x 50%'],
    ['Wed 09:00', 'Fri 09:00', 3000, '60.00 x 50%'],
  ]);
  feesOf('coach', [
    ['Wed 09:00', 'Wed 09:15', 0, 'twice nothing'],
    ['Wed 09:00', 'Wed 09:16', 1000, '5.00 x 200%'],
    ['Wed 09:00', 'Wed 12:00', 3000, '3 x 5.00 x 200%: the cap is not of the doubled amount'],
    ['Wed 09:00', 'Wed 14:00', 4000, '20.00 x 200%'],
    ['Wed 09:00', 'Fri 09:00', 12_000, '60.00 x 200%'],
  ]);

  test('is an adjustment in the breakdown', () => {
    expect(prices.lines('Wed 09:00', 'Wed 10:01', { vehicle: 'new-energy' })).toMatchObject([
      { kind: 'units', amountFen: 1000 },
      { kind: 'adjustment', band: 'percent', amountFen: -500 },
    ]);
    expect(prices.lines('Wed 09:00', 'Wed 10:01', { vehicle: 'coach' })).toMatchObject([
      { kind: 'units', amountFen: 1000 },
      { kind: 'adjustment', band: 'percent', amountFen: 1000 },
    ]);
  });
});

describe('members of its own', () => {
  feesOf('van', [
    ['Wed 09:00', 'Wed 09:15', 0, 'the free time stays'],
    ['Wed 09:00', 'Wed 09:16', 700, '1 x 7.00'],
    ['Wed 09:00', 'Wed 13:00', 2800, 'without a cap: 4 x 7.00'],
    ['Wed 23:30', 'Thu 00:31', 1400, '2 x 7.00'],
    ['Wed 09:00', 'Thu 09:00', 16_800, '24 x 7.00'],
  ]);
  feesOf('taxi', [
    ['Wed 09:00', 'Wed 09:00', 0, 'an empty stay'],
    ['Wed 09:00', 'Wed 09:15', 500, 'null takes the free time away: 1 x 5.00'],
    ['Wed 09:00', 'Wed 10:01', 1000, '2 x 5.00'],
    ['Wed 09:00', 'Wed 14:00', 2000, 'the cap stays'],
    ['Wed 09:00', 'Fri 09:00', 6000, '3 x 20.00'],
  ]);
  feesOf('motorcycle', [
    ['Wed 09:00', 'Wed 11:00', 0, 'free time of its own: 120 minutes'],
    ['Wed 09:00', 'Wed 11:01', 300, '3 x 5.00 x 20%'],
    ['Wed 09:00', 'Wed 14:00', 500, '5 x 5.00 x 20%'],
    ['Wed 22:59', 'Thu 01:00', 300, '121 minutes across midnight: 3 x 5.00 x 20%'],
    ['Wed 09:00', 'Thu 09:00', 2400, 'without a cap: 24 x 5.00 x 20%'],
  ]);
});

describe('what a percentage leaves of a fen', () => {
  test.each<readonly [string | undefined, number, number, string]>([
    ['up', 501, 251, '5.01 x 50% = 250.5'],
    ['down', 501, 250, '5.01 x 50% = 250.5'],
    ['nearest', 501, 251, '5.01 x 50% = 250.5, a half goes up'],
    [undefined, 501, 251, '5.01 x 50% = 250.5, up by default'],
    ['nearest', 500, 250, '5.00 x 50% = 250'],
  ])('%s: %i makes %i of %s', (percentRounding, unitPriceFen, fee) => {
    const half = sameAs({ percent: 50, ...(percentRounding && { percentRounding }) });
    const json = rules({ small: { kind: 'charged', bands: [allDay(units(60, unitPriceFen))] }, half });
    expect(pricesOf(json).fee('Wed 09:00', 'Wed 10:00', { vehicle: 'half' })).toBe(fee);
  });

  test.each([
    ['up', 166],
    ['down', 165],
    ['nearest', 165],
  ])('%s: 5.01 x 33%% = 165.33 makes %i', (percentRounding, fee) => {
    const json = rules({
      small: { kind: 'charged', bands: [allDay(units(60, 501))] },
      third: sameAs({ percent: 33, percentRounding }),
    });
    expect(pricesOf(json).fee('Wed 09:00', 'Wed 10:00', { vehicle: 'third' })).toBe(fee);
  });
});

describe('bays', () => {
  const charged = { kind: 'charged', bands: [allDay(units(60, 500))], caps: [{ per: 'stay', amountFen: 2000 }] };
  const bays = pricesOf(rules({ small: charged, coach: { ...charged, perBay: true } }));

  test.each<readonly [string, number | undefined, string, number, string]>([
    ['coach', undefined, 'Wed 11:00', 1000, '2 x 5.00 for one bay'],
    ['coach', 1, 'Wed 11:00', 1000, '2 x 5.00 x 1 bay'],
    ['coach', 2, 'Wed 11:00', 2000, '2 x 5.00 x 2 bays'],
    ['coach', 3, 'Wed 11:01', 4500, '3 x 5.00 x 3 bays'],
    ['coach', 2, 'Wed 19:00', 4000, 'the cap of 20.00 comes first: x 2 bays'],
    ['small', 3, 'Wed 11:00', 1000, 'a rule that does not ask is not changed by bays'],
  ])('%s in %s bays until %s costs %i: %s', (vehicle, count, exit, fee) => {
    const more = { vehicle, ...(count !== undefined && { context: { bays: count } }) };
    expect(bays.fee('Wed 09:00', exit, more)).toBe(fee);
  });

  test('are an adjustment in the breakdown', () => {
    expect(bays.lines('Wed 09:00', 'Wed 11:00', { vehicle: 'coach', context: { bays: 2 } })).toMatchObject([
      { kind: 'units', amountFen: 1000 },
      { kind: 'adjustment', band: 'bays', amountFen: 1000 },
    ]);
  });
});

test('the class is told by the fee of four hours', () => {
  const classes = ['small', 'large', 'new-energy', 'coach', 'van', 'motorcycle', 'police'];
  const fees = Object.fromEntries(
    classes.map((vehicle) => [vehicle, prices.fee('Wed 09:00', 'Wed 13:00', { vehicle })]),
  );
  expect(fees).toEqual({
    small: 2000, // 4 x 5.00
    large: 3400, // 10.00 + 3 x 8.00
    'new-energy': 1000, // half of small
    coach: 4000, // twice small
    van: 2800, // 4 x 7.00
    motorcycle: 400, // a fifth of 4 x 5.00
    police: 0,
  });
  expect(areDistinct(fees)).toBe(true);
  expect(prices.fee('Wed 09:00', 'Wed 13:00', { vehicle: 'tram' })).toBe('no-tariff');
});
