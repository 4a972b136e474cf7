// The fee curve: how the fee of a stay grows with its length, as the minutes at which it changes.
import { type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { epochMs, minuteMs, type EpochMs } from '../time.ts';
import { type CompiledTariff, type StayContext } from './tariff.ts';

export interface CurvePoint {
  /** From this whole minute after entry on, until that of the next point, the stay costs `feeFen`. */
  readonly minutes: number;
  readonly feeFen: Fen;
}

export interface CurveRequest {
  readonly entry: EpochMs;
  readonly vehicleClass: string;
  readonly hours: number;
  readonly context?: StayContext;
  /** The fee of a longer stay may be lower (`nonMonotone`): every minute is asked, not only where something changed. */
  readonly mayFall?: boolean;
}

export const longestCurveHours = 744;

/**
 * The points of the curve, the first of them at minute 0; exact for every whole minute. Refuses what `fee` refuses of
 * the whole length. Throws a RangeError for a length that is no number of hours up to `longestCurveHours`.
 */
export const feeCurve = (compiled: CompiledTariff, request: CurveRequest): readonly CurvePoint[] | Refusal => {
  const { entry, vehicleClass, hours, context, mayFall = false } = request;
  if (!(hours > 0 && hours <= longestCurveHours)) throw new RangeError(`${hours} is not a length of a curve in hours`);
  const end = Math.ceil(hours * 60);
  let refusal: Refusal | undefined;
  const feeAt = (minutes: number): Fen => {
    const exit = epochMs(entry + minutes * minuteMs);
    const fee = compiled.fee({ entry, exit, vehicleClass, ...(context && { context }) });
    if (!isRefusal(fee)) return fee;
    refusal ??= fee;
    return 0 as Fen;
  };
  const points: CurvePoint[] = [{ minutes: 0, feeFen: feeAt(0) }];
  const pointsOf = (from: number, fromFen: Fen, to: number, toFen: Fen): void => {
    const isFlat = fromFen === toFen && !mayFall;
    if (isFlat || refusal !== undefined) return;
    if (to - from === 1) {
      if (fromFen !== toFen) points.push({ minutes: to, feeFen: toFen });
      return;
    }
    const middle = (from + to) >>> 1;
    const middleFen = feeAt(middle);
    pointsOf(from, fromFen, middle, middleFen);
    pointsOf(middle, middleFen, to, toFen);
  };
  // The whole length first: what a stay is refused for at some time, every longer one is refused for too.
  const last = feeAt(end);
  pointsOf(0, points[0]?.feeFen ?? last, end, last);
  return refusal ?? points;
};
