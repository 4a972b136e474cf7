// The one activity of a parking session: one transaction that decides, projects, posts and records its answer.
import { log } from '@temporalio/activity';
import { evolve } from '../../domain/parking-session/state.ts';
import { epochMs } from '../../domain/time.ts';
import { type Database } from '../../db/database.ts';
import {
  lockSession,
  recordAnswer,
  recordedAnswer,
  saveSession,
  type LockedSession,
} from '../../db/queries/sessions.ts';
import { type Tx } from '../../db/rows.ts';
import { type Clock } from '../../platform/clock.ts';
import { type EffectContext } from './context.ts';
import { type EffectAnswer, type EffectRequest, type EffectResult, type SessionEffect } from './effect.ts';
import { decidedAtLane, gateFailed, requestExit } from './effects/exit.ts';
import { exitSeen, malformed, plateRead, vehicleSensed } from './effects/facts.ts';
import { handOverUnpaid } from './effects/leave.ts';
import { paymentReversed, paymentSettled } from './effects/payment.ts';
import { applyRequest, entryAbandoned } from './effects/requests.ts';
import { projectEvent } from './project.ts';

export interface SessionActivityPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly paymentUrl: (laneId: string) => string;
}

const perform = (context: EffectContext, effect: SessionEffect): Promise<EffectResult> => {
  switch (effect.kind) {
    case 'vehicleSensed':
      return vehicleSensed(context, effect.fact);
    case 'plateRead':
      return plateRead(context, effect.fact);
    case 'exitSeen':
      return exitSeen(context, effect.fact);
    case 'requestExit':
      return requestExit(context, effect.request);
    case 'decidedAtLane':
      return decidedAtLane(context, effect.decisionId);
    case 'paymentSettled':
      return paymentSettled(context, effect.paymentId);
    case 'paymentReversed':
      return paymentReversed(context, effect.paymentId);
    case 'gateFailed':
      return gateFailed(context, effect.commandId, effect.reason);
    case 'entryAbandoned':
      return entryAbandoned(context, effect.decisionId);
    case 'applyRequest':
      return applyRequest(context, effect.verb, effect.requestId);
    case 'handOver':
      return handOverUnpaid(context);
    case 'malformed':
      return malformed(context, effect.message);
  }
};

/** Events one by one into rows, each under the state that holds after it; then the row itself. */
const project = async (context: EffectContext, locked: LockedSession, result: EffectResult): Promise<number> => {
  if (result.events.length === 0) return locked.revision;
  let state = locked.state;
  let unidentifiedFen: number | undefined;
  for (const event of result.events) {
    state = evolve(state, event);
    if (event.type === 'left') unidentifiedFen = event.settlement.unidentifiedFen;
    await projectEvent(context, event, state);
  }
  const revision = locked.revision + 1;
  await saveSession(context.tx, state, revision, context.now, unidentifiedFen === undefined ? {} : { unidentifiedFen });
  return revision;
};

/**
 * Nothing was done that could be done twice: a hand-over that is not due yet is asked for again under the same name, and
 * a message that came before its row, or was made up, must not silence the true one.
 */
const didNothing = (effect: SessionEffect, result: EffectResult): boolean =>
  result.ignored === true || (effect.kind === 'handOver' && result.events.length === 0);

const applyInTransaction = async (
  tx: Tx,
  ports: SessionActivityPorts,
  request: EffectRequest,
): Promise<EffectAnswer> => {
  const { companyId, sessionId, effectId, effect } = request;
  const locked = await lockSession(tx, sessionId);
  if (locked === undefined) throw new Error(`session ${sessionId} has no row in company ${companyId}`);
  const recorded = await recordedAnswer<EffectAnswer>(tx, sessionId, effectId);
  if (recorded !== undefined) return recorded;
  const now = epochMs(ports.clock.now());
  const context: EffectContext = { ...locked, tx, effectId, now, paymentUrl: ports.paymentUrl };
  const result = await perform(context, effect);
  const revision = await project(context, locked, result);
  const answer: EffectAnswer = { ...result, revision };
  if (!didNothing(effect, result)) {
    await recordAnswer(tx, { companyId, sessionId, effectId, kind: effect.kind, revision, at: now }, answer);
  }
  return answer;
};

export const createSessionActivities = (ports: SessionActivityPorts) => ({
  /**
   * Performs one effect once: safe to repeat, because the answer is recorded under the effect's id in the transaction
   * that performs it, while the session row is locked.
   */
  async applyToSession(request: EffectRequest): Promise<EffectAnswer> {
    const answer = await ports.database.inCompany(request.companyId, (tx) => applyInTransaction(tx, ports, request));
    if (answer.refusal !== undefined) log.info('refused', { effect: request.effect.kind, code: answer.refusal.code });
    return answer;
  },
});

export type SessionActivities = ReturnType<typeof createSessionActivities>;
