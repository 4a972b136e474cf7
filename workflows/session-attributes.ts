// The search attributes of a session that change while it runs: one upsert a task, and only when something changed.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { type SessionState } from '../domain/parking-session/state.ts';

const phaseKey = defineSearchAttributeKey('Phase', SearchAttributeType.KEYWORD);
const vehicleKey = defineSearchAttributeKey('VehicleId', SearchAttributeType.KEYWORD);
const amountDueKey = defineSearchAttributeKey('AmountDueFen', SearchAttributeType.INT);

export interface SessionAttributes {
  update(state: SessionState): void;
}

/** `started` is the state that the start request's attributes describe. */
export const sessionAttributes = (started: SessionState): SessionAttributes => {
  let told = started;
  return {
    update(state) {
      const changes = [
        ...(state.phase === told.phase ? [] : [{ key: phaseKey, value: state.phase }]),
        ...(state.vehicleId === told.vehicleId ? [] : [{ key: vehicleKey, value: state.vehicleId ?? null }]),
        ...(state.dueFen === told.dueFen ? [] : [{ key: amountDueKey, value: state.dueFen as number }]),
      ];
      if (changes.length > 0) upsertSearchAttributes(changes);
      told = state;
    },
  };
};
