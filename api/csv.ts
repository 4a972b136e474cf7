// CSV as spreadsheets want it: UTF-8 with BOM, and no cell that a spreadsheet would take for a formula.
import { parse } from 'csv-parse/sync';
import { type FieldError, Problem } from './problems.ts';

export const byteOrderMark = '\uFEFF';

/** A cell that starts a formula in Excel, LibreOffice or Sheets is quoted by an apostrophe (OWASP "CSV injection"). */
const safe = (text: string): string => (/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text);

const cell = (value: string | number | boolean | null): string => {
  if (value === null) return '';
  const text = typeof value === 'string' ? safe(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(cell).join(',')}\r\n`;

/** What `safe` put in front of a cell comes off again, so that an export can be imported. */
const unsafe = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

export interface CsvRow {
  /** As in a spreadsheet: the header is row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

const broken = (errors: readonly FieldError[]): Problem => new Problem('malformed-rows', { errors });

export const cellError = (row: number, column: string, code: string, message: string): FieldError => ({
  pointer: `/row/${row}/column/${column}`,
  code,
  message,
});

const headerErrors = (
  header: readonly string[],
  required: readonly string[],
  optional: readonly string[],
): FieldError[] => [
  ...required
    .filter((name) => !header.includes(name))
    .map((name) => cellError(1, name, 'required', 'the column is missing')),
  ...header
    .filter((name) => !required.includes(name) && !optional.includes(name))
    .map((name) => cellError(1, name || '(empty)', 'unknown-field', 'the column is not known')),
  ...header
    .filter((name, index) => header.indexOf(name) !== index)
    .map((name) => cellError(1, name, 'repeated', 'the column stands twice')),
];

const recordsOf = (body: Buffer): string[][] => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw broken([cellError(1, '(file)', 'encoding', 'the file is not UTF-8')]);
  }
  if (text.includes('\0')) throw broken([cellError(1, '(file)', 'text-invalid', 'the file holds a NUL character')]);
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const { lines } = error as { lines?: number };
    throw broken([cellError(lines ?? 1, '(row)', 'quoting', 'the quotes of this row do not match')]);
  }
};

/** Reads a file with a header. Throws `malformed-rows` for what is no table; cells are the caller's to judge. */
export const readCsv = (
  body: Buffer,
  columns: { readonly required: readonly string[]; readonly optional: readonly string[]; readonly mostRows: number },
): CsvRow[] => {
  const [header, ...records] = recordsOf(body);
  if (header === undefined) throw broken([cellError(1, '(file)', 'empty', 'the file is empty')]);
  const errors = headerErrors(header, columns.required, columns.optional);
  if (errors.length > 0) throw broken(errors);
  if (records.length > columns.mostRows) {
    throw broken([cellError(columns.mostRows + 2, '(row)', 'maxItems', `at most ${columns.mostRows} rows`)]);
  }
  const wrongLengths = records.flatMap((record, index) =>
    record.length === header.length
      ? []
      : [cellError(index + 2, '(row)', 'cells', `has ${record.length} cells, the header ${header.length}`)],
  );
  if (wrongLengths.length > 0) throw broken(wrongLengths.slice(0, 100));
  return records.map((record, index) => ({
    row: index + 2,
    cells: Object.fromEntries(header.map((name, column) => [name, unsafe(record[column] ?? '')])),
  }));
};

export const refuseRows = (errors: readonly FieldError[]): void => {
  if (errors.length > 0) throw broken(errors.slice(0, 100));
};
