// What one side of an exchange cannot say: each with its place, a code and the reason for people.
import { type Text } from '../document.ts';
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

// Codes that only documents of our own have need no word here.
const shapeZh: Partial<Record<ProblemCode, string>> = {
  missing: '缺少该成员',
  'unknown-member': '不认识该成员',
  'wrong-type': '类型不对',
  'out-of-range': '超出范围',
  'bad-format': '格式不对',
  duplicate: '重复',
  overlap: '重叠',
  unreachable: '永远用不到',
  'unknown-reference': '引用不存在',
  'unsupported-version': '不支持该版本',
};

/** A problem of shape that the reader found, in the words of this folder. */
export const shapeProblem = ({ pointer, code, message }: TariffProblem): ExchangeProblem => ({
  pointer,
  code,
  message: { zh: shapeZh[code] ?? message, en: message },
});
