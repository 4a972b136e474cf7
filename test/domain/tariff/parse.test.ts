// Tariff and calendar documents: what is refused, with a pointer to the place.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCalendar } from '../../../domain/tariff/parse-calendar.ts';
import { parseStays } from '../../../domain/tariff/parse-stays.ts';
import { isProblems, parseTariff, readTariff } from '../../../domain/tariff/parse.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { describeProblem } from '../../../domain/tariff/reader.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { anyDocument, at, numRuns } from './builders.ts';

type Json = Record<string, unknown>;

/** The sample with one place changed; undefined removes it. */
const changed = (pointer: string, value: unknown): unknown => {
  const document = JSON.parse(JSON.stringify(sampleTariff())) as Json;
  const path = pointer.split('/').slice(1);
  const last = path.pop()!;
  const parent = path.reduce<Json>((node, key) => node[key] as Json, document);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return document;
};

const band = (from: string, to: string, days?: string[]) => ({
  name: `${from}-${days?.[0] ?? ''}`,
  from,
  to,
  ...(days && { days }),
  charge: { kind: 'free' },
});
const tier = (untilMinutes: number | null) => ({ untilMinutes, unitMinutes: 30, unitPriceFen: 100 });

const small = '/rules/small';
const tiers = `${small}/bands/0/charge/tiers`;

test.each<[string, unknown, string, string]>([
  ['/schemaVersion', 2, '/schemaVersion', 'unsupported-version'],
  ['/currency', 'yuan', '/currency', 'bad-format'],
  ['/zone', 'Asia/Nowhere', '/zone', 'unknown-zone'],
  ['/zone', '+08:00', '/zone', 'unknown-zone'],
  ['/zone', undefined, '/zone', 'missing'],
  ['/colour', 'blue', '/colour', 'unknown-member'],
  ['/name', { zh: '名' }, '/name/en', 'missing'],
  ['/rules', {}, '/rules', 'missing'],
  ['/rules', [], '/rules', 'wrong-type'],
  ['/rules/a b', { kind: 'noCharge' }, '/rules/a b', 'bad-format'],
  ['/rules/a~b', 7, '/rules/a~0b', 'wrong-type'],
  ['/rules/other', { kind: 'gratis' }, '/rules/other/kind', 'bad-format'],
  ['/rules/other', {}, '/rules/other', 'missing'],
  ['/rules/other', { kind: 'sameAs', vehicleClass: 'coach' }, '/rules/other/vehicleClass', 'unknown-reference'],
  ['/rules/other', { kind: 'sameAs', vehicleClass: 'other' }, '/rules/other/vehicleClass', 'unknown-reference'],
  ['/rules/other', { kind: 'noCharge', bands: [] }, '/rules/other/bands', 'unknown-member'],
  [`${small}/bands`, [], `${small}/bands`, 'out-of-range'],
  [`${small}/bands/0/from`, '8:00', `${small}/bands/0/from`, 'bad-format'],
  [`${small}/bands/0/from`, '24:00', `${small}/bands/0/from`, 'out-of-range'],
  [`${small}/bands/0/to`, '25:00', `${small}/bands/0/to`, 'out-of-range'],
  [`${small}/bands/0/days`, ['sonntag'], `${small}/bands/0/days/0`, 'unknown-reference'],
  [`${small}/bands/0/to`, '20:01', `${small}/bands/1`, 'overlap'],
  [`${small}/bands/1/to`, '08:01', `${small}/bands/1`, 'overlap'],
  [`${small}/bands/1/name`, 'day', `${small}/bands/1`, 'duplicate'],
  [`${small}/bands/0/charge`, { kind: 'units' }, `${small}/bands/0/charge/tiers`, 'missing'],
  [`${small}/bands/0/charge`, { kind: 'free', tiers: [] }, `${small}/bands/0/charge/tiers`, 'unknown-member'],
  [tiers, [], tiers, 'out-of-range'],
  [tiers, [tier(60)], `${tiers}/0`, 'out-of-range'],
  [tiers, [tier(null), tier(null)], `${tiers}/0`, 'unreachable'],
  [tiers, [tier(60), tier(60), tier(null)], `${tiers}/1`, 'unreachable'],
  [`${tiers}/0/unitMinutes`, 0, `${tiers}/0/unitMinutes`, 'out-of-range'],
  [`${tiers}/0/unitPriceFen`, -1, `${tiers}/0/unitPriceFen`, 'negative'],
  [`${tiers}/0/unitPriceFen`, 2.5, `${tiers}/0/unitPriceFen`, 'fraction'],
  [`${small}/free/minutes`, '15', `${small}/free/minutes`, 'wrong-type'],
  [`${small}/free/inclusive`, 'yes', `${small}/free/inclusive`, 'wrong-type'],
  [`${small}/tierClock/restarts`, 'month', `${small}/tierClock/restarts`, 'bad-format'],
  [`${small}/partialMinute`, 'rounded', `${small}/partialMinute`, 'bad-format'],
  [`${small}/caps/1`, { per: 'calendarDay', amountFen: 1 }, `${small}/caps/1`, 'duplicate'],
  [`${small}/caps/0/amountFen`, 1e12, `${small}/caps/0/amountFen`, 'out-of-range'],
  ['/calendar', { version: '1', days: { '2026-02-30': 'workday' } }, '/calendar/days/2026-02-30', 'bad-format'],
  ['/calendar', { version: '1', days: { '2026-02-03': 'feast' } }, '/calendar/days/2026-02-03', 'bad-format'],
])('refuses %s = %j at %s as %s', (pointer, value, at, code) => {
  expect(parseTariff(changed(pointer, value))).toContainEqual(expect.objectContaining({ pointer: at, code }));
});

