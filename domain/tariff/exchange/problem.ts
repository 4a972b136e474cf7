// What one side of an exchange cannot say: each with its place, a code and the reason for people.
import { type Text } from '../document.ts';
import { problemWords } from '../problem-words.ts';
import { type ProblemCode, type TariffProblem } from '../reader.ts';

export type ExchangeCode =
  | ProblemCode
  | 'activity'
  | 'amount-not-whole'
  | 'cap'
  | 'currency'
  | 'date'
  | 'days'
  | 'duration'
  | 'entry-variant'
  | 'event'
  | 'flat'
  | 'free-start-differs'
  | 'free-time'
  | 'free-tier'
  | 'gap'
  | 'jump'
  | 'ladder'
  | 'maximum-stay'
  | 'minimum'
  | 'mixed-increments'
  | 'no-return'
  | 'opening'
  | 'operator'
  | 'partial-minute'
  | 'partial-unit'
  | 'per-bay'
  | 'percent'
  | 'pro-rata'
  | 'rounding'
  | 'run-on'
  | 'several-rules'
  | 'tier-clock'
  | 'time-span'
  | 'unit-ends-with-day'
  | 'unknown-class'
  | 'zone';

/** Nothing is dropped in silence: what is not carried over stands here. */
export interface ExchangeProblem {
  /** RFC 6901, into the document that was given. */
  readonly pointer: string;
  readonly code: ExchangeCode;
  readonly message: Text;
}

export const isProblems = (value: object): value is ExchangeProblem[] => Array.isArray(value);

/** A name in a pointer. */
export const escapePointer = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

/** A problem of shape that the reader found. */
export const shapeProblem = (fault: TariffProblem): ExchangeProblem => ({
  pointer: fault.pointer,
  code: fault.code,
  message: problemWords(fault),
});
