// Reading a city's day: what is wrong is named by file and line, before anything is sent.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CityDayError, readCityDay } from '../../../bin/replay/city-day.ts';

const lots = 'lot_id,name,capacity\na,A,10\nb,B,5\nc,C,3\n';
const header = 'observed_at,lot_id,free_spaces\n';

const read = (occupancy: string, lotsText = lots) => {
  const folder = mkdtempSync(join(tmpdir(), 'city-day-'));
  writeFileSync(join(folder, 'lots.csv'), lotsText);
  writeFileSync(join(folder, 'occupancy.csv'), occupancy);
  return readCityDay(join(folder, 'lots.csv'), join(folder, 'occupancy.csv'));
};

test('every third lot runs on the street, the others have gates', () => {
  const at = '2023-10-12T00:00:01+00:00';
  const day = read(`${header}${at},a,3\n${at},b,2\n${at},c,1\n`);
  expect(day.lots.map(({ id, setting }) => [id, setting])).toEqual([
    ['a', 'off-street'],
    ['b', 'off-street'],
    ['c', 'on-street'],
  ]);
});

test.each`
  because                          | rows                                                    | message
  ${'a lot nobody knows'}          | ${'2023-10-12T00:00:01Z,x,1'}                           | ${/line 2: the lot x/}
  ${'more free than there are'}    | ${'2023-10-12T00:00:01Z,b,6'}                           | ${/line 2: 6 free spaces are more than the capacity of 5/}
  ${'a number below zero'}         | ${'2023-10-12T00:00:01Z,b,-1'}                          | ${/line 2: free_spaces/}
  ${'a time without an offset'}    | ${'2023-10-12T00:00:01,b,1'}                            | ${/line 2: observed_at/}
  ${'times that are not in order'} | ${'2023-10-12T00:05:00Z,b,1\n2023-10-12T00:00:00Z,b,2'} | ${/line 3: the times/}
  ${'the same time twice'}         | ${'2023-10-12T00:05:00Z,b,1\n2023-10-12T00:05:00Z,b,2'} | ${/line 3: the times/}
`('refuses $because by line', ({ rows, message }) => {
  expect(() => read(`${header}${String(rows)}\n`)).toThrow(CityDayError);
  expect(() => read(`${header}${String(rows)}\n`)).toThrow(message as RegExp);
});

test('refuses a lot without a capacity, a repeated lot and a missing column', () => {
  const row = `${header}2023-10-12T00:00:01Z,a,1\n`;
  expect(() => read(row, 'lot_id,name,capacity\na,A,\n')).toThrow(/line 2: capacity/);
  expect(() => read(row, 'lot_id,name,capacity\na,A,1\na,B,1\n')).toThrow(/line 3: lot_id is empty or repeated/);
  expect(() => read(row, 'lot_id,name\na,A\n')).toThrow(/line 1: the column capacity is missing/);
});
