// The tariff command across formats, as scripts call it: what is exported comes back, what has no words is said line by line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { compileTariff } from '../../domain/tariff/compile.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { feeOf, local } from '../domain/tariff/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'exchange-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const tariff = (...words: string[]): { status: number | null; stdout: string; stderr: string } => {
  const command = new URL('../../bin/tariff.ts', import.meta.url).pathname;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(process.execPath, [command, ...words], { encoding: 'utf8', env, timeout: 20_000 });
};

interface Said {
  readonly pointer: string;
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
}

const linesOf = (text: string): Said[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Said);

const hourly = (unitPriceFen: number) => {
  const charge = { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen }] };
  const bands = [{ name: 'day', from: '08:00', to: '20:00', charge }];
  const rule = { kind: 'charged', bands, otherTimes: 'free', partialMinute: 'dropped' };
  const rules = { small: rule, large: { ...rule, bands: [{ ...bands[0], charge: { kind: 'free' } }] } };
  return { schemaVersion: 1, currency: 'CNY', zone: 'Asia/Shanghai', rules };
};

const simple = file('simple.json', hourly(500));
const sample = file('sample.json', sampleTariff());
const cds = ['--format', 'cds'] as const;
const db4401 = ['--format', 'db4401'] as const;

const hourlyPeriods = {
  ChargingPeriod: [
    { StartTime: '08:00', EndTime: '20:00', ChargingRule: [{ DurStart: 0, DurEnd: -1, Price: 5, Span: 60 }] },
    { StartTime: '20:00', EndTime: '08:00', ChargingRule: [{ DurStart: 0, DurEnd: -1, Price: 0, Span: 1440 }] },
  ],
};

/** What a document on stdout asks for from 7 to 10:30: two and a half hours that are charged. */
const feeOfPrinted = (stdout: string, vehicleClass = 'small'): unknown => {
  const document = parseTariff(JSON.parse(stdout));
  if (isProblems(document)) throw new Error(JSON.stringify(document));
  const [entry, exit] = [local('2026-03-11 07:00'), local('2026-03-11 10:30')];
  return vehicleClass === 'small'
    ? feeOf(compileTariff(document), entry, exit)
    : compileTariff(document).fee({ entry, exit, vehicleClass });
};