test('names every problem at once, each in a sentence with its place', () => {
  const problems = parseTariff({ schemaVersion: 1, currency: 'x', zone: 'y', rules: { small: {} } });
  if (!isProblems(problems)) throw new Error('accepted');
  expect(problems.map(describeProblem)).toEqual([
    '/currency: must be a currency code of ISO 4217 (bad-format)',
    '/zone: must be an IANA time zone (unknown-zone)',
    '/rules/small: must be an object with a kind (missing)',
  ]);
  expect(describeProblem({ pointer: '', code: 'wrong-type', message: 'must be an object' })).toBe(
    '(document): must be an object (wrong-type)',
  );
});

test.each([
  ['a night that runs into a later band of the next day', [band('22:00', '06:00'), band('05:00', '22:00')], true],
  [
    'a Friday night that runs into a Saturday morning',
    [band('20:00', '08:00', ['workday']), band('00:00', '24:00', ['weekend'])],
    true,
  ],
  [
    'two day types of the same hours',
    [band('08:00', '20:00', ['workday']), band('08:00', '20:00', ['weekend'])],
    false,
  ],
  ['a band of 24 hours from eight to eight', [band('08:00', '08:00')], false],
  ['bands that touch', [band('08:00', '20:00'), band('20:00', '08:00')], false],
])('sees in %s an overlap: %#', (_name, bands, overlaps) => {
  const result = parseTariff(changed(`${small}/bands`, bands));
  expect(isProblems(result) && result.some(({ code }) => code === 'overlap')).toBe(overlaps);
});

test('reads a document that was accepted before without asking again what its members mean together', () => {
  const overlapping = changed(`${small}/bands/0/to`, '20:01');
  expect(isProblems(parseTariff(overlapping) as never)).toBe(true);
  expect(readTariff(overlapping)).toEqual(overlapping);
  expect(readTariff(changed('/colour', 'blue'))).toContainEqual(expect.objectContaining({ code: 'unknown-member' }));
});

test('fills in what may be left out', () => {
  const bands = [band('00:00', '24:00')];
  const document = {
    schemaVersion: 1,
    currency: 'CNY',
    zone: 'Asia/Shanghai',
    rules: { small: { kind: 'charged', bands } },
  };
  expect(parseTariff(document)).toMatchObject({
    rules: { small: { tierClock: { counts: 'elapsed', restarts: 'stay' }, partialMinute: 'dropped', caps: [] } },
  });
});

