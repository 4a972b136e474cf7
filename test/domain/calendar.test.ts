// Which kind of day a date is, how calendars differ, and when one must know the next year.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarCovers, chinaCalendar2026, dateRange, dayTypeOf, weekdayCalendar } from '../../domain/calendar.ts';
import { missingYears, neededYears, usesHolidays } from '../../domain/calendar-alarm.ts';
import { changesOf, dayEntries, diffCalendars, previewDays, withDays } from '../../domain/calendar-days.ts';
import { dayNumber, localDate, type DayNumber } from '../../domain/local-time.ts';
import { parseCalendar } from '../../domain/tariff/parse-calendar.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { epochMs, parseInstant } from '../../domain/time.ts';

const runs = process.env['LONG'] ? 10_000 : 300;
const instant = (text: string) => parseInstant(text)!;

test.each`
  date            | dayType            | because
  ${'2026-03-11'} | ${'workday'}       | ${'a Wednesday'}
  ${'2026-03-15'} | ${'weekend'}       | ${'a Sunday'}
  ${'2026-02-14'} | ${'makeUpWorkday'} | ${'a Saturday that is worked'}
  ${'2026-09-20'} | ${'makeUpWorkday'} | ${'a Sunday that is worked'}
  ${'2026-02-17'} | ${'longHoliday'}   | ${'the Spring Festival'}
  ${'2026-05-01'} | ${'shortHoliday'}  | ${'the Labour Day'}
`('takes $date for a $dayType in China: $because', ({ date, dayType }) => {
  expect(dayTypeOf(chinaCalendar2026, dayNumber(date as string)!)).toBe(dayType);
});

test('knows only weekdays without a calendar', () => {
  expect(dayTypeOf(weekdayCalendar, dayNumber('2026-10-01')!)).toBe('workday');
  expect(dayTypeOf(weekdayCalendar, dayNumber('2026-02-14')!)).toBe('weekend');
});

test('says which years it covers', () => {
  expect(calendarCovers(chinaCalendar2026, 2026)).toBe(true);
  expect(calendarCovers(chinaCalendar2026, 2027)).toBe(false);
});

test('has 33 days off and 6 days worked in 2026', () => {
  const types = Object.values(chinaCalendar2026.days);
  expect(types.filter((type) => type.endsWith('Holiday'))).toHaveLength(33);
  expect(types.filter((type) => type === 'workday')).toHaveLength(6);
});

test('refuses a range that is no range of dates', () => {
  expect(() => dateRange('2026-02-30', '2026-03-01')).toThrow(RangeError);
  expect(dateRange('2026-02-28', '2026-03-01')).toEqual(['2026-02-28', '2026-03-01']);
});

describe('a calendar document', () => {
  const fair = {
    version: '7',
    zone: 'Asia/Shanghai',
    days: { '2026-10-01': 'longHoliday', '2026-02-16': 'weekend' },
    ownDays: { '2026-04-15': 'fair' },
    names: { '2026-10-01': '国庆节', '2026-04-15': '广交会' },
  };

  test('is read with days of its own and their names', () => {
    expect(parseCalendar({ $schema: 'calendar.schema.json', ...fair })).toEqual(fair);
  });

  test.each<[string, object, string, string]>([
    ['a date that is none', { days: { '2026-02-30': 'workday' } }, '/days/2026-02-30', 'bad-format'],
    ['a type that is none', { days: { '2026-02-03': 'feast' } }, '/days/2026-02-03', 'bad-format'],
    ['a make-up workday on a Monday', { days: { '2026-03-02': 'makeUpWorkday' } }, '/days/2026-03-02', 'unreachable'],
    ['an own day on a date that is none', { ownDays: { monday: 'fair' } }, '/ownDays/monday', 'bad-format'],
    ['an own day named like a weekday', { ownDays: { '2026-03-02': 'monday' } }, '/ownDays/2026-03-02', 'duplicate'],
    ['an own day named like a type', { ownDays: { '2026-03-02': 'longHoliday' } }, '/ownDays/2026-03-02', 'duplicate'],
    ['an own day without a name', { ownDays: { '2026-03-02': '' } }, '/ownDays/2026-03-02', 'bad-format'],
    ['own days that are a list', { ownDays: ['2026-03-02'] }, '/ownDays', 'wrong-type'],
    [
      'the name of a day that is not listed',
      { names: { '2026-03-02': 'X' } },
      '/names/2026-03-02',
      'unknown-reference',
    ],
    ['a zone that is none', { zone: 'Mars' }, '/zone', 'unknown-zone'],
    ['a member that is none', { holidays: {} }, '/holidays', 'unknown-member'],
    ['no version', { version: '' }, '/version', 'bad-format'],
  ])('refuses %s', (_what, over, pointer, code) => {
    expect(parseCalendar({ ...fair, names: {}, ...over })).toMatchObject([{ pointer, code }]);
  });
});

