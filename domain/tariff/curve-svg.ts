// Draws fee curves as one SVG that stands alone: no script, no style sheet, no font from elsewhere; it is read out too.
import { type Fen } from '../money.ts';
import { type CurvePoint } from './curve.ts';
import { type Text } from './document.ts';

export interface DrawnCurve {
  readonly label: Text;
  readonly points: readonly CurvePoint[];
}

export interface CurveDrawing {
  readonly title: Text;
  readonly language: 'zh' | 'en';
  /** ISO 4217. */
  readonly currency: string;
  readonly hours: number;
  /** One, or two laid over each other: before and after. */
  readonly curves: readonly [DrawnCurve, DrawnCurve?];
}

const size = { width: 760, height: 420 };
const frame = { left: 84, right: 736, top: 84, bottom: 360 };
const styles = [
  { stroke: '#0b5394', dash: '', width: 2.5 },
  { stroke: '#b34700', dash: ' stroke-dasharray="8 5"', width: 2.5 },
];
const words = {
  time: { zh: '停车时长（小时）', en: 'Length of stay (hours)' },
  money: { zh: '费用', en: 'Fee' },
  free: { zh: '免费', en: 'free' },
} as const;
const mostPointsReadOut = 24;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const symbols: Readonly<Record<string, string>> = { CNY: '¥', EUR: '€', GBP: '£', USD: '$' };

/** Amounts are 1/100 of the main unit in every currency. */
export const amountText = (amountFen: number, currency: string): string => {
  const sign = symbols[currency] ?? `${currency} `;
  const cents = amountFen % 100;
  return `${sign}${Math.floor(amountFen / 100)}${cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`}`;
};

const lengthText = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** The smallest step of 1, 2 or 5 times a power of ten with which at most `most` ticks reach the value. */
const moneyStep = (highestFen: number, most: number): number => {
  let step = 1;
  for (let round = 0; Math.ceil(highestFen / step) > most; round += 1) step *= round % 3 === 1 ? 2.5 : 2;
  return step;
};

const hourSteps = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168];
const hourStep = (hours: number): number => hourSteps.find((step) => hours / step <= 12) ?? 168;

const ticksOf = (step: number, highest: number): number[] =>
  Array.from({ length: Math.floor(highest / step + 1e-9) + 1 }, (_, index) => index * step);

interface Scale {
  readonly x: (minutes: number) => number;
  readonly y: (amountFen: number) => number;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

const scaleOf = (hours: number, topFen: number): Scale => ({
  x: (minutes) => rounded(frame.left + (minutes / (hours * 60)) * (frame.right - frame.left)),
  y: (amountFen) => rounded(frame.bottom - (amountFen / topFen) * (frame.bottom - frame.top)),
});

/** A staircase: level while the fee stays, upright where it changes. */
const pathOf = (points: readonly CurvePoint[], hours: number, { x, y }: Scale): string => {
  const [first, ...rest] = points;
  const steps = rest.map(({ minutes, feeFen }) => `H${x(minutes)}V${y(feeFen)}`).join('');
  return `M${x(0)} ${y(first?.feeFen ?? 0)}${steps}H${x(hours * 60)}`;
};

const lowest = (points: readonly CurvePoint[]): number => points[0]?.feeFen ?? 0;

const readOut = ({ label, points }: DrawnCurve, { language, currency }: CurveDrawing): string => {
  const shown =
    points.length > mostPointsReadOut ? [...points.slice(0, mostPointsReadOut - 1), ...points.slice(-1)] : points;
  const steps = shown.map(({ minutes, feeFen }) => {
    const amount = feeFen === 0 ? words.free[language] : amountText(feeFen, currency);
    return `${lengthText(minutes)} ${amount}`;
  });
  const separator = language === 'zh' ? '，' : ', ';
  return `${label[language]}${language === 'zh' ? '：' : ': '}${steps.join(separator)}`;
};

const text = (x: number, y: number, anchor: string, words: string, more = ''): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}"${more}>${escaped(words)}</text>`;

