// The published schemas of tariffs and calendars say what the parser says: what either refuses for its form, both refuse.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import Koa from 'koa';
import { documentation } from '../../api/docs.ts';
import { chinaCalendar2026 } from '../../domain/calendar.ts';
import { parseCalendar } from '../../domain/tariff/parse-calendar.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { fencesOf, guideExamples } from '../docs/guide.ts';
import { anyDocument, testCalendar } from '../domain/tariff/any-document.ts';
import { documentPaths } from '../support/sample-tariffs.ts';
import { wholeTariff } from './whole-tariff.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const root = new URL('../../', import.meta.url);
const readJson = (path: string): Json => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Json;
const tariffSchema = readJson('openapi/tariff.schema.json') as { readonly [key: string]: Json };
const calendarSchema = readJson('openapi/calendar.schema.json') as { readonly [key: string]: Json };

const ajv = new Ajv2020({ strict: true, strictRequired: true, allErrors: true });
const isTariff = ajv.compile(tariffSchema);
const isCalendar = ajv.compile(calendarSchema);

/** What the schema says against it; nothing when it is valid. */
const faultsOf = (validate: ValidateFunction, json: unknown): string[] =>
  validate(json) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);

const problemsOf = (json: unknown): readonly { readonly pointer: string; readonly code: string }[] => {
  const parsed = parseTariff(json);
  return isProblems(parsed) ? parsed : [];
};

type Mutable = Record<string, unknown>;

/** A copy with the value at the pointer, or without the member when there is no value. */
const changed = (pointer: string, value: unknown): unknown => {
  const copy = structuredClone(wholeTariff) as unknown;
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  const parent = keys.reduce((node, key) => (node as Mutable)[key], copy) as Mutable;
  parent[last] = value;
  // What is undefined is not written.
  return JSON.parse(JSON.stringify(copy));
};

