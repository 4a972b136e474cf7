// What the world and a parking session say to each other: names, ids, input, signals, updates and the query.
// Facts are signals and name a row; requests are updates and may be refused.
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { type OpenedSession, type SessionState } from '../../domain/parking-session/state.ts';

export const PARKING_SESSION = 'parkingSession';
export const parkingSessionId = (sessionId: string): string => `session/${sessionId}`;

export interface ParkingSessionInput extends OpenedSession {
  /** Set only by continue-as-new. */
  readonly carried?: { readonly state: SessionState; readonly revision: number };
}

/** A device fact, named by its inbox row. */
export interface DeviceFact {
  readonly deviceId: string;
  readonly eventId: string;
  /** Event time, milliseconds. */
  readonly at: number;
}

/** A bay sensor, high-mounted video or video pile says whether the bay is occupied. */
export const vehicleSensed =
  defineSignal<[DeviceFact & { readonly occupied: boolean; readonly superseded?: boolean }]>('vehicleSensed');
/** A camera, patrol car or PDA recognised a plate at the session's bay. */
export const plateRead =
  defineSignal<[DeviceFact & { readonly vehicleId: string; readonly confidence: number }]>('plateRead');
/** The lane saw the vehicle drive out. */
export const exitSeen = defineSignal<[DeviceFact & { readonly laneId: string }]>('exitSeen');
/** The bridge decided from the rows while the engine did not answer. */
export const decidedAtLane = defineSignal<[{ readonly decisionId: string }]>('decidedAtLane');
export const paymentSettled = defineSignal<[{ readonly paymentId: string }]>('paymentSettled');
export const paymentReversed = defineSignal<[{ readonly paymentId: string }]>('paymentReversed');
export const gateFailed = defineSignal<[{ readonly commandId: string; readonly reason: string }]>('gateFailed');
export const entryAbandoned = defineSignal<[{ readonly decisionId: string }]>('entryAbandoned');

/** The verbs that a person may ask of a session; each names a `session_request` row that the API wrote. */
export const sessionRequestKinds = [
  'bindPlate',
  'correctPlate',
  'correctTimes',
  'moveBay',
  'markExempt',
  'voidSession',
  'grantDiscount',
] as const;
export type SessionRequestKind = (typeof sessionRequestKinds)[number];

export interface SessionRequest {
  readonly requestId: string;
}
/** What a request that was applied answers; a refusal is a failure whose type is the refusal's code. */
export interface SessionReply {
  readonly revision: number;
}

export const bindPlate = defineUpdate<SessionReply, [SessionRequest]>('bindPlate');
export const correctPlate = defineUpdate<SessionReply, [SessionRequest]>('correctPlate');
export const correctTimes = defineUpdate<SessionReply, [SessionRequest]>('correctTimes');
export const moveBay = defineUpdate<SessionReply, [SessionRequest]>('moveBay');
export const markExempt = defineUpdate<SessionReply, [SessionRequest]>('markExempt');
export const voidSession = defineUpdate<SessionReply, [SessionRequest]>('voidSession');
export const grantDiscount = defineUpdate<SessionReply, [SessionRequest]>('grantDiscount');

export interface ExitRequest extends DeviceFact {
  readonly laneId: string;
  /** Made by the asker, so that a repeat gets the recorded answer. */
  readonly decisionId: string;
}
export type ExitDecision =
  | { readonly verdict: 'open'; readonly decisionId: string }
  | { readonly verdict: 'pay'; readonly decisionId: string; readonly dueFen: number; readonly paymentUrl: string }
  | { readonly verdict: 'refuse'; readonly decisionId: string; readonly code: string };
/** A lane camera or a PDA asks to let the vehicle out; the update id is the decision id. */
export const requestExit = defineUpdate<ExitDecision, [ExitRequest]>('requestExit');

/** For support screens only; lists and pages read the parking_session table. */
export const sessionState = defineQuery<SessionState>('sessionState');
