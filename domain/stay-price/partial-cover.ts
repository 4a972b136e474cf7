// What remains to pay of a stay of which a pass, or reserved time, covers a part.
import { addFen, maxFen, minFen, negateFen, subtractFen, zeroFen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { type Text } from '../tariff/document.ts';
import { type Interval } from '../tariff/tariff.ts';
import { epochMs } from '../time.ts';
import { lengthMs, without } from './intervals.ts';
import { type CoveredTime } from './pass-cover.ts';

/**
 * `uncoveredAsOneStay`: one stay as long as all uncovered time together, from its first instant on.
 * `wholeLessCovered`: the fee of the whole stay less that of each covered part.
 * `uncoveredApart`: each uncovered part is a stay of its own.
 */
export type CoverPolicy = 'uncoveredAsOneStay' | 'wholeLessCovered' | 'uncoveredApart';

export type FeeOf = (interval: Interval) => Fen | Refusal;

export interface CoverLine extends Interval {
  /** `stay`: the whole. `limit`: what keeps the amount due between nothing and the fee of the whole stay. */
  readonly kind: 'covered' | 'uncovered' | 'stay' | 'limit';
  readonly passId?: string;
  readonly amountFen: Fen;
  readonly text: Text;
}

export interface CoverPrice {
  /** Of the stay without any cover. */
  readonly feeFen: Fen;
  /** Never negative and never more than the fee: cover makes no stay dearer. */
  readonly dueFen: Fen;
  /** The rest: what the cover is worth for this stay. */
  readonly coveredFen: Fen;
  /** Their amounts sum to what is due. */
  readonly lines: readonly CoverLine[];
}

const texts: Readonly<Record<CoverLine['kind'], Text>> = {
  covered: { zh: '包月已覆盖', en: 'covered' },
  uncovered: { zh: '未覆盖时段', en: 'not covered' },
  stay: { zh: '整次停车', en: 'whole stay' },
  limit: { zh: '不低于零且不高于整次停车费', en: 'no less than nothing and no more than the whole stay' },
};

interface LineParts {
  readonly kind: CoverLine['kind'];
  readonly interval: Interval;
  readonly amountFen: Fen;
}

const lineOf = ({ kind, interval: { entry, exit }, amountFen }: LineParts, passId?: string): CoverLine => ({
  kind,
  ...(passId !== undefined && { passId }),
  entry,
  exit,
  amountFen,
  text: texts[kind],
});

const coveredLine = (time: CoveredTime, amountFen: Fen): CoverLine =>
  lineOf({ kind: 'covered', interval: time, amountFen }, time.passId);

/** Each priced, or the first refusal. */
const priced = <T extends Interval>(times: readonly T[], feeOf: FeeOf): (readonly [T, Fen])[] | Refusal => {
  const result: (readonly [T, Fen])[] = [];
  for (const time of times) {
    const fee = feeOf(time);
    if (isRefusal(fee)) return fee;
    result.push([time, fee]);
  }
  return result;
};

const apart = (uncovered: readonly Interval[], feeOf: FeeOf): CoverLine[] | Refusal => {
  const fees = priced(uncovered, feeOf);
  if (isRefusal(fees)) return fees;
  return fees.map(([interval, amountFen]) => lineOf({ kind: 'uncovered', interval, amountFen }));
};

/** The amount stands at the first uncovered part; the others show that they are in it. */
const asOneStay = (uncovered: readonly Interval[], feeOf: FeeOf): CoverLine[] | Refusal => {
  const [first] = uncovered;
  if (first === undefined) return [];
  const together = uncovered.reduce((sum, each) => sum + lengthMs(each), 0);
  const fee = feeOf({ entry: first.entry, exit: epochMs(first.entry + together) });
  if (isRefusal(fee)) return fee;
  return uncovered.map((interval, index) =>
    lineOf({ kind: 'uncovered', interval, amountFen: index === 0 ? fee : zeroFen }),
  );
};

const linesBy = (
  policy: CoverPolicy,
  stay: Interval,
  feeFen: Fen,
  covered: readonly CoveredTime[],
  feeOf: FeeOf,
): CoverLine[] | Refusal => {
  if (policy === 'wholeLessCovered') {
    const fees = priced(covered, feeOf);
    if (isRefusal(fees)) return fees;
    const whole = lineOf({ kind: 'stay', interval: stay, amountFen: feeFen });
    return [whole, ...fees.map(([time, fee]) => coveredLine(time, negateFen(fee)))];
  }
  const uncovered = without(stay, covered);
  const lines = (policy === 'uncoveredApart' ? apart : asOneStay)(uncovered, feeOf);
  if (isRefusal(lines)) return lines;
  const none = covered.map((time) => coveredLine(time, zeroFen));
  return [...none, ...lines].sort((a, b) => a.entry - b.entry);
};

const isWholeStay = (stay: Interval, covered: readonly Interval[]): boolean =>
  lengthMs(stay) > 0 && without(stay, covered).length === 0;

/**
 * What is due of a stay that passes cover in part. Covered times lie in the stay and do not overlap
 * (`coveredTimes`). Covered all along it costs nothing, not covered at all its fee. Refuses what the tariff refuses.
 */
export const partialCover = (
  policy: CoverPolicy,
  stay: Interval,
  covered: readonly CoveredTime[],
  feeOf: FeeOf,
): CoverPrice | Refusal => {
  const feeFen = feeOf(stay);
  if (isRefusal(feeFen)) return feeFen;
  if (covered.length === 0) {
    const lines = [lineOf({ kind: 'stay', interval: stay, amountFen: feeFen })];
    return { feeFen, dueFen: feeFen, coveredFen: zeroFen, lines };
  }
  if (isWholeStay(stay, covered)) {
    const lines = covered.map((time) => coveredLine(time, zeroFen));
    return { feeFen, dueFen: zeroFen, coveredFen: feeFen, lines };
  }
  const lines = linesBy(policy, stay, feeFen, covered, feeOf);
  if (isRefusal(lines)) return lines;
  const sumFen = addFen(zeroFen, ...lines.map(({ amountFen }) => amountFen));
  const dueFen = minFen(feeFen, maxFen(zeroFen, sumFen));
  const correction = subtractFen(dueFen, sumFen);
  const limit = correction === 0 ? [] : [lineOf({ kind: 'limit', interval: stay, amountFen: correction })];
  return { feeFen, dueFen, coveredFen: subtractFen(feeFen, dueFen), lines: [...lines, ...limit] };
};
