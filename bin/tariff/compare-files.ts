// npm run tariff -- compare: two tariff files over the same stays, one JSON line a stay and a last one with the totals.
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { type Fen } from '../../domain/money.ts';
import { compareTariffs } from '../../domain/tariff/compare.ts';
import { parseStays } from '../../domain/tariff/parse-stays.ts';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { formatInstant } from '../../domain/time.ts';
import { readAs, readCalendarOption, readCount, readTariff, readWords, UnusableInput } from './read-files.ts';

const amountOrNull = (fee: Fen | Refusal): number | null => (isRefusal(fee) ? null : fee);

export const compareFiles = (words: string[]): number => {
  const { files, options } = readWords(words, ['stays', 'calendar', 'biggest'], [2, 2]);
  const { stays: staysFile } = options;
  if (staysFile === undefined) throw new UnusableInput('give --stays; see --help');
  const calendar = readCalendarOption(options.calendar);
  const [before, after] = [readTariff(files[0] ?? '', calendar), readTariff(files[1] ?? '', calendar)];
  const { currency } = before.compiled;
  if (after.compiled.currency !== currency) throw new UnusableInput(`${files[1]} /currency: is not ${currency}`);
  const lines: string[] = [];
  const { totals, biggest } = compareTariffs(before.compiled, after.compiled, readAs<Stay[]>(staysFile, parseStays), {
    biggest: readCount(options.biggest, 'biggest', 20, 1_000),
    each: (stay, beforeFee, afterFee) => {
      const [beforeFen, afterFen] = [amountOrNull(beforeFee), amountOrNull(afterFee)];
      const differenceFen = beforeFen === null || afterFen === null ? null : afterFen - beforeFen;
      lines.push(`${JSON.stringify({ stay, beforeFen, afterFen, differenceFen })}\n`);
    },
  });
  const changes = biggest.map(({ key, stay, ...amounts }) => ({
    stay: key,
    entry: formatInstant(stay.entry),
    exit: formatInstant(stay.exit),
    vehicle: stay.vehicleClass,
    ...amounts,
  }));
  process.stdout.write(`${lines.join('')}${JSON.stringify({ currency, ...totals, biggest: changes })}\n`);
  return 0;
};
