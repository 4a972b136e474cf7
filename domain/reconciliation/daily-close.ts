// The figures of a day as finance closes it, and how a closed day is corrected: by what has changed since, never by itself.
import { addFen, fen, subtractFen, type Fen } from '../money.ts';

export const closeFigures = [
  'receivedFen',
  'refundedFen',
  'settledFen',
  'feeFen',
  'toSuspenseFen',
  'fromSuspenseFen',
] as const;
export type CloseFigure = (typeof closeFigures)[number];
export type CloseFigures = Readonly<Record<CloseFigure, Fen>>;

const each = (of: (figure: CloseFigure) => Fen): CloseFigures =>
  Object.fromEntries(closeFigures.map((figure) => [figure, of(figure)])) as Record<CloseFigure, Fen>;

/** Of JSON that we wrote ourselves. */
export const readFigures = (stored: Readonly<Record<string, number>>): CloseFigures =>
  each((figure) => fen(stored[figure] ?? 0));

export const addFigures = (figures: CloseFigures, ...changes: readonly CloseFigures[]): CloseFigures =>
  each((figure) => addFen(figures[figure], ...changes.map((change) => change[figure])));

/** What must be added to the first to get the second. */
export const changeOfFigures = (from: CloseFigures, to: CloseFigures): CloseFigures =>
  each((figure) => subtractFen(to[figure], from[figure]));

export const isNoChange = (figures: CloseFigures): boolean => closeFigures.every((figure) => figures[figure] === 0);
