// npm run tariff -- curve: the fee curve of one or two tariff files as an SVG on stdout.
import { basename } from 'node:path';
import { isRefusal } from '../../domain/refusal.ts';
import { curveSvg, type DrawnCurve } from '../../domain/tariff/curve-svg.ts';
import { feeCurve, longestCurveHours } from '../../domain/tariff/curve.ts';
import { parseInstant, type EpochMs } from '../../domain/time.ts';
import { readCalendarOption, readCount, readTariff, readWords, UnusableInput, type TariffFile } from './read-files.ts';

const usualEntry = '2026-03-11T08:00:00+08:00';

const readEntry = (text: string): EpochMs => {
  const entry = parseInstant(text);
  if (entry !== undefined) return entry;
  throw new UnusableInput(`--entry must be an instant, RFC 3339 with offset, not ${text}`);
};

const readLanguage = (text: string): 'zh' | 'en' => {
  if (text === 'zh' || text === 'en') return text;
  throw new UnusableInput(`--language must be zh or en, not ${text}`);
};

interface Asked {
  readonly entry: EpochMs;
  readonly vehicleClass: string;
  readonly hours: number;
}

const curveOf = (file: string, { document, compiled }: TariffFile, asked: Asked): DrawnCurve => {
  const points = feeCurve(compiled, { ...asked, mayFall: document.nonMonotone !== undefined });
  if (isRefusal(points)) throw new UnusableInput(`${file}: ${points.code}: ${points.detail ?? ''}`);
  return { label: document.name ?? { zh: basename(file), en: basename(file) }, points };
};

export const drawCurve = (words: string[]): number => {
  const names = ['entry', 'hours', 'vehicle', 'calendar', 'language'] as const;
  const { files, options } = readWords(words, names, [1, 2]);
  const { entry: entryText = usualEntry, vehicle = 'small', language = 'en' } = options;
  const hours = readCount(options.hours, 'hours', 24, longestCurveHours);
  if (hours === 0) throw new UnusableInput('--hours must be 1 or more');
  const asked = { entry: readEntry(entryText), vehicleClass: vehicle, hours };
  const calendar = readCalendarOption(options.calendar);
  const [first = '', second] = files;
  const tariff = readTariff(first, calendar);
  const { currency } = tariff.compiled;
  const drawn = curveOf(first, tariff, asked);
  const other = second === undefined ? undefined : readTariff(second, calendar);
  if (other !== undefined && other.compiled.currency !== currency) {
    throw new UnusableInput(`${second} /currency: is not ${currency}`);
  }
  const title = { zh: `停车费曲线，${entryText} 入场`, en: `Parking fee by length of stay, entry ${entryText}` };
  const drawing = { title, language: readLanguage(language), currency, hours };
  const curves = other === undefined ? ([drawn] as const) : ([drawn, curveOf(second ?? '', other, asked)] as const);
  process.stdout.write(curveSvg({ ...drawing, curves }));
  return 0;
};
