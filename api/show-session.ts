// A session as the API shows it; the plate is masked unless the role may read plates.
import { openPlate } from '../db/personal-data.ts';
import { type PassageRow } from '../db/queries/passage-list.ts';
import { type SessionRow } from '../db/queries/session-list.ts';
import { secondMs } from '../domain/time.ts';
import { type Schema } from './handler.ts';

export const text = (at: number): string => new Date(at).toISOString();
export const textOrNull = (at: number | null): string | null => (at === null ? null : text(at));

/** Shows a plate in clear or masked; null when there is none. */
export type ShowPlate = (row: {
  readonly plateMask: string | null;
  readonly plateCipher: Buffer | null;
}) => string | null;

/** `clear` after the right was checked. */
export const plateShower = (dataKey: Buffer, clear: boolean): ShowPlate =>
  clear
    ? ({ plateCipher }) => (plateCipher === null ? null : openPlate({ dataKey }, plateCipher))
    : ({ plateMask }) => plateMask;

export const showSession = (row: SessionRow, showPlate: ShowPlate): Schema<'SessionSummary'> => ({
  id: row.id,
  lotId: row.lotId,
  lotName: row.lotName,
  setting: row.setting,
  bayCode: row.bayCode,
  plate: showPlate(row),
  plateColour: row.plateColour,
  vehicleClass: row.vehicleClass,
  ticket: row.ticket,
  phase: row.phase,
  outcome: row.outcome,
  exemption: row.exemption,
  enteredAt: text(row.enteredAt),
  leftAt: textOrNull(row.leftAt),
  closedAt: textOrNull(row.closedAt),
  durationSeconds: row.leftAt === null ? null : Math.floor((row.leftAt - row.enteredAt) / secondMs),
  grossFen: row.grossFen,
  discountFen: row.discountFen,
  paidFen: row.paidFen,
  refundedFen: row.refundedFen,
  dueFen: row.dueFen,
  paymentState: row.paymentState,
  revision: row.revision,
});

export const showPassage = (row: PassageRow, showPlate: ShowPlate): Schema<'Passage'> => ({
  id: row.id,
  lotId: row.lotId,
  laneCode: row.laneCode,
  bayCode: row.bayCode,
  sessionId: row.sessionId,
  plate: showPlate(row),
  plateColour: row.plateColour,
  deviceId: row.deviceId,
  direction: row.direction,
  result: row.result,
  at: text(row.at),
});