const moneyAxis = (topFen: number, stepFen: number, { y }: Scale, currency: string): string[] =>
  ticksOf(stepFen, topFen).flatMap((amountFen) => [
    `<path d="M${frame.left} ${y(amountFen)}H${frame.right}" stroke="#dddddd"/>`,
    text(frame.left - 8, y(amountFen) + 4, 'end', amountText(amountFen, currency)),
  ]);

const timeAxis = (hours: number, { x }: Scale): string[] =>
  ticksOf(hourStep(hours), hours).flatMap((hour) => [
    `<path d="M${x(hour * 60)} ${frame.bottom}v6" stroke="#222222"/>`,
    text(x(hour * 60), frame.bottom + 22, 'middle', String(hour)),
  ]);

/** What fits beside the sample of a line; the whole name is read out. */
const shortened = (label: string, language: 'zh' | 'en'): string => {
  const signs = [...label];
  const most = language === 'zh' ? 20 : 38;
  return signs.length <= most ? label : `${signs.slice(0, most - 1).join('')}…`;
};

const curveOf = (curve: DrawnCurve, index: number, drawing: CurveDrawing, scale: Scale): string[] => {
  const { stroke, dash, width } = styles[index] ?? { stroke: '#222222', dash: '', width: 2 };
  const legendX = frame.left + index * 320;
  return [
    `<path d="${pathOf(curve.points, drawing.hours, scale)}" fill="none" stroke="${stroke}" stroke-width="${width}"${dash}/>`,
    `<path d="M${legendX} 56h28" stroke="${stroke}" stroke-width="${width}"${dash}/>`,
    text(legendX + 36, 60, 'start', shortened(curve.label[drawing.language], drawing.language)),
  ];
};

/** Who cannot see the drawing hears the title and the curve in words. */
const opening = (drawing: CurveDrawing, curves: readonly DrawnCurve[]): string[] => {
  const { title, language } = drawing;
  const { width, height } = size;
  const read = curves.map((curve) => readOut(curve, drawing)).join(language === 'zh' ? '。' : '. ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="curve-title curve-words"`,
    ` lang="${language === 'zh' ? 'zh-CN' : 'en'}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` font-family="sans-serif" font-size="13" fill="#222222">`,
    `<title id="curve-title">${escaped(title[language])}</title>`,
    `<desc id="curve-words">${escaped(read)}</desc>`,
  ];
};

/** The drawing as a document of its own. Of very long curves only the first changes and the last are read out. */
export const curveSvg = (drawing: CurveDrawing): string => {
  const { title, language, currency, hours } = drawing;
  const curves = drawing.curves.filter((curve) => curve !== undefined);
  const fees = curves.flatMap(({ points }) => points.map(({ feeFen }): Fen => feeFen));
  const highestFen = Math.max(100, ...curves.map(({ points }) => lowest(points)), ...fees);
  const stepFen = moneyStep(highestFen, 6);
  const topFen = Math.ceil(highestFen / stepFen) * stepFen;
  const scale = scaleOf(hours, topFen);
  const lines = [
    ...opening(drawing, curves),
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    text(frame.left, 30, 'start', title[language], ' font-size="18" font-weight="bold"'),
    ...moneyAxis(topFen, stepFen, scale, currency),
    ...timeAxis(hours, scale),
    `<path d="M${frame.left} ${frame.top}V${frame.bottom}H${frame.right}" fill="none" stroke="#222222"/>`,
    text((frame.left + frame.right) / 2, size.height - 16, 'middle', words.time[language]),
    text(
      20,
      (frame.top + frame.bottom) / 2,
      'middle',
      `${words.money[language]} (${currency})`,
      ` transform="rotate(-90 20 ${(frame.top + frame.bottom) / 2})"`,
    ),
    ...curves.flatMap((curve, index) => curveOf(curve, index, drawing, scale)),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
};
