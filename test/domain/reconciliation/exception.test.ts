// Days, cuts, decisions and closes of the reconciliation.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fen } from '../../../domain/money.ts';
import { billDay, dayDueAt, isNearCut } from '../../../domain/reconciliation/bill-day.ts';
import {
  addFigures,
  changeOfFigures,
  closeFigures,
  isNoChange,
  readFigures,
} from '../../../domain/reconciliation/daily-close.ts';
import { deadlineOf, movesMoney, refusalOf, type OpenException } from '../../../domain/reconciliation/exception.ts';
import { dayMs, epochMs, parseInstant } from '../../../domain/time.ts';

const runs = process.env['LONG'] === undefined ? 300 : 10_000;
const at = (text: string) => parseInstant(text) ?? epochMs(0);

describe('the day of a bill', () => {
  test('runs from midnight to midnight in China, whatever the zone of the lot', () => {
    expect(billDay('2026-03-11')).toEqual({
      date: '2026-03-11',
      startsAt: at('2026-03-11T00:00:00+08:00'),
      endsAt: at('2026-03-12T00:00:00+08:00'),
    });
    expect([billDay('2026-02-30'), billDay('yesterday')]).toEqual([undefined, undefined]);
  });

  test('that is due is the one before', () => {
    expect(dayDueAt(at('2026-03-12T10:30:00+08:00'))).toBe('2026-03-11');
    expect(dayDueAt(at('2026-03-12T00:00:00+08:00'))).toBe('2026-03-11');
    expect(dayDueAt(at('2026-03-01T23:59:59+08:00'))).toBe('2026-02-28');
  });

  test('carries over only what lies close to the cut', () => {
    const day = billDay('2026-03-11') ?? { endsAt: epochMs(0) };
    expect(isNearCut(at('2026-03-11T22:59:59+08:00'), day)).toBe(false);
    expect(isNearCut(at('2026-03-11T23:00:00+08:00'), day)).toBe(true);
  });
});

describe('a decision', () => {
  const exception: OpenException = { state: 'claimed', claimedBy: 'ann', suspenseFen: fen(500), kind: 'payment' };
  const codeOf = (over: Partial<OpenException>, decision: Parameters<typeof refusalOf>[1], by = 'ann') =>
    refusalOf({ ...exception, ...over }, decision, by)?.code;

  test('is made by who has taken the exception on, and once', () => {
    expect(codeOf({}, 'returned')).toBeUndefined();
    expect(codeOf({}, 'returned', 'bob')).toBe('exception-not-claimed');
    expect(codeOf({ state: 'open', claimedBy: null }, 'returned')).toBe('exception-not-claimed');
    expect(codeOf({ state: 'resolved' }, 'returned')).toBe('exception-resolved');
  });

  test('that explains leaves no money in suspense, and one that gives has money to give', () => {
    expect(codeOf({}, 'explained')).toBe('money-in-suspense');
    expect(codeOf({ suspenseFen: fen(0) }, 'explained')).toBeUndefined();
    expect(codeOf({ suspenseFen: fen(-500) }, 'allocated')).toBe('nothing-to-give');
    expect(codeOf({ suspenseFen: fen(-500), kind: 'refund' }, 'returned')).toBe('nothing-to-give');
    expect(codeOf({ suspenseFen: fen(-500) }, 'written-off')).toBeUndefined();
    expect(codeOf({ suspenseFen: fen(0) }, 'written-off')).toBe('nothing-to-give');
  });

  test('needs a second person exactly when money moves', () => {
    expect((['explained', 'allocated', 'returned', 'written-off'] as const).map(movesMoney)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('is due soonest where somebody else’s money lies with us', () => {
    expect(deadlineOf('channel-only', epochMs(0))).toBe(dayMs);
    expect(deadlineOf('fee-differs', epochMs(0))).toBeGreaterThan(deadlineOf('ours-only', epochMs(0)));
  });
});

describe('the figures of a closed day', () => {
  const figures = fc
    .tuple(...closeFigures.map(() => fc.integer({ min: -1_000_000, max: 1_000_000 })))
    .map((amounts) => readFigures(Object.fromEntries(closeFigures.map((name, index) => [name, amounts[index] ?? 0]))));

  test('with every adjustment are what they are now, however often they change', () => {
    fc.assert(
      fc.property(figures, fc.array(figures, { maxLength: 6 }), (closed, later) => {
        let [adjusted, now] = [closed, closed];
        for (const next of later) {
          adjusted = addFigures(adjusted, changeOfFigures(adjusted, next));
          now = next;
        }
        expect(adjusted).toEqual(now);
        expect(isNoChange(changeOfFigures(adjusted, now))).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
