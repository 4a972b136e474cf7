// One parking session, from entry to the last fen. Handlers only record; one loop performs one effect at a time, and
// every effect is one local activity that decides, writes the rows and posts the ledger in one transaction.
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  proxyLocalActivities,
  setHandler,
  type SignalDefinition,
  sleep,
} from '@temporalio/workflow';
import { type EffectAnswer, type SessionEffect } from '../activities/session/effect.ts';
import { type SessionActivities } from '../activities/session/index.ts';
import { evolve, openedState, type SessionState } from '../domain/parking-session/state.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { ownRows, retryDelaysMs } from './activity-options.ts';
import { hasNames } from './message-names.ts';
import * as messages from './messages/parking-session.ts';
import { sessionAttributes } from './session-attributes.ts';
import { failureOf, suggestsContinueAsNew } from './shell.ts';

const { applyToSession } = proxyLocalActivities<SessionActivities>(ownRows);

interface Pending {
  readonly effectId: string;
  readonly effect: SessionEffect;
}

const deviceFactId = (fact: messages.DeviceFact): string => `event/${fact.deviceId}/${fact.eventId}`;

/** Callers that still wait for their answer are not left behind. */
const mayContinueAsNew = (): boolean => suggestsContinueAsNew() && allHandlersFinished();

/** The story of one session; see design rule "handlers record, the loop acts". */
class Session {
  state: SessionState;
  private revision: number;
  private readonly input: messages.ParkingSessionInput;
  private readonly queue: Pending[] = [];
  private readonly recorded = new Set<string>();
  private readonly answers = new Map<string, EffectAnswer>();
  private graceOver: boolean;
  private finished = false;

  constructor(input: messages.ParkingSessionInput) {
    this.input = input;
    this.state = input.carried?.state ?? openedState(input);
    this.revision = input.carried?.revision ?? 0;
    // Timers do not survive continue-as-new: a session that had left asks the rows again how long it has.
    this.graceOver = this.state.phase === 'left';
  }

  /** A fact: recorded once, acted on by the loop. */
  record(effectId: string, effect: SessionEffect): void {
    if (this.recorded.has(effectId)) return;
    this.recorded.add(effectId);
    this.answers.delete(effectId);
    this.queue.push({ effectId, effect });
  }

  /** A request: recorded like a fact; the caller waits for its answer, or learns that the case closed first. */
  async answerTo(effectId: string, effect: SessionEffect): Promise<EffectAnswer> {
    this.record(effectId, effect);
    await condition(() => this.answers.has(effectId) || this.finished);
    const answer = this.answers.get(effectId);
    if (answer === undefined) throw failureOf(refuse('session-closed'));
    if (answer.refusal !== undefined) throw failureOf(answer.refusal);
    return answer;
  }

  refusal(): Refusal | undefined {
    return this.state.phase === 'closed' ? refuse('session-closed') : undefined;
  }

  async run(): Promise<SessionState> {
    const attributes = sessionAttributes(this.state);
    while (this.state.phase !== 'closed') {
      const next = this.nextEffect();
      if (next !== undefined) {
        await this.perform(next);
        continue;
      }
      attributes.update(this.state);
      if (mayContinueAsNew()) return this.continueAsNew();
      await condition(() => this.queue.length > 0 || this.graceOver || mayContinueAsNew());
    }
    attributes.update(this.state);
    this.finished = true;
    await condition(allHandlersFinished);
    return this.state;
  }

  private nextEffect(): Pending | undefined {
    const message = this.queue[0];
    if (message !== undefined) return message;
    if (!this.graceOver) return undefined;
    this.graceOver = false;
    return { effectId: 'hand-over', effect: { kind: 'handOver' } };
  }

  private async perform({ effectId, effect }: Pending): Promise<void> {
    const answer = await this.untilAnswered(effectId, effect);
    if (this.queue[0]?.effectId === effectId) this.queue.shift();
    this.answers.set(effectId, answer);
    if (answer.ignored === true) this.recorded.delete(effectId);
    // An answer recorded earlier under the same name may be older than the state we hold: its events are in it already.
    if (answer.revision > this.revision) {
      this.revision = answer.revision;
      this.state = answer.events.reduce(evolve, this.state);
    }
    if (answer.waitMs !== undefined && this.state.phase === 'left') this.startGrace(answer.waitMs);
  }