describe('what is a tariff', () => {
  test('the samples are', () => {
    const paths = ['docs/examples/tariff.json', ...documentPaths()];
    expect(paths.length).toBeGreaterThan(12);
    expect(paths.flatMap((path) => faultsOf(isTariff, readJson(path)).map((fault) => `${path} ${fault}`))).toEqual([]);
  });

  test('the examples of the guide are', () => {
    const faults = guideExamples().flatMap(({ line, document }) =>
      faultsOf(isTariff, document).map((fault) => `line ${line} ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  test('a document that says every member is, for the parser too', () => {
    expect(faultsOf(isTariff, wholeTariff)).toEqual([]);
    expect(problemsOf(wholeTariff)).toEqual([]);
  });

  test('whatever the random documents of the laws say is', () => {
    const check = fc.property(anyDocument, (document) => {
      expect(faultsOf(isTariff, JSON.parse(JSON.stringify(document)))).toEqual([]);
    });
    fc.assert(check, { numRuns: process.env['LONG'] ? 10_000 : 300, endOnFailure: true });
  });

  test('a member that the document leaves out may be written with its default, and means the same', () => {
    const { chargedRule } = tariffSchema['$defs'] as {
      chargedRule: { properties: Record<string, { default?: Json }> };
    };
    const bands = [{ name: 'all day', from: '00:00', to: '24:00', charge: { kind: 'flat', amountFen: 500 } }];
    const withMembers = (members: object) => ({
      schemaVersion: 1,
      currency: 'CNY',
      zone: 'Asia/Shanghai',
      rules: { small: { kind: 'charged', bands, ...members } },
    });
    const defaults = Object.entries(chargedRule.properties).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    expect(defaults.length).toBeGreaterThan(4);
    const memberOf = (members: object, name: string): unknown => {
      const parsed = parseTariff(withMembers(members));
      if (isProblems(parsed)) throw new Error(JSON.stringify(parsed));
      return (parsed.rules['small'] as unknown as Mutable)[name];
    };
    for (const [name, value] of defaults) {
      expect(faultsOf(isTariff, withMembers({ [name]: value }))).toEqual([]);
      expect(memberOf({ [name]: value }, name)).toEqual(memberOf({}, name) ?? value);
    }
  });
});

const small = '/rules/small';
const units = `${small}/bands/0/charge`;

/** Pointer, what stands there instead, and what is wrong with it; without a value the member is taken away. */
const refused: readonly (readonly [what: string, pointer: string, value?: unknown])[] = [
  ['an unknown member of the document', '/colour', 'blue'],
  ['another version of the language', '/schemaVersion', 2],
  ['no version of the language', '/schemaVersion'],
  ['a currency in small letters', '/currency', 'cny'],
  ['no currency', '/currency'],
  ['a zone that is no text', '/zone', 8],
  ['no rules', '/rules'],
  ['not one rule', '/rules', {}],
  ['a class with a blank in its name', '/rules/two bays', { kind: 'noCharge' }],
  ['a rule of an unknown kind', small, { kind: 'gratis' }],
  ['a rule that is a list', small, []],
  ['a text without Chinese', '/name', { en: 'sample' }],
  ['an empty text', '/name/zh', ''],
  ['holidays of an unknown word', '/holidays', 'sometimes'],
  ['own days that are no list', '/ownDays', 'fair'],
  ['an own day twice', '/ownDays', ['fair', 'fair']],
  ['a season that begins on no date', '/seasons/0/from', '5-1'],
  ['a season in a thirteenth month', '/seasons/0/to', '13-01'],
  ['a season on 31 April', '/seasons/0/to', '04-31'],
  ['an unexplained fall of the fee', '/nonMonotone', {}],
  ['a calendar without a version', '/calendar/version'],
  ['a day of an unknown type', '/calendar/days/2026-10-01', 'holiday'],
  ['a calendar with a date of another form', '/calendar/days/1.10.2026', 'longHoliday'],
  ['a rule without bands', `${small}/bands`],
  ['an empty list of bands', `${small}/bands`, []],
  ['an unknown member of a rule', `${small}/discount`, 5],
  ['a band without a name', `${small}/bands/0/name`],
  ['a time without a leading zero', `${small}/bands/0/from`, '8:00'],
  ['a time after the end of the day', `${small}/bands/0/to`, '24:01'],
  ['a band that begins at the end of the day', `${small}/bands/0/from`, '24:00'],
  ['a time with 60 minutes', `${small}/bands/0/to`, '12:60'],
  ['a band for no day', `${small}/bands/0/days`, []],
  ['days that are no list', `${small}/bands/0/days`, 'workday'],
  ['a charge of an unknown kind', units, { kind: 'hourly' }],
  ['units without tiers', `${units}/tiers`],
  ['a free band with tiers', `${small}/bands/1/charge/tiers`, []],
  ['a price with a fraction of a fen', `${units}/tiers/0/unitPriceFen`, 2.5],
  ['a negative price', `${units}/tiers/0/unitPriceFen`, -1],
  ['a price in quotes', `${units}/tiers/0/unitPriceFen`, '200'],
  ['a price beyond all measure', `${units}/tiers/0/unitPriceFen`, 100_000_001],
  ['a unit of no minutes', `${units}/tiers/0/unitMinutes`, 0],
  ['a tier without an end', `${units}/tiers/0/untilMinutes`],
  ['a partial unit of an unknown kind', `${units}/partialUnit`, { kind: 'always' }],
  ['minutes of a partial unit that has none', `${small}/partialUnit`, { kind: 'started', minutes: 5 }],
  ['a partial unit that lacks its minutes', `${small}/partialUnit`, { kind: 'afterMinutes' }],
  ['a flat without an amount', `${small}/bands/2/charge/amountFen`],
  ['a flat per seven days', `${small}/bands/2/charge/per`, 'sevenDays'],
  ['a ladder without steps', `${small}/bands/3/charge/steps`, []],
  ['a ladder that goes on without a price', `${small}/bands/3/charge/then/unitPriceFen`],
  ['free time without a mode', `${small}/free/1/mode`],
  ['free time of no minutes', `${small}/free/1/minutes`, 0],
  ['free time inclusive in words', `${small}/free/1/inclusive`, 'yes'],
  ['a limit of an unknown period', `${small}/free/1/limit/per`, 'week'],
  ['a tier clock that counts nothing', `${small}/tierClock/counts`, 'nothing'],
  ['seconds of an unknown word', `${small}/partialMinute`, 'rounded'],
  ['a band end of an unknown word', `${small}/atBandEnd`, 'stop'],
  ['a window of no minutes', `${small}/windowMinutes`, 0],
  ['a day that begins at its end', `${small}/dayStartsAt`, '24:00'],
  ['units that end in words', `${small}/unitsEndWithDay`, 'true'],
  ['other times that are charged', `${small}/otherTimes`, 'charged'],
  ['an opening without an amount', `${small}/opening/amountFen`],
  ['an event without a charge', `${small}/event/1/charge`],
  ['an event after its middle', `${small}/event/1/after`, 'middle'],
  ['an event window without an end', `${small}/event/0/to`],
  ['an event of an unknown member', `${small}/event/0/price`, 5],
  ['days of a cap that is not per day', `${small}/caps/0/days`, ['workday']],
  ['a cap across stays that is not per day', `${small}/caps/0/acrossStays`, true],
  ['days of a jump that is not per day', `${small}/jumps/0/per`, 'stay'],
  ['a variant without changes', `${small}/entryVariants/0/changes`],
  ['a variant of a variant', `${small}/entryVariants/0/changes/entryVariants`, []],
  ['a cap per month', `${small}/caps/0/per`, 'month'],
  ['a cap of no amounts', `${small}/caps/0/amountFen`, []],
  ['a negative cap in a sequence', `${small}/caps/0/amountFen/1`, -5],
  ['a jump per seven days', `${small}/jumps/0/per`, 'sevenDays'],
  ['a jump after no minutes', `${small}/jumps/0/overMinutes`, 0],
  ['bays in words', `${small}/perBay`, 'yes'],
  ['rounding to nothing', `${small}/rounding/toFen`, 0],
  ['rounding of an unknown direction', `${small}/rounding/mode`, 'even'],
  ['a maximum stay with a fraction', `${small}/maximumStayMinutes`, 7.5],
  ['a class like none', '/rules/large/vehicleClass'],
  ['a negative percentage', '/rules/large/percent', -50],
  ['a fraction of a percentage', '/rules/large/percent', 33.3],
  ['a change of an unknown member', '/rules/coach/changes/discount', 5],
  ['a change of the kind', '/rules/coach/changes/kind', 'noCharge'],
  ['a change that takes the bands away', '/rules/coach/changes/bands', null],
  ['a member of a rule that charges nothing', '/rules/police/bands', []],
];

describe('what is no tariff, for the schema and for the parser alike', () => {
  // A row of its own length would leave its place to a callback that Jest waits for.
  const rows = refused.map(([what, pointer, value]) => [what, pointer, { value }] as const);
  test.each(rows)('%s (%s)', (_what, pointer, { value }) => {
    const document = changed(pointer, value);
    expect(isTariff(document)).toBe(false);
    const parent = pointer.slice(0, pointer.lastIndexOf('/'));
    const pointers = problemsOf(document).map((problem) => problem.pointer);
    expect(pointers.filter((one) => one.startsWith(parent))).not.toEqual([]);
  });
});

describe('the words of the schema', () => {
  const declared = new Set<string>();
  const note = (json: Json): void => {
    if (typeof json !== 'object' || json === null) return;
    for (const [key, value] of Object.entries(json)) {
      if (key === 'properties') Object.keys(value as object).forEach((name) => declared.add(name));
      note(value as Json);
    }
  };
  note(tariffSchema);

  test('hold every member that the types of a document declare', () => {
    const source = readFileSync(new URL('domain/tariff/document.ts', root), 'utf8');
    const members = [...source.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name ?? '');
    expect(members.length).toBeGreaterThan(60);
    expect([...new Set(members)].filter((name) => !declared.has(name))).toEqual([]);
  });

  test('leave no object open, except those whose keys are names or dates', () => {
    const open: string[] = [];
    const look = (json: Json, pointer: string): void => {
      if (typeof json !== 'object' || json === null) return;
      const { type, additionalProperties: more, $ref } = json as { readonly [key: string]: Json };
      if (type === 'object' && more === undefined && $ref === undefined) open.push(pointer);
      for (const [key, value] of Object.entries(json)) look(value as Json, `${pointer}/${key}`);
    };
    look(tariffSchema, '');
    // Conditions on what stands beside are no descriptions of an object.
    expect(open.filter((pointer) => !/\/(if|else)$/.test(pointer))).toEqual([]);
  });
});

describe('what is a calendar', () => {
  const calendars = [
    chinaCalendar2026,
    testCalendar,
    wholeTariff.calendar,
    ...fencesOf('calendar').map(({ json }) => json),
  ];

  test.each(calendars.map((calendar) => [calendar]))('%j is', (calendar) => {
    expect(faultsOf(isCalendar, calendar)).toEqual([]);
    expect(parseCalendar(calendar)).not.toBeInstanceOf(Array);
  });

  test.each([
    [{ days: {} }],
    [{ version: '1' }],
    [{ version: '', days: {} }],
    [{ version: '1', days: { tomorrow: 'weekend' } }],
    [{ version: '1', days: { '2026-01-01': 'free' } }],
    [{ version: '1', days: {}, ownDays: { '2026-01-01': 5 } }],
    [{ version: '1', days: {}, source: 'unknown' }],
  ])('%j is not', (calendar) => {
    expect(isCalendar(calendar)).toBe(false);
    expect(parseCalendar(calendar)).toBeInstanceOf(Array);
  });
});

test('the API serves both schemas', async () => {
  const server = new Koa().use(documentation({}, () => '{}')).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const [name, schema] of [['tariff', tariffSchema] as const, ['calendar', calendarSchema] as const]) {
      const answer = await fetch(`http://127.0.0.1:${port}/${name}.schema.json`);
      expect(answer.headers.get('content-type')).toContain('application/schema+json');
      expect(await answer.json()).toEqual(schema);
    }
    expect(await (await fetch(`http://127.0.0.1:${port}/docs`)).text()).toContain('/tariff.schema.json');
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
