// A lot's policy in the words of the API: durations in seconds instead of milliseconds.
import { type LotPolicy } from '../domain/lot-policy.ts';
import { fen } from '../domain/money.ts';
import { secondMs } from '../domain/time.ts';
import { type Schema } from './handler.ts';

type Change = Schema<'LotPolicyChange'>;

const durations = {
  settleGraceMs: 'settleGraceSeconds',
  paidLeaveGraceMs: 'paidLeaveGraceSeconds',
  quoteFrozenMs: 'quoteFrozenSeconds',
  laneReadFreshMs: 'laneReadFreshSeconds',
  entryReservationMs: 'entryReservationSeconds',
  deviceClockToleranceMs: 'deviceClockToleranceSeconds',
} as const satisfies Partial<Record<keyof LotPolicy, keyof Change>>;

type DurationField = keyof typeof durations;
const durationFields = Object.keys(durations) as DurationField[];

const durationsOf = (from: LotPolicy, change: Change): Pick<LotPolicy, DurationField> =>
  Object.fromEntries(
    durationFields.map((field) => {
      const seconds = change[durations[field]];
      return [field, seconds === undefined ? from[field] : seconds * secondMs];
    }),
  ) as unknown as Pick<LotPolicy, DurationField>;

/** The policy with the named values changed. */
export const policyOf = (from: LotPolicy, change: Change): LotPolicy => {
  const { arrearsAtEntry, automaticRefundLimitFen } = change;
  return {
    ...durationsOf(from, change),
    exitWithoutEntry: change.exitWithoutEntry ?? from.exitWithoutEntry,
    fullLot: change.fullLot ?? from.fullLot,
    arrearsAtEntry:
      arrearsAtEntry === undefined
        ? from.arrearsAtEntry
        : { action: arrearsAtEntry.action, thresholdFen: fen(arrearsAtEntry.thresholdFen) },
    exemptClasses: change.exemptClasses ?? from.exemptClasses,
    minimumConfidence: change.minimumConfidence ?? from.minimumConfidence,
    automaticRefundLimitFen:
      automaticRefundLimitFen === undefined ? from.automaticRefundLimitFen : fen(automaticRefundLimitFen),
    maximumStayDays: change.maximumStayDays ?? from.maximumStayDays,
    reminders: change.reminders ?? from.reminders,
  };
};

export const showPolicy = (policy: LotPolicy, version: number): Schema<'LotPolicy'> => ({
  settleGraceSeconds: policy.settleGraceMs / secondMs,
  paidLeaveGraceSeconds: policy.paidLeaveGraceMs / secondMs,
  quoteFrozenSeconds: policy.quoteFrozenMs / secondMs,
  laneReadFreshSeconds: policy.laneReadFreshMs / secondMs,
  entryReservationSeconds: policy.entryReservationMs / secondMs,
  deviceClockToleranceSeconds: policy.deviceClockToleranceMs / secondMs,
  exitWithoutEntry: policy.exitWithoutEntry,
  fullLot: policy.fullLot,
  arrearsAtEntry: policy.arrearsAtEntry,
  exemptClasses: [...policy.exemptClasses],
  minimumConfidence: policy.minimumConfidence,
  automaticRefundLimitFen: policy.automaticRefundLimitFen,
  maximumStayDays: policy.maximumStayDays,
  reminders: policy.reminders,
  version,
});
