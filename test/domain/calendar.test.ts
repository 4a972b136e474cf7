// Which kind of day a date is, holidays and make-up workdays included.
import { expect, test } from '@jest/globals';
import { calendarCovers, chinaCalendar2026, dateRange, dayTypeOf, weekdayCalendar } from '../../domain/calendar.ts';
import { dayNumber } from '../../domain/local-time.ts';

test.each`
  date            | dayType           | because
  ${'2026-03-11'} | ${'workday'}      | ${'a Wednesday'}
  ${'2026-03-15'} | ${'weekend'}      | ${'a Sunday'}
  ${'2026-02-14'} | ${'workday'}      | ${'a Saturday that is worked'}
  ${'2026-09-20'} | ${'workday'}      | ${'a Sunday that is worked'}
  ${'2026-02-17'} | ${'longHoliday'}  | ${'the Spring Festival'}
  ${'2026-05-01'} | ${'shortHoliday'} | ${'the Labour Day'}
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
