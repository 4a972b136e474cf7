// Reads a city's day: lots with their capacity, and free spaces over time. Anything wrong is named by file and line,
// before a single event is sent.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parseInstant, type EpochMs } from '../../domain/time.ts';

export interface DayLot {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Every third lot of the file runs on the street; the others have gates. */
  readonly setting: 'on-street' | 'off-street';
}

export interface Observation {
  readonly at: EpochMs;
  readonly lotId: string;
  readonly freeSpaces: number;
}

export interface CityDay {
  readonly lots: readonly DayLot[];
  readonly observations: readonly Observation[];
}

export class CityDayError extends Error {}

interface Line {
  readonly fields: Readonly<Record<string, string>>;
  readonly number: number;
}

const linesOf = (path: string, columns: readonly string[]): Line[] => {
  const records = parse(readFileSync(path), {
    columns: true,
    bom: true,
    info: true,
    skip_empty_lines: true,
  }) as unknown as {
    record: Record<string, string>;
    info: { lines: number };
  }[];
  const [first] = records;
  const missing = columns.filter((column) => first !== undefined && !(column in first.record));
  if (first === undefined) throw new CityDayError(`${path}: no rows`);
  if (missing.length > 0) throw new CityDayError(`${path}: line 1: the column ${missing.join(', ')} is missing`);
  return records.map(({ record, info }) => ({ fields: record, number: info.lines }));
};

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

const coordinate = (text: string | undefined): number | undefined =>
  text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);

const readLots = (path: string): DayLot[] => {
  const seen = new Set<string>();
  return linesOf(path, ['lot_id', 'name', 'capacity']).map(({ fields, number }, index) => {
    const id = fields['lot_id'] ?? '';
    const capacity = wholeNumber(fields['capacity']);
    if (id === '' || seen.has(id)) throw new CityDayError(`${path}: line ${number}: lot_id is empty or repeated`);
    if (capacity === undefined) throw new CityDayError(`${path}: line ${number}: capacity is not a whole number`);
    seen.add(id);
    const latitude = coordinate(fields['latitude']);
    const longitude = coordinate(fields['longitude']);
    return {
      id,
      name: fields['name'] ?? id,
      capacity,
      ...(latitude === undefined || longitude === undefined ? {} : { latitude, longitude }),
      setting: index % 3 === 2 ? 'on-street' : 'off-street',
    };
  });
};

const readObservations = (path: string, lots: ReadonlyMap<string, DayLot>): Observation[] => {
  const newest = new Map<string, EpochMs>();
  return linesOf(path, ['observed_at', 'lot_id', 'free_spaces']).map(({ fields, number }) => {
    const bad = (what: string): never => {
      throw new CityDayError(`${path}: line ${number}: ${what}`);
    };
    const at = parseInstant(fields['observed_at'] ?? '') ?? bad('observed_at is not an RFC 3339 time with offset');
    const lotId = fields['lot_id'] ?? '';
    const lot = lots.get(lotId) ?? bad(`the lot ${lotId} is not in the lots file`);
    const freeSpaces = wholeNumber(fields['free_spaces']) ?? bad('free_spaces is not a whole number');
    if (freeSpaces > lot.capacity) bad(`${freeSpaces} free spaces are more than the capacity of ${lot.capacity}`);
    const before = newest.get(lotId);
    if (before !== undefined && at <= before) bad('the times of this lot are not in ascending order');
    newest.set(lotId, at);
    return { at, lotId, freeSpaces };
  });
};

/** Reads both files. `limitLots` keeps the first lots of the file. Throws CityDayError naming file and line. */
export const readCityDay = (lotsPath: string, occupancyPath: string, limitLots?: number): CityDay => {
  const all = readLots(lotsPath);
  const observations = readObservations(occupancyPath, new Map(all.map((lot) => [lot.id, lot])));
  const lots = all.slice(0, limitLots);
  const kept = new Set(lots.map(({ id }) => id));
  const seen = new Set(observations.map(({ lotId }) => lotId));
  return {
    lots: lots.filter(({ id }) => seen.has(id)),
    observations: observations.filter(({ lotId }) => kept.has(lotId)).sort((a, b) => a.at - b.at),
  };
};
