// What a session workflow asks of its one activity, and what it is answered. Types only: the workflow imports them.
import { type Refusal } from '../../domain/refusal.ts';
import { type SessionEvent } from '../../domain/parking-session/state.ts';
import {
  type DeviceFact,
  type ExitDecision,
  type ExitRequest,
  type SessionRequestKind,
} from '../../workflows/messages/parking-session.ts';

export type SessionEffect =
  | {
      readonly kind: 'vehicleSensed';
      readonly fact: DeviceFact & { readonly occupied: boolean; readonly superseded?: boolean };
    }
  | {
      readonly kind: 'plateRead';
      readonly fact: DeviceFact & { readonly vehicleId: string; readonly confidence: number };
    }
  | { readonly kind: 'exitSeen'; readonly fact: DeviceFact & { readonly laneId: string } }
  | { readonly kind: 'requestExit'; readonly request: ExitRequest }
  | { readonly kind: 'decidedAtLane'; readonly decisionId: string }
  | { readonly kind: 'paymentSettled'; readonly paymentId: string }
  | { readonly kind: 'paymentReversed'; readonly paymentId: string }
  | { readonly kind: 'gateFailed'; readonly commandId: string; readonly reason: string }
  | { readonly kind: 'entryAbandoned'; readonly decisionId: string }
  | { readonly kind: 'applyRequest'; readonly verb: SessionRequestKind; readonly requestId: string }
  | { readonly kind: 'handOver' }
  /** A message that does not even have the shape of one. */
  | { readonly kind: 'malformed'; readonly message: string };

export interface EffectRequest {
  readonly companyId: string;
  readonly sessionId: string;
  /** Names the message: performing the same one again returns the recorded answer. */
  readonly effectId: string;
  readonly effect: SessionEffect;
}

export interface EffectAnswer {
  /** Revision of the session row after the effect; an answer with a smaller one is older news. */
  readonly revision: number;
  readonly events: readonly SessionEvent[];
  /** Milliseconds of business time until the settle grace is over, for a session that has left. */
  readonly waitMs?: number;
  readonly exit?: ExitDecision;
  readonly refusal?: Refusal;
  /** Nothing of this stay's own stands behind the message; should its row come later, the message counts then. */
  readonly ignored?: true;
}

/** What an effect decides before its answer is numbered and recorded. */
export type EffectResult = Omit<EffectAnswer, 'revision'>;
export const nothing: EffectResult = { events: [] };
export const ignored: EffectResult = { events: [], ignored: true };
