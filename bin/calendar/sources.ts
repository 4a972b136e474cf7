// Where holidays come from: npm chinese-days for mainland China with its make-up workdays, npm date-holidays for the rest.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';

/** Days off and days worked, each with its name; only those of the years that were asked for. */
export interface HolidaySource {
  readonly zone: string | undefined;
  readonly holidays: ReadonlyMap<string, string>;
  readonly makeUpWorkdays: ReadonlyMap<string, string>;
}

/** By date: names in English and Chinese and the number of statutory days. */
type NamedDates = Readonly<Record<string, string>>;

const chineseDays = (): { readonly holidays: NamedDates; readonly workdays: NamedDates } => {
  const file = fileURLToPath(import.meta.resolve('chinese-days/dist/chinese-days.json'));
  return JSON.parse(readFileSync(file, 'utf8')) as { holidays: NamedDates; workdays: NamedDates };
};

const yearOf = (date: string): number => Number(date.slice(0, 4));

const chineseNames = (dates: NamedDates, years: readonly number[]): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(dates)
      .filter(([date]) => years.includes(yearOf(date)))
      .map(([date, names]) => [date, names.split(',')[1] ?? names]),
  );

const ofChina = (years: readonly number[]): HolidaySource => {
  const { holidays, workdays } = chineseDays();
  return {
    zone: 'Asia/Shanghai',
    holidays: chineseNames(holidays, years),
    makeUpWorkdays: chineseNames(workdays, years),
  };
};

const dayMs = 86_400_000;

/** A holiday of several days is one entry there; it begins on the date of the place, whatever hour it names. */
const datesOf = ({ date, start, end }: { date: string; start: Date; end: Date }): string[] => {
  const days = Math.max(1, Math.floor((end.getTime() - start.getTime()) / dayMs));
  const first = Date.parse(date.slice(0, 10));
  return Array.from({ length: days }, (_, index) => new Date(first + index * dayMs).toISOString().slice(0, 10));
};

/** Undefined for a country that the package does not know. */
const ofCountry = (country: string, years: readonly number[]): HolidaySource | undefined => {
  const known = new Holidays(country, { types: ['public'] });
  const found = years.flatMap((year) => known.getHolidays(year) ?? []).filter(({ type }) => type === 'public');
  if (found.length === 0) return undefined;
  const named = found.flatMap((holiday) => datesOf(holiday).map((date) => [date, holiday.name] as const));
  return {
    zone: known.getTimezones()[0],
    holidays: new Map(named.filter(([date]) => years.includes(yearOf(date)))),
    makeUpWorkdays: new Map(),
  };
};

export const holidaysOf = (country: string, years: readonly number[]): HolidaySource | undefined =>
  country === 'CN' ? ofChina(years) : ofCountry(country, years);
