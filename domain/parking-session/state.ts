// A parking session: its state, the events that make it, and `evolve`, the only place where a state comes from.
import { type AppliedDiscount } from '../discounts.ts';
import { type Fen } from '../money.ts';
import { type EpochMs } from '../time.ts';

export type Setting = 'on-street' | 'off-street';
export type Phase = 'parked' | 'left' | 'closed';
export type Outcome = 'settled' | 'free' | 'exempt' | 'void' | 'handed-over' | 'unidentified' | 'review';

export interface SessionState {
  readonly sessionId: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly setting: Setting;
  readonly phase: Phase;
  readonly outcome?: Outcome;
  readonly bayId?: string;
  readonly vehicleId?: string;
  readonly vehicleClass: string;
  readonly enteredAt: EpochMs;
  readonly leftAt?: EpochMs;
  /** Why nothing is charged; an exempt stay costs 0. */
  readonly exemption?: string;
  /** What is still due as far as the last event knew; while the stay runs, what the last exit request asked for. */
  readonly dueFen: Fen;
  /** The exit that has been granted and waits for the lane to confirm it. */
  readonly exitGranted?: ExitGrant;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly setting: Setting;
  readonly bayId?: string;
  readonly vehicleId?: string;
  readonly vehicleClass: string;
  readonly exemption?: string;
  readonly enteredAt: EpochMs;
}

/** The state that a session begins with: the row's and the workflow's alike. */
export const openedState = (opened: OpenedSession): SessionState => ({
  sessionId: opened.sessionId,
  companyId: opened.companyId,
  lotId: opened.lotId,
  setting: opened.setting,
  phase: 'parked',
  ...(opened.bayId === undefined ? {} : { bayId: opened.bayId }),
  ...(opened.vehicleId === undefined ? {} : { vehicleId: opened.vehicleId }),
  vehicleClass: opened.vehicleClass,
  ...(opened.exemption === undefined ? {} : { exemption: opened.exemption }),
  enteredAt: opened.enteredAt,
  dueFen: 0 as Fen,
});

export interface ExitGrant {
  readonly decisionId: string;
  readonly laneId: string;
  readonly at: EpochMs;
}

/** The amounts that a stay ends with; all in fen, all at least 0. */
export interface Settlement {
  readonly grossFen: Fen;
  readonly discountFen: Fen;
  readonly discounts: readonly AppliedDiscount[];
  /** Of what was paid before the end, the part that the fee uses up. */
  readonly advanceUsedFen: Fen;
  /** Of what was paid before the end, the part that goes back. */
  readonly surplusFen: Fen;
  /** What an unidentified stay would owe; in no account until somebody is identified. */
  readonly unidentifiedFen: Fen;
}

export type SessionEvent =
  | {
      readonly type: 'vehicleIdentified';
      readonly vehicleId: string;
      readonly vehicleClass: string;
      readonly exemption?: string;
      /** The exemption so far was another vehicle's. */
      readonly dropsExemption?: true;
    }
  | { readonly type: 'timesCorrected'; readonly enteredAt: EpochMs }
  | { readonly type: 'bayMoved'; readonly bayId: string }
  | { readonly type: 'exempted'; readonly reason: string }
  | { readonly type: 'exitQuoted'; readonly dueFen: Fen }
  | { readonly type: 'exitGranted'; readonly grant: ExitGrant }
  | { readonly type: 'exitFailed'; readonly decisionId: string }
  | { readonly type: 'paymentNoted'; readonly paymentId: string; readonly dueFen: Fen }
  | { readonly type: 'left'; readonly at: EpochMs; readonly dueFen: Fen; readonly settlement: Settlement }
  | { readonly type: 'handedOver'; readonly debtId: string; readonly amountFen: Fen }
  | { readonly type: 'closed'; readonly outcome: Outcome }
  | { readonly type: 'voided'; readonly at: EpochMs };

const without = <K extends keyof SessionState>(state: SessionState, key: K): Omit<SessionState, K> => {
  const { [key]: _dropped, ...rest } = state;
  return rest;
};

/** The state after one event. Total: an event that does not apply any more (a late repeat) changes nothing. */
export const evolve = (state: SessionState, event: SessionEvent): SessionState => {
  if (state.phase === 'closed') return state;
  switch (event.type) {
    case 'vehicleIdentified':
      return {
        ...(event.dropsExemption === true ? without(state, 'exemption') : state),
        vehicleId: event.vehicleId,
        vehicleClass: event.vehicleClass,
        ...(event.exemption === undefined ? {} : { exemption: event.exemption }),
      };
    case 'timesCorrected':
      return { ...state, enteredAt: event.enteredAt };
    case 'bayMoved':
      return { ...state, bayId: event.bayId };
    case 'exempted':
      return { ...state, exemption: event.reason };
    case 'exitQuoted':
      return { ...without(state, 'exitGranted'), dueFen: event.dueFen };
    case 'exitGranted':
      return { ...state, exitGranted: event.grant, dueFen: 0 as Fen };
    case 'exitFailed':
      return state.exitGranted?.decisionId === event.decisionId ? without(state, 'exitGranted') : state;
    case 'paymentNoted':
      return { ...state, dueFen: event.dueFen };
    case 'left':
      return state.phase === 'parked' ? { ...state, phase: 'left', leftAt: event.at, dueFen: event.dueFen } : state;
    case 'handedOver':
      return { ...state, dueFen: 0 as Fen };
    case 'closed':
      return { ...state, phase: 'closed', outcome: event.outcome };
    case 'voided':
      return { ...state, phase: 'closed', outcome: 'void', leftAt: state.leftAt ?? event.at, dueFen: 0 as Fen };
  }
};