describe('days one by one', () => {
  test('say what they are and why', () => {
    const calendar = { ...chinaCalendar2026, ownDays: { '2026-02-16': 'fair' }, names: { '2026-02-15': '春节' } };
    expect(previewDays(calendar, dayNumber('2026-02-13')!, dayNumber('2026-02-16')!)).toEqual([
      { date: '2026-02-13', weekday: 5, type: 'workday', ownDay: null, name: null, because: 'weekday' },
      { date: '2026-02-14', weekday: 6, type: 'makeUpWorkday', ownDay: null, name: null, because: 'listed' },
      { date: '2026-02-15', weekday: 7, type: 'longHoliday', ownDay: null, name: '春节', because: 'listed' },
      { date: '2026-02-16', weekday: 1, type: 'longHoliday', ownDay: 'fair', name: null, because: 'listed' },
    ]);
  });

  test('differ between two calendars by what was added, removed and changed', () => {
    const before = { version: '1', days: { '2026-01-01': 'shortHoliday', '2026-01-02': 'shortHoliday' } } as const;
    const after = {
      version: '2',
      days: { '2026-01-01': 'longHoliday', '2026-01-03': 'shortHoliday' },
      ownDays: { '2026-04-15': 'fair' },
    } as const;
    expect(diffCalendars(before, after)).toEqual([
      { date: '2026-01-01', change: 'changed', before: { type: 'shortHoliday' }, after: { type: 'longHoliday' } },
      { date: '2026-01-02', change: 'removed', before: { type: 'shortHoliday' } },
      { date: '2026-01-03', change: 'added', after: { type: 'shortHoliday' } },
      { date: '2026-04-15', change: 'added', after: { ownDay: 'fair' } },
    ]);
    expect(diffCalendars(before, { ...before, version: '9' })).toEqual([]);
  });

  const day = fc.integer({ min: 20_000, max: 20_040 }).map((number) => localDate(number as DayNumber));
  const entry = fc.record({
    type: fc.constantFrom('weekend', 'shortHoliday', 'longHoliday', undefined),
    ownDay: fc.constantFrom('fair', 'market', undefined),
  });
  const calendars = fc
    .array(fc.tuple(day, entry))
    .map((listed) =>
      withDays(
        weekdayCalendar,
        'any',
        new Map(
          listed.map(([date, { type, ownDay }]) => [
            date,
            type || ownDay ? { ...(type && { type }), ...(ownDay && { ownDay }) } : undefined,
          ]),
        ),
      ),
    );

  test('laid over another calendar replace what they name and nothing else', () => {
    fc.assert(
      fc.property(calendars, calendars, (base, added) => {
        const laid = withDays(base, 'laid', changesOf(added));
        const named = new Set(dayEntries(added).map(({ date }) => date));
        expect(diffCalendars(base, laid).every(({ date }) => named.has(date))).toBe(true);
        expect(diffCalendars(added, laid).every(({ change }) => change === 'added')).toBe(true);
        expect(diffCalendars(laid, laid)).toEqual([]);
        expect(Array.isArray(parseCalendar(laid))).toBe(false);
      }),
      { numRuns: runs },
    );
  });
});

describe('the alarm', () => {
  const version = { effectiveFrom: epochMs(0), document: chinaCalendar2026 };
  const with2027 = withDays(chinaCalendar2026, 'v2', new Map([['2027-01-01', { type: 'shortHoliday' as const }]]));
  const december = instant('2026-12-01T00:00:00+08:00');

  test.each`
    at                             | years
    ${'2026-11-16T23:59:59+08:00'} | ${[2026]}
    ${'2026-11-17T00:00:00+08:00'} | ${[2026, 2027]}
    ${'2026-12-31T23:59:59+08:00'} | ${[2026, 2027]}
    ${'2027-01-01T00:00:00+08:00'} | ${[2027]}
  `('needs $years by $at, 45 days before the end of the year', ({ at, years }) => {
    expect(neededYears(instant(at as string), 'Asia/Shanghai', 45).map(({ year }) => year)).toEqual(years);
  });

  test('needs a year from its first instant in the zone of the calendar', () => {
    expect(neededYears(december, 'Pacific/Auckland', 45)[1]?.from).toBe(instant('2027-01-01T00:00:00+13:00'));
  });

  test('misses the next year until a version has it that is in force when the year begins', () => {
    expect(missingYears([version], december, 45)).toEqual([2027]);
    expect(missingYears([], december, 45)).toEqual([2026, 2027]);
    const inTime = { effectiveFrom: instant('2026-12-31T00:00:00+08:00'), document: with2027 };
    const late = { effectiveFrom: instant('2027-01-01T00:00:01+08:00'), document: with2027 };
    expect(missingYears([version, inTime], december, 45)).toEqual([]);
    expect(missingYears([version, late], december, 45)).toEqual([2027]);
  });

  const withBands = (days: string[], over: object = {}): TariffDocument => {
    const document = sampleTariff();
    const small = document.rules['small'] as { readonly bands: readonly object[] };
    const bands = small.bands.map((band) => ({ ...band, days }));
    return { ...document, ...over, rules: { small: { ...small, bands } } } as unknown as TariffDocument;
  };

  test.each<[string, TariffDocument, boolean]>([
    ['prices workdays', withBands(['workday']), true],
    ['prices Mondays that are no holidays', withBands(['monday']), true],
    ['prices every Monday and an own day', withBands(['everyMonday', 'fair']), false],
    ['ignores holidays', withBands(['workday'], { holidays: 'ignored' }), false],
    ['has one price for all days', sampleTariff(), false],
  ])('concerns a tariff by what it looks at: it %s', (_what, document, concerned) => {
    expect(usesHolidays(document)).toBe(concerned);
  });
});
