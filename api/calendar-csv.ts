// The listed days of a calendar as CSV: what an import sets or takes back, and what an export holds.
import { dayTypes, type Calendar, type DayType } from '../domain/calendar.ts';
import { dayEntries, type DayChanges, type DayEntry } from '../domain/calendar-days.ts';
import { dayNumber } from '../domain/local-time.ts';
import { type TariffProblem } from '../domain/tariff/reader.ts';
import { byteOrderMark, cellError, csvLine, readCsv, refuseRows, type CsvRow } from './csv.ts';
import { type FieldError } from './problems.ts';

const mostRows = 10_000;
const header = ['date', 'type', 'ownDay', 'name'] as const;

export const calendarCsv = (calendar: Calendar): string => {
  const lines = dayEntries(calendar).map(({ date, type, ownDay, name }) =>
    csvLine([date, type ?? null, ownDay ?? null, name ?? null]),
  );
  return `${byteOrderMark}${csvLine(header)}${lines.join('')}`;
};

const isDayType = (text: string): text is DayType => (dayTypes as readonly string[]).includes(text);

const rowErrors = ({ row, cells }: CsvRow, firstRows: ReadonlyMap<string, number>): FieldError[] => {
  const { date = '', type = '' } = cells;
  const first = firstRows.get(date) ?? row;
  return [
    ...(dayNumber(date) === undefined ? [cellError(row, 'date', 'bad-format', 'must be a date YYYY-MM-DD')] : []),
    ...(first === row ? [] : [cellError(row, 'date', 'repeated', `stands in row ${first} already`)]),
    ...(type === '' || isDayType(type)
      ? []
      : [cellError(row, 'type', 'enum', `must be empty or one of ${dayTypes.join(', ')}`)]),
  ];
};

const entryOf = ({ type = '', ownDay = '', name = '' }: CsvRow['cells']): DayEntry | undefined =>
  type === '' && ownDay === ''
    ? undefined
    : { ...(isDayType(type) && { type }), ...(ownDay && { ownDay }), ...(name && { name }) };

export interface CalendarRows {
  readonly changes: DayChanges;
  /** Says of a problem of the resulting calendar which row it comes from. */
  readonly refuse: (problems: readonly TariffProblem[]) => void;
}

const columnOf: Readonly<Record<string, string>> = { days: 'type', ownDays: 'ownDay', names: 'name' };

/** Throws `malformed-rows`, with row and column of each fault. */
export const readCalendarCsv = (body: Buffer): CalendarRows => {
  const rows = readCsv(body, { required: ['date', 'type'], optional: ['ownDay', 'name'], mostRows });
  const firstRows = new Map<string, number>();
  for (const { row, cells } of rows) if (!firstRows.has(cells['date'] ?? '')) firstRows.set(cells['date'] ?? '', row);
  refuseRows(rows.flatMap((row) => rowErrors(row, firstRows)));
  return {
    changes: new Map(rows.map(({ cells }) => [cells['date'] ?? '', entryOf(cells)])),
    refuse: (problems) =>
      refuseRows(
        problems.map(({ pointer, code, message }) => {
          const [, member = '', date = ''] = pointer.split('/');
          return cellError(firstRows.get(date) ?? 1, columnOf[member] ?? '(file)', code, message);
        }),
      ),
  };
};
