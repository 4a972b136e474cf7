// Reads the examples of docs/tariff-language.md: each document with the stays and the table of fees that follow it.
import { readFileSync } from 'node:fs';
import { dayNumber, localTimeIn } from '../../domain/local-time.ts';
import { epochMs, parseInstant, secondMs, type EpochMs } from '../../domain/time.ts';

/** A row of a table, by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

export interface Example {
  readonly heading: string;
  readonly line: number;
  readonly document: { readonly zone: string };
  readonly stays: readonly unknown[] | undefined;
  readonly rows: readonly Row[];
}

export const guideText = readFileSync(new URL('../../docs/tariff-language.md', import.meta.url), 'utf8');

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());

const rowsOf = (table: readonly string[]): Row[] => {
  const [header = '', , ...body] = table;
  const names = cellsOf(header);
  return body.map((line) => Object.fromEntries(cellsOf(line).map((cell, index) => [names[index] ?? '', cell])));
};

const takeWhile = (lines: readonly string[], from: number, holds: (line: string) => boolean): string[] => {
  const end = lines.findIndex((line, index) => index >= from && !holds(line));
  return lines.slice(from, end < 0 ? lines.length : end);
};

/** Everything in fences of this language, with the line on which it begins. */
export const fencesOf = (language: string): { readonly line: number; readonly json: unknown }[] => {
  const lines = guideText.split('\n');
  return lines.flatMap((line, index) =>
    line === `\`\`\`json ${language}`
      ? [
          {
            line: index + 1,
            json: JSON.parse(takeWhile(lines, index + 1, (text) => text !== '```').join('\n')) as unknown,
          },
        ]
      : [],
  );
};

/** The documents in order; what stands before the next document, or the next heading, belongs to the one above it. */
export const guideExamples = (): Example[] => {
  const lines = guideText.split('\n');
  const documents = fencesOf('tariff');
  const stays = fencesOf('stays');
  const headings = lines.flatMap((line, index) => (/^#+ /.test(line) ? [index + 1] : []));
  return documents.map(({ line, json }, index) => {
    const ends = [documents[index + 1]?.line, headings.find((heading) => heading > line), lines.length];
    const end = Math.min(...ends.filter((one) => one !== undefined));
    const list = stays.find((one) => one.line > line && one.line < end)?.json as readonly unknown[] | undefined;
    const first = list === undefined ? '| entry ' : '| stay ';
    const table = lines.findIndex((text, at) => at >= line && at < end && text.startsWith(first));
    const heading = headings.findLast((one) => one < line) ?? 1;
    return {
      heading: (lines[heading - 1] ?? '').replace(/^#+ /, ''),
      line,
      document: json as { zone: string },
      stays: list,
      rows: table < 0 ? [] : rowsOf(takeWhile(lines, table, (text) => text.startsWith('|'))),
    };
  });
};

/** `2026-03-11 10:00`, perhaps with seconds, on the wall of the zone; with an offset where a wall time is two instants. */
export const wallTime = (text: string, zone: string): EpochMs => {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?([+-]\d{2}:\d{2})?$/.exec(text);
  const [, date = '', hour = '', minute = '', second = '00', offset] = match ?? [];
  const exact = offset === undefined ? undefined : parseInstant(`${date}T${hour}:${minute}:${second}${offset}`);
  const day = dayNumber(date);
  if (day === undefined) throw new Error(`"${text}" is no time`);
  const minutes = Number(hour) * 60 + Number(minute);
  return exact ?? epochMs(localTimeIn(zone).instantOf(day, minutes) + Number(second) * secondMs);
};