describe('export', () => {
  test('prints the charging periods of the standard of Guangzhou', () => {
    const { status, stdout, stderr } = tariff('export', ...db4401, '--tariff', simple);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(hourlyPeriods);
  });

  test('prints policies of CDS as they are published, for the class and the users that are named', () => {
    const published = ['--published', '2026-03-11T08:00:00+08:00'];
    const exportForUsers = () =>
      tariff('export', ...cds, '--tariff', simple, '--user-classes', 'car,electric', ...published);
    const { status, stdout } = exportForUsers();
    expect(status).toBe(0);
    const publishedDate = Date.parse('2026-03-11T00:00:00Z');
    expect(JSON.parse(stdout)).toMatchObject({
      version: '1.0',
      time_zone: 'Asia/Shanghai',
      last_updated: publishedDate,
      currency: 'CNY',
      data: {
        policies: [
          {
            published_date: publishedDate,
            rules: [
              { user_classes: ['car', 'electric'], rate: [{ rate: 500, rate_unit: 'hour', increment_duration: 1 }] },
            ],
            time_spans: [{ time_of_day_start: '08:00', time_of_day_end: '20:00' }],
          },
          { rules: [{ rate: [{ rate: 0 }] }] },
        ],
      },
    });
    expect(exportForUsers().stdout).toBe(stdout);
    const ids = (text: string): string[] => text.match(/"curb_policy_id": "[0-9a-f-]{36}"/g) ?? [];
    const large = tariff('export', ...cds, '--tariff', simple, '--vehicle', 'large', ...published);
    const all = [...ids(stdout), ...ids(large.stdout)];
    expect(all.length).toBeGreaterThan(2);
    expect(new Set(all).size).toBe(all.length);
  });

  test('says on stderr, a JSON line each, what the format cannot express, and exits with 1', () => {
    const { status, stdout, stderr } = tariff('export', ...cds, '--tariff', sample);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const said = linesOf(stderr);
    expect(said.map(({ pointer, code }) => [pointer, code])).toEqual(
      expect.arrayContaining([
        ['/rules/small/free', 'free-time'],
        ['/rules/small/caps/0', 'cap'],
      ]),
    );
    for (const { message } of said) {
      expect(message.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(message.en).toMatch(/^CDS: [a-z]/);
    }
  });
});

describe('import', () => {
  test.each([
    ['cds', cds],
    ['db4401', db4401],
  ])('prints a tariff document of what was exported as %s, and it costs the same', (name, format) => {
    const exported = tariff('export', ...format, '--tariff', simple);
    const back = tariff('import', ...format, '--file', file(`${name}.json`, exported.stdout));
    expect({ status: back.status, stderr: back.stderr }).toEqual({ status: 0, stderr: '' });
    expect(feeOfPrinted(back.stdout)).toBe(1500);
  });

  test('makes the class that is named, of the rule for its user classes', () => {
    const rate = (fen: number) => [{ rate: fen, rate_unit: 'hour', increment_duration: 1 }];
    const rules = [
      { activity: 'parking', user_classes: ['car'], rate: rate(500) },
      { activity: 'parking', user_classes: ['truck'], rate: rate(900) },
    ];
    const policies = [{ curb_policy_id: 'a', published_date: 1, priority: 1, rules }];
    const answer = { version: '1.0', time_zone: 'Asia/Shanghai', currency: 'CNY', data: { policies } };
    const trucks = ['--file', file('users.json', answer), '--vehicle', 'large', '--user-classes', 'truck'];
    const { status, stdout } = tariff('import', ...cds, ...trucks);
    expect(status).toBe(0);
    expect(feeOfPrinted(stdout, 'large')).toBe(3600);
  });

  test('says on stderr where a file cannot be read, and exits with 1', () => {
    const [day, night] = hourlyPeriods.ChargingPeriod;
    const broken = {
      ChargingPeriod: [
        { ...day, StartTime: '8 Uhr' },
        { ...night, Colour: 'red' },
      ],
    };
    const { status, stdout, stderr } = tariff('import', ...db4401, '--file', file('broken-periods.json', broken));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(linesOf(stderr).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/ChargingPeriod/0/StartTime', 'bad-format'],
      ['/ChargingPeriod/1/Colour', 'unknown-member'],
    ]);
    expect(linesOf(stderr).map(({ message }) => message.zh)).toEqual(['格式不正确', '不认识的字段']);
  });

  test('prints no document that is no tariff: the class must be a name', () => {
    const words = ['--file', file('periods.json', hourlyPeriods), '--vehicle', '2 wheels'];
    const { status, stdout, stderr } = tariff('import', ...db4401, ...words);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(linesOf(stderr)).toMatchObject([{ pointer: '', code: 'bad-format' }]);
    expect(linesOf(stderr)[0]?.message.en).toContain('/rules/2 wheels: must be named by a vehicle class');
  });
});

test.each<[string, () => string[], string]>([
  ['no format', () => ['export', '--tariff', simple], '--format cds or db4401'],
  ['an unknown format', () => ['import', '--format', 'csv', '--file', simple], '--format cds or db4401'],
  ['an export of nothing', () => ['export', ...cds], '--tariff'],
  ['an import of nothing', () => ['import', ...cds], '--file'],
  ['a file that stands alone', () => ['export', ...cds, simple], '--help'],
  ['a file that is not there', () => ['import', ...cds, '--file', join(folder, 'none.json')], 'none.json'],
  [
    'a malformed tariff',
    () => ['export', ...cds, '--tariff', file('mars.json', { ...hourly(500), zone: 'Mars' })],
    '/zone: ',
  ],
  [
    'user classes where the format has none',
    () => ['import', ...db4401, '--file', simple, '--user-classes', 'car'],
    '--user-classes',
  ],
  [
    'a date where the format has none',
    () => ['export', ...db4401, '--tariff', simple, '--published', '2026-03-11T08:00:00Z'],
    '--published',
  ],
  ['a date that is none', () => ['export', ...cds, '--tariff', simple, '--published', 'today'], '--published'],
  [
    'a user class without a name',
    () => ['export', ...cds, '--tariff', simple, '--user-classes', 'car,'],
    '--user-classes',
  ],
])('exits with 2 and says why for %s', (_name, words, message) => {
  const { status, stdout, stderr } = tariff(...words());
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
