// The fee curve against the fee of every minute, and its drawing.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fen } from '../../../domain/money.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { amountText, curveSvg, type CurveDrawing } from '../../../domain/tariff/curve-svg.ts';
import { feeCurve, type CurvePoint, type CurveRequest } from '../../../domain/tariff/curve.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { isProblems, parseTariff } from '../../../domain/tariff/parse.ts';
import { type CompiledTariff } from '../../../domain/tariff/tariff.ts';
import { epochMs, minuteMs } from '../../../domain/time.ts';
import { readDocument, sampleTariffs } from '../../support/sample-tariffs.ts';
import { allDay, compiled, feeOf, local, units } from './builders.ts';

const entry = local('2026-03-11 10:00');
const request: CurveRequest = { entry, vehicleClass: 'small', hours: 4 };

const pointsOf = (tariff: CompiledTariff, over: Partial<CurveRequest> = {}): readonly CurvePoint[] => {
  const points = feeCurve(tariff, { ...request, ...over });
  if (isRefusal(points)) throw new Error(points.code);
  return points;
};

const stepped = (tariff: CompiledTariff, { hours, entry: from, vehicleClass }: CurveRequest): CurvePoint[] => {
  const points: CurvePoint[] = [];
  for (let minutes = 0; minutes <= hours * 60; minutes += 1) {
    const feeFen = feeOf(tariff, from, epochMs(from + minutes * minuteMs), vehicleClass);
    if (points.at(-1)?.feeFen !== feeFen) points.push({ minutes, feeFen });
  }
  return points;
};

const pairs = (points: readonly CurvePoint[]) => points.map(({ minutes, feeFen }) => [minutes, feeFen]);

test('has a point where the fee changes, and nowhere else', () => {
  const tariff = compiled({
    free: { minutes: 15, mode: 'threshold', inclusive: true },
    bands: [allDay(units(60, 500))],
    caps: [{ per: 'calendarDay', amountFen: fen(1200) }],
  });
  expect(pairs(pointsOf(tariff))).toEqual([
    [0, 0],
    [16, 500],
    [61, 1000],
    [121, 1200],
  ]);
});

test('a fee that never changes is one point', () => {
  expect(pairs(pointsOf(compiled({ bands: [allDay({ kind: 'free' })] })))).toEqual([[0, 0]]);
});

test('is the fee of every minute, over day and night, for any entry', () => {
  const day = { name: 'day', from: '08:00', to: '20:00', charge: units(30, 500) };
  const night = { name: 'night', from: '20:00', to: '08:00', charge: units(60, 100) };
  const tariff = compiled({ bands: [day, night], caps: [{ per: 'calendarDay', amountFen: fen(6000) }] });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_080 }), fc.integer({ min: 1, max: 30 }), (offset, hours) => {
      const asked = { ...request, entry: epochMs(entry + offset * minuteMs), hours };
      expect(pointsOf(tariff, asked)).toEqual(stepped(tariff, asked));
    }),
    { numRuns: process.env['LONG'] ? 500 : 40 },
  );
});

test.each(sampleTariffs.map((sample) => [sample.id, sample] as const))(
  'is the fee of every minute of %s',
  (_id, sample) => {
    const document = parseTariff(readDocument(sample));
    if (isProblems(document)) throw new Error(JSON.stringify(document));
    const tariff = compileTariff(document);
    const mayFall = document.nonMonotone !== undefined;
    for (const vehicleClass of tariff.vehicleClasses) {
      const asked = { ...request, entry: local('2026-05-01 11:17'), hours: 30, vehicleClass, mayFall };
      expect(pointsOf(tariff, asked)).toEqual(stepped(tariff, asked));
    }
  },
);

test('finds a fee that falls again when it is told that it may', () => {
  const falling: CompiledTariff = {
    ...compiled({}),
    fee: ({ entry: from, exit }) => fen((exit - from) / minuteMs === 7 ? 300 : 0),
  };
  expect(pairs(pointsOf(falling, { mayFall: true }))).toEqual([
    [0, 0],
    [7, 300],
    [8, 0],
  ]);
});

test('refuses what the tariff does not price, and no length of no sense', () => {
  const tariff = compiled({ bands: [{ ...allDay(units(60, 500)), to: '12:00' }] });
  expect(feeCurve(tariff, request)).toMatchObject({ refused: true, code: 'no-tariff' });
  expect(pairs(pointsOf(tariff, { hours: 2 }))).toEqual([
    [0, 0],
    [1, 500],
    [61, 1000],
  ]);
  for (const hours of [0, -1, 745, NaN]) expect(() => feeCurve(tariff, { ...request, hours })).toThrow(RangeError);
});

describe('the drawing', () => {
  const text = (words: string) => ({ zh: `${words}版`, en: words });
  const before = pointsOf(compiled({ bands: [allDay(units(60, 500))] }));
  const after = pointsOf(compiled({ bands: [allDay(units(30, 400))] }));
  const drawing: CurveDrawing = {
    title: text('Market <square> & "more"'),
    language: 'en',
    currency: 'CNY',
    hours: 4,
    curves: [
      { label: text('Now'), points: before },
      { label: text('Draft'), points: after },
    ],
  };
  const svg = curveSvg(drawing);

  test('is one well-formed SVG with title and description, and needs nothing from elsewhere', () => {
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img" aria-labelledby="curve-title curve-words"/,
    );
    expect(svg).toContain('<title id="curve-title">Market &lt;square&gt; &amp; &quot;more&quot;</title>');
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(svg).not.toMatch(/<script|<style|@font-face|NaN|undefined/);
    const opened = svg.match(/<(?!\/)[a-z]+[^>]*[^/]>/g)?.length;
    expect(svg.match(/<\/[a-z]+>/g)).toHaveLength(opened ?? -1);
  });

  test('reads the curve out, in the language that is asked for', () => {
    expect(svg).toContain('Now: 0:00 free, 0:01 ¥5, 1:01 ¥10, 2:01 ¥15, 3:01 ¥20. Draft: 0:00 free, 0:01 ¥4,');
    const chinese = curveSvg({ ...drawing, language: 'zh' });
    expect(chinese).toContain('lang="zh-CN"');
    expect(chinese).toContain('Now版：0:00 免费，0:01 ¥5，');
    expect(chinese).toContain('停车时长（小时）');
  });

  test('lays two curves over each other that differ in more than colour', () => {
    const curves = svg.match(/<path d="M84 [^"]*" fill="none" stroke="#(?:0b5394|b34700)"[^>]*>/g) ?? [];
    expect(curves).toHaveLength(2);
    expect(curves[0]).not.toContain('dasharray');
    expect(curves[1]).toContain('dasharray');
    // 4 hours wide, up to the highest fee: 32 yuan under a scale that ends at 40.
    expect(curves[1]).toContain('H736"');
    expect(curveSvg({ ...drawing, curves: [drawing.curves[0]] }).match(/dasharray/g)).toBeNull();
  });

  test('has ticks in hours and in money', () => {
    for (const tick of ['>0<', '>4<', '>¥0<', '>¥10<', '>¥30<']) expect(svg).toContain(tick);
    const free = curveSvg({ ...drawing, curves: [{ label: text('Free'), points: [{ minutes: 0, feeFen: fen(0) }] }] });
    expect(free).not.toContain('NaN');
    const long = curveSvg({ ...drawing, hours: 744 });
    expect(long).toContain('>720<');
  });

  test('writes amounts of every currency with two places at most', () => {
    expect(amountText(1250, 'CNY')).toBe('¥12.50');
    expect(amountText(30_000, 'JPY')).toBe('JPY 300');
  });
});
