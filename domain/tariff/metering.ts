// What a meter is given, and what it tells of a stay as it goes.
import { type MeterCharge, type MeterTier } from './charges.ts';
import { type Occurrence } from './day-plan.ts';
import { type Period } from './document.ts';
import { type StayContext } from './tariff.ts';

/** Equal units, a flat, a jump or free time inside one stretch; time that a run covers begins where the last one ended. */
export interface Run {
  readonly kind: MeterCharge['kind'] | 'freeTime' | 'jump';
  /** Index of the band, or one of those of stretches.ts. */
  readonly index: number;
  readonly occurrence: Occurrence | undefined;
  /** Of a jump or what it or a cap took off. */
  readonly limitPer: Period | undefined;
  readonly tier: MeterTier | undefined;
  /** Of a ladder: the reading of the clock at which the step ends. */
  readonly stepEndMs: number | undefined;
  /** 0 for the first tier. */
  readonly tierIndex: number;
  readonly units: number;
  readonly from: number;
  readonly to: number;
  readonly amountFen: number;
  readonly reducedFen: number;
}

export type RunSink = (run: Run) => void;

/** What is free within each period, when free time begins anew in it: until when, given its bounds within the stay. */
export type FreeUntil = (from: number, to: number) => number;

export interface Metering {
  readonly entry: number;
  /** Where charging begins. */
  readonly start: number;
  readonly exit: number;
  readonly event: StayContext['event'];
  /** Of free time per window or day. */
  readonly freeUntil: FreeUntil | undefined;
  readonly freePer: 'window' | 'calendarDay' | undefined;
  readonly sink: RunSink | undefined;
}
