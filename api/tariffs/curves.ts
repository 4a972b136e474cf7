// Fee curves of one chosen tariff or of two, as points and as a drawing.
import { localTimeIn } from '../../domain/local-time.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { curveSvg } from '../../domain/tariff/curve-svg.ts';
import { feeCurve, type CurvePoint } from '../../domain/tariff/curve.ts';
import { type Text } from '../../domain/tariff/document.ts';
import { type FreeRequest } from '../handler.ts';
import { malformed, refused } from '../problems.ts';
import { readStays, readyChoice, type ReadyChoice } from './documents.ts';

const usualHours = 24;

interface NamedCurve {
  readonly name: Text;
  readonly points: readonly CurvePoint[];
}

export interface Curves {
  readonly currency: string;
  readonly entry: string;
  readonly hours: number;
  readonly vehicle: string;
  readonly curves: readonly [NamedCurve, NamedCurve?];
}

type CurveRequest = FreeRequest<'getTariffCurve'> | FreeRequest<'drawTariffCurve'>;

export const curvesOf = async (request: CurveRequest): Promise<Curves> => {
  const { tariff, compareWith, hours = usualHours, vehicle = 'small', context } = request.body;
  const { entry } = request.body;
  // The context is read as that of a stay, with the same checks.
  const [stay] = readStays([{ entry, exit: entry, vehicle, ...(context && { context }) }], 1);
  if (stay === undefined) throw malformed('/body/entry', 'bad-format', 'is not an instant');
  const chosen = await request.transaction(async (tx) => ({
    first: await readyChoice(tx, request, tariff, '/body/tariff'),
    second: compareWith && (await readyChoice(tx, request, compareWith, '/body/compareWith')),
  }));
  const curveOf = ({ name, compiled, document }: ReadyChoice): NamedCurve => {
    const mayFall = document.nonMonotone !== undefined;
    const points = feeCurve(compiled, { ...stay, hours, mayFall });
    if (isRefusal(points)) throw refused(points);
    return { name, points };
  };
  const { first, second } = chosen;
  const { currency } = first.compiled;
  if (second !== undefined && second.compiled.currency !== currency) {
    throw malformed('/body/compareWith', 'currency-differs', `is not in ${currency}`);
  }
  const at = localTimeIn(first.compiled.zone).format(stay.entry);
  return { currency, entry: at, hours, vehicle, curves: second ? [curveOf(first), curveOf(second)] : [curveOf(first)] };
};

const labelled = ({ name, points }: NamedCurve) => ({ label: name, points });

export const drawingOf = ({ curves, entry, ...rest }: Curves, language: 'zh' | 'en'): string => {
  const [first, second] = curves;
  const when = entry.slice(0, 16).replace('T', ' ');
  return curveSvg({
    ...rest,
    language,
    title: { zh: `停车费曲线，${when} 入场`, en: `Parking fee by length of stay, entry ${when}` },
    curves: second === undefined ? [labelled(first)] : [labelled(first), labelled(second)],
  });
};
