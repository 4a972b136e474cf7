// Alipay's amounts are yuan with two decimals, as text. They become fen, and fen become them, without a floating point.
import { type Fen, fen } from '../../../domain/money.ts';

/** `12.50`; the form of every amount that we send. */
export const yuanOf = (amountFen: number): string => {
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  return `${amountFen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** `12.5`, `12` and `-0.01` are read as well; undefined for anything else, a fraction of a fen or an exponent. */
export const fenOf = (yuan: string | undefined): Fen | undefined => {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(yuan ?? '');
  if (match === null) return undefined;
  const amount = Number(`${match[2] ?? ''}${(match[3] ?? '').padEnd(2, '0')}`);
  return fen(match[1] === '-' ? -amount : amount);
};