test('reads the sample tariff unchanged', () => {
  expect(parseTariff(changed('/currency', 'CNY'))).toEqual(sampleTariff());
});

test('never throws, whatever the JSON, and never accepts what cannot be compiled', () => {
  const place = fc.tuple(fc.nat(200), fc.jsonValue());
  const broken = fc.tuple(anyDocument, fc.array(place, { minLength: 1, maxLength: 3 })).map(([document, places]) => {
    let seen = 0;
    return places.reduce<unknown>((json, [index, value]) => {
      seen = 0;
      return JSON.parse(JSON.stringify(json), (_key, node: unknown) => (seen++ === index ? value : node)) as unknown;
    }, document);
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), broken), (json) => {
      const result = parseTariff(json);
      if (isProblems(result)) {
        for (const { pointer } of result) expect(pointer).toMatch(/^(\/.*)?$/s);
      } else {
        expect(compileTariff(result).vehicleClasses.length).toBeGreaterThan(0);
      }
      parseCalendar(json);
      parseStays(json);
    }),
    { numRuns },
  );
});

describe('stays', () => {
  const entry = '2026-03-11T10:00:00+08:00';
  const exit = '2026-03-11T11:00:00+08:00';

  test('are read with their class and context; the class is small when it is left out', () => {
    const context = { event: { start: entry, end: exit }, priorStays: [{ entry, exit: entry }], bays: 2 };
    expect(
      parseStays([
        { entry, exit },
        { entry, exit, vehicle: 'large', context },
      ]),
    ).toEqual([
      { entry: at(entry), exit: at(exit), vehicleClass: 'small' },
      {
        entry: at(entry),
        exit: at(exit),
        vehicleClass: 'large',
        context: {
          event: { start: at(entry), end: at(exit) },
          priorStays: [{ entry: at(entry), exit: at(entry) }],
          bays: 2,
        },
      },
    ]);
    expect(parseStays([])).toEqual([]);
  });

  test.each<[unknown, string, string]>([
    [{ entry, exit }, '', 'wrong-type'],
    [[{ entry }], '/0/exit', 'missing'],
    [
      [
        { entry, exit },
        { entry: exit, exit: entry },
      ],
      '/1/exit',
      'exit-before-entry',
    ],
    [[{ entry, exit: '2126-03-11T11:00:00+08:00' }], '/0/exit', 'stay-too-long'],
    [[{ entry: '2026-03-11 10:00', exit }], '/0/entry', 'bad-format'],
    [[{ entry: '2026-02-30T10:00:00Z', exit }], '/0/entry', 'bad-format'],
    [[{ entry: 7, exit }], '/0/entry', 'wrong-type'],
    [[{ entry, exit, vehicle: '' }], '/0/vehicle', 'bad-format'],
    [[{ entry, exit, car: 'small' }], '/0/car', 'unknown-member'],
    [[{ entry, exit, context: { bays: 0 } }], '/0/context/bays', 'out-of-range'],
    [[{ entry, exit, context: { event: { start: exit, end: entry } } }], '/0/context/event', 'out-of-range'],
    [[{ entry, exit, context: { priorStays: [{ entry }] } }], '/0/context/priorStays/0/exit', 'missing'],
  ])('refuses %j at %s as %s', (stays, pointer, code) => {
    expect(parseStays(stays)).toContainEqual(expect.objectContaining({ pointer, code }));
  });
});

test('reads a calendar, and refuses one without a version', () => {
  const calendar = { version: '7', zone: 'Asia/Shanghai', days: { '2026-10-01': 'longHoliday' } };
  expect(parseCalendar(calendar)).toEqual(calendar);
  expect(parseCalendar({ days: {} })).toEqual([expect.objectContaining({ pointer: '/version', code: 'missing' })]);
});
