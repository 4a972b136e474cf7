// The rules of a lot that are not prices. Versioned; a session pins the version of its entry.
import { type Fen, fen } from './money.ts';
import { minuteMs, secondMs } from './time.ts';

/** What a lane does when the rows give no clear answer. */
export type LaneFallback = 'open' | 'call';

export interface LotPolicy {
  /** After departure the driver may still pay for this long before what is unpaid becomes a debt; 0 hands over at once. */
  readonly settleGraceMs: number;
  /** Time to leave after a payment that covered the fee. */
  readonly paidLeaveGraceMs: number;
  /** How long a quote keeps its amount. */
  readonly quoteFrozenMs: number;
  /** A payment opens the barrier only when the lane's newest read is younger than this (real time). */
  readonly laneReadFreshMs: number;
  /** A reserved place is released when the vehicle did not drive in within this time (real time). */
  readonly entryReservationMs: number;
  readonly exitWithoutEntry: LaneFallback;
  readonly fullLot: 'refuse' | 'open';
  readonly arrearsAtEntry: { readonly action: 'ignore' | 'warn' | 'demand' | 'refuse'; readonly thresholdFen: Fen };
  /** Plates whose class is one of these park free (F074). */
  readonly exemptClasses: readonly string[];
  /** Device time is believed within this distance of the clock, or in an offline record. */
  readonly deviceClockToleranceMs: number;
  /** Reads below this confidence (0 to 100) identify nobody; they are kept as evidence. */
  readonly minimumConfidence: number;
  /** An exact duplicate payment up to this amount is refunded without asking. */
  readonly automaticRefundLimitFen: Fen;
  readonly maximumStayDays: number;
  readonly reminders: 'off' | 'on';
}

export const defaultLotPolicy: LotPolicy = {
  settleGraceMs: 15 * minuteMs,
  paidLeaveGraceMs: 15 * minuteMs,
  quoteFrozenMs: 3 * minuteMs,
  laneReadFreshMs: 120 * secondMs,
  entryReservationMs: 5 * minuteMs,
  exitWithoutEntry: 'call',
  fullLot: 'refuse',
  arrearsAtEntry: { action: 'warn', thresholdFen: fen(0) },
  exemptClasses: ['military', 'armed-police', 'police', 'embassy', 'consulate', 'emergency'],
  deviceClockToleranceMs: 5 * minuteMs,
  minimumConfidence: 80,
  automaticRefundLimitFen: fen(20_000),
  maximumStayDays: 30,
  reminders: 'on',
};