  private async untilAnswered(effectId: string, effect: SessionEffect): Promise<EffectAnswer> {
    const { companyId, sessionId } = this.input;
    for (let failures = 0; ; failures += 1) {
      try {
        // The summary is what a reader of the history sees of the effect.
        const options = { ...ownRows, summary: effect.kind };
        return await applyToSession.executeWithOptions(options, [{ companyId, sessionId, effectId, effect }]);
      } catch (error) {
        if (isCancellation(error)) throw error;
        await sleep(retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)] ?? 60_000);
      }
    }
  }

  private startGrace(waitMs: number): void {
    void sleep(Math.max(1, waitMs), { summary: 'time to pay after leaving' }).then(
      () => {
        this.graceOver = true;
      },
      () => undefined,
    );
  }

  private continueAsNew(): Promise<never> {
    return continueAsNew<typeof parkingSession>({
      ...this.input,
      carried: { state: this.state, revision: this.revision },
    });
  }
}

/** Hears a fact by the names in it; what has no names is written down once and moves nothing. */
const hear =
  (session: Session) =>
  <T>(
    signal: SignalDefinition<[T]>,
    names: readonly (keyof T & string)[],
    pending: (fact: T) => readonly [string, SessionEffect],
  ): void => {
    setHandler(signal, (fact) => {
      if (hasNames(fact, names)) session.record(...pending(fact));
      else session.record(`malformed/${signal.name}`, { kind: 'malformed', message: signal.name });
    });
  };

const event = ['deviceId', 'eventId'] as const;

const hearFacts = (session: Session): void => {
  const on = hear(session);
  on(messages.vehicleSensed, event, (fact) => [deviceFactId(fact), { kind: 'vehicleSensed', fact }]);
  on(messages.plateRead, event, (fact) => [deviceFactId(fact), { kind: 'plateRead', fact }]);
  on(messages.exitSeen, event, (fact) => [deviceFactId(fact), { kind: 'exitSeen', fact }]);
  on(messages.decidedAtLane, ['decisionId'], ({ decisionId }) => [
    `decision/${decisionId}`,
    { kind: 'decidedAtLane', decisionId },
  ]);
  on(messages.paymentSettled, ['paymentId'], ({ paymentId }) => [
    `payment/${paymentId}`,
    { kind: 'paymentSettled', paymentId },
  ]);
  on(messages.paymentReversed, ['paymentId'], ({ paymentId }) => [
    `payment-reversed/${paymentId}`,
    { kind: 'paymentReversed', paymentId },
  ]);
  on(messages.gateFailed, ['commandId', 'reason'], ({ commandId, reason }) => [
    `gate/${commandId}`,
    { kind: 'gateFailed', commandId, reason },
  ]);
  on(messages.entryAbandoned, ['decisionId'], ({ decisionId }) => [
    `abandoned/${decisionId}`,
    { kind: 'entryAbandoned', decisionId },
  ]);
};

const requestsByKind = {
  bindPlate: messages.bindPlate,
  correctPlate: messages.correctPlate,
  correctTimes: messages.correctTimes,
  moveBay: messages.moveBay,
  markExempt: messages.markExempt,
  voidSession: messages.voidSession,
  grantDiscount: messages.grantDiscount,
} as const satisfies Record<messages.SessionRequestKind, unknown>;

const hearRequests = (session: Session): void => {
  const askedWith = (request: unknown, names: readonly string[]): void => {
    const refusal = hasNames(request, names) ? session.refusal() : refuse('stale-question', 'the request names no row');
    if (refusal !== undefined) throw failureOf(refusal);
  };
  for (const verb of messages.sessionRequestKinds) {
    const handler = async ({ requestId }: messages.SessionRequest): Promise<messages.SessionReply> => {
      const answer = await session.answerTo(`request/${requestId}`, { kind: 'applyRequest', verb, requestId });
      return { revision: answer.revision };
    };
    setHandler(requestsByKind[verb], handler, {
      validator: (request: messages.SessionRequest) => askedWith(request, ['requestId']),
    });
  }
  const exit = async (request: messages.ExitRequest): Promise<messages.ExitDecision> => {
    const answer = await session.answerTo(`exit/${request.decisionId}`, { kind: 'requestExit', request });
    return answer.exit ?? { verdict: 'refuse', decisionId: request.decisionId, code: 'stale-question' };
  };
  setHandler(messages.requestExit, exit, {
    validator: (request: messages.ExitRequest) => askedWith(request, [...event, 'laneId', 'decisionId']),
  });
};

export async function parkingSession(input: messages.ParkingSessionInput): Promise<SessionState> {
  const session = new Session(input);
  setHandler(messages.sessionState, () => session.state);
  hearFacts(session);
  hearRequests(session);
  return session.run();
}
