// What the Temporal UI shows of a session: search attributes, one upsert a task and only when something changed, and a
// sentence on how it stands, which costs no event.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { type SessionState } from '../domain/parking-session/state.ts';

const phaseKey = defineSearchAttributeKey('Phase', SearchAttributeType.KEYWORD);
const vehicleKey = defineSearchAttributeKey('VehicleId', SearchAttributeType.KEYWORD);
const amountDueKey = defineSearchAttributeKey('AmountDueFen', SearchAttributeType.INT);

export interface SessionAttributes {
  update(state: SessionState): void;
}

const yuan = (fen: number): string => `${(fen / 100).toFixed(2)} yuan`;

/** Without plate or phone: the details are for everybody who may read workflows. */
const detailsOf = ({ setting, phase, outcome, dueFen, exemption, exitGranted }: SessionState): string =>
  [
    `**${phase}**${outcome === undefined ? '' : ` (${outcome})`}, ${setting}`,
    dueFen > 0 ? `${yuan(dueFen)} due` : 'nothing due as far as it was asked',
    ...(exemption === undefined ? [] : [`exempt: ${exemption}`]),
    ...(exitGranted === undefined || phase !== 'parked' ? [] : ['may leave: the barrier was told to open']),
  ].join('; ');

/** `started` is the state that the start request's attributes describe. */
export const sessionAttributes = (started: SessionState): SessionAttributes => {
  let told = started;
  setCurrentDetails(detailsOf(started));
  return {
    update(state) {
      const changes = [
        ...(state.phase === told.phase ? [] : [{ key: phaseKey, value: state.phase }]),
        ...(state.vehicleId === told.vehicleId ? [] : [{ key: vehicleKey, value: state.vehicleId ?? null }]),
        ...(state.dueFen === told.dueFen ? [] : [{ key: amountDueKey, value: state.dueFen as number }]),
      ];
      if (changes.length > 0) upsertSearchAttributes(changes);
      setCurrentDetails(detailsOf(state));
      told = state;
    },
  };
};
