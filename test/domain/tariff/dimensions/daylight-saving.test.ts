// Where clocks change: days of 23 and 25 hours, hours that are skipped or repeated, bands and days that begin in them.
import { describe, expect, test } from '@jest/globals';
import {
  allDay,
  band,
  dayBand,
  free,
  nightBand,
  pricesOf,
  small,
  title,
  units,
  unitsIn,
  type Json,
  type Row,
} from './cases.ts';

const berlin = { zone: 'Europe/Berlin' };
const hourly = (zone: string, rest: Json = {}): Json => small({ bands: [allDay(units(60, 100))], ...rest }, { zone });

describe('hours in Berlin', () => {
  const prices = pricesOf(hourly('Europe/Berlin'));

  test.each<Row>([
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 2300, 'the day in March has 23 hours'],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 2500, 'the day in October has 25 hours'],
    ['2026-03-28T00:00:00+01:00', '2026-03-29T00:00:00+01:00', 2400, 'the day before has 24'],
    ['2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00', 100, 'a unit goes over the skipped hour: 60 minutes'],
    ['2026-03-29T01:30:00+01:00', '2026-03-29T03:31:00+02:00', 200, '61 minutes: 2 x 1.00'],
    ['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00', 100, 'the repeated hour once: 1 x 1.00'],
    ['2026-10-25T02:00:00+02:00', '2026-10-25T03:00:00+01:00', 200, 'the repeated hour twice: 2 x 1.00'],
    [
      '2026-10-25T02:30:00+01:00',
      '2026-10-25T02:30:00+02:00',
      'out-of-order-times',
      'the first 02:30 is before the second',
    ],
    ['2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00', 74_300, '31 days less an hour: 743 x 1.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('a night from 20:00 to 08:00 in Berlin', () => {
  const prices = pricesOf(small({ bands: [dayBand(free), nightBand(units(60, 100))] }, berlin));

  test.each<Row>([
    ['2026-03-21T20:00:00+01:00', '2026-03-22T08:00:00+01:00', 1200, 'other nights have 12 hours'],
    ['2026-03-28T20:00:00+01:00', '2026-03-29T08:00:00+02:00', 1100, 'that in March has 11'],
    ['2026-10-24T20:00:00+02:00', '2026-10-25T08:00:00+01:00', 1300, 'that in October has 13'],
    ['2026-03-28T12:00:00+01:00', '2026-03-29T12:00:00+02:00', 1100, 'whatever lies around it'],
    ['2026-10-24T12:00:00+02:00', '2026-10-26T12:00:00+01:00', 2500, '13 and 12'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('is counted so in the breakdown', () => {
    expect(unitsIn(prices.lines('2026-03-28T12:00:00+01:00', '2026-03-29T12:00:00+02:00'), 'night')).toBe(11);
  });
});

describe('a band that begins at 02:30', () => {
  const bands = [band('early', '00:00', '02:30', units(60, 100)), band('late', '02:30', '24:00', units(60, 200))];
  const prices = pricesOf(small({ bands }, berlin));

  test.each<Row>([
    ['2026-03-28T01:00:00+01:00', '2026-03-28T04:00:00+01:00', 600, 'as ever: 2 x 1.00 + 2 x 2.00'],
    ['2026-03-29T01:00:00+01:00', '2026-03-29T03:00:00+02:00', 100, 'in the skipped hour: until the jump 1 x 1.00'],
    ['2026-03-29T01:00:00+01:00', '2026-03-29T04:00:00+02:00', 300, 'it begins with the jump: 1.00 + 2.00'],
    ['2026-10-25T02:00:00+02:00', '2026-10-25T02:30:00+02:00', 100, 'in the repeated hour: 1 x 1.00'],
    ['2026-10-25T02:00:00+02:00', '2026-10-25T03:00:00+01:00', 500, 'it begins the first time: 1.00 + 1 h 30 2 x 2.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('caps in Berlin', () => {
  const day = pricesOf(hourly('Europe/Berlin', { caps: [{ per: 'calendarDay', amountFen: 1000 }] }));
  const window = pricesOf(hourly('Europe/Berlin', { caps: [{ per: 'window', amountFen: 1000 }] }));
  const halfPastTwo = pricesOf(
    hourly('Europe/Berlin', { dayStartsAt: '02:30', caps: [{ per: 'calendarDay', amountFen: 300 }] }),
  );

  test.each<Row>([
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 1000, 'the day of 23 hours: 10.00'],
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:01:00+02:00', 1100, 'the next day: + 1.00'],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 1000, 'the day of 25 hours: 10.00'],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:01:00+01:00', 1100, 'the next day: + 1.00'],
    ['2026-10-24T22:00:00+02:00', '2026-10-26T02:00:00+01:00', 1400, '2.00 + 10.00 + 2.00'],
  ])(`per calendar day: ${title}`, (entry, exit, fee) => {
    expect(day.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['2026-03-28T12:00:00+01:00', '2026-03-29T13:00:00+02:00', 1000, '24 hours end at 13:00'],
    ['2026-03-28T12:00:00+01:00', '2026-03-29T13:01:00+02:00', 1100, '10.00 + 1.00'],
    ['2026-10-24T12:00:00+02:00', '2026-10-25T11:00:00+01:00', 1000, '24 hours end at 11:00'],
    ['2026-10-24T12:00:00+02:00', '2026-10-25T11:01:00+01:00', 1100, '10.00 + 1.00'],
    ['2026-10-24T12:00:00+02:00', '2026-10-26T11:00:00+01:00', 2000, '2 x 10.00'],
  ])(`per window of 24 hours: ${title}`, (entry, exit, fee) => {
    expect(window.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['2026-03-28T00:00:00+01:00', '2026-03-28T08:00:00+01:00', 600, 'until 02:30 3 x 1.00, then at most 3.00'],
    ['2026-03-29T00:00:00+01:00', '2026-03-29T08:00:00+02:00', 500, 'until the jump 2 x 1.00, then at most 3.00'],
    ['2026-10-25T00:00:00+02:00', '2026-10-25T02:30:00+02:00', 300, 'the first 02:30: 3 x 1.00'],
    ['2026-10-25T00:00:00+02:00', '2026-10-25T08:00:00+01:00', 600, '3.00 + at most 3.00'],
    ['2026-03-29T03:00:00+02:00', '2026-03-30T02:30:00+02:00', 300, 'from the jump to 02:30 is one day'],
  ])(`per day that begins at 02:30: ${title}`, (entry, exit, fee) => {
    expect(halfPastTwo.fee(entry, exit)).toBe(fee);
  });
});

describe('other places', () => {
  const minutely = (zone: string): Json => small({ bands: [allDay(units(1, 1))] }, { zone });

  test.each<readonly [string, string, string, number]>([
    ['America/New_York', '2026-03-08T00:00:00-05:00', '2026-03-09T00:00:00-04:00', 1380],
    ['America/New_York', '2026-11-01T00:00:00-04:00', '2026-11-02T00:00:00-05:00', 1500],
    ['Australia/Lord_Howe', '2026-04-05T00:00:00+11:00', '2026-04-06T00:00:00+10:30', 1470],
    ['Australia/Lord_Howe', '2026-10-04T00:00:00+10:30', '2026-10-05T00:00:00+11:00', 1410],
    ['America/Santiago', '2026-09-06T01:00:00-03:00', '2026-09-07T00:00:00-03:00', 1380],
    ['Asia/Kathmandu', '2026-03-11T00:00:00+05:45', '2026-03-12T00:00:00+05:45', 1440],
  ])('in %s %s to %s has %i minutes', (zone, entry, exit, minutes) => {
    expect(pricesOf(minutely(zone)).fee(entry, exit)).toBe(minutes);
  });

  test.each<readonly [string, string, string, number, string]>([
    [
      'America/Santiago',
      '2026-09-05T22:00:00-04:00',
      '2026-09-06T01:00:00-03:00',
      150,
      'the clock jumps over midnight',
    ],
    ['America/Santiago', '2026-09-05T22:00:00-04:00', '2026-09-06T01:01:00-03:00', 250, 'the day begins at 01:00'],
    ['Asia/Kathmandu', '2026-03-11T22:00:00+05:45', '2026-03-12T00:00:00+05:45', 150, 'midnight is at 18:15 UTC'],
    ['Asia/Kathmandu', '2026-03-11T22:00:00+05:45', '2026-03-12T00:01:00+05:45', 250, 'a new day'],
    [
      'Australia/Lord_Howe',
      '2026-04-05T00:00:00+11:00',
      '2026-04-06T00:01:00+10:30',
      250,
      'the unit of 23:30 ends in it',
    ],
  ])('in %s %s to %s costs %i with 1.50 a day: %s', (zone, entry, exit, fee) => {
    const rest = { caps: [{ per: 'calendarDay', amountFen: 150 }], unitsEndWithDay: true };
    expect(pricesOf(hourly(zone, rest)).fee(entry, exit)).toBe(fee);
  });
});

test('the same instants in another offset cost the same', () => {
  const prices = pricesOf(small({ bands: [dayBand(units(60, 300)), nightBand(units(60, 100))] }, berlin));
  const fees = [
    ['2026-03-28T19:00:00+01:00', '2026-03-29T09:00:00+02:00'],
    ['2026-03-28T18:00:00Z', '2026-03-29T07:00:00Z'],
    ['2026-03-29T02:00:00+08:00', '2026-03-29T15:00:00+08:00'],
  ].map(([entry = '', exit = '']) => prices.fee(entry, exit));
  expect(fees).toEqual([1700, 1700, 1700]); // 3.00 + 11 x 1.00 + 3.00
});
