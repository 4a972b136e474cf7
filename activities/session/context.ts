// What every effect works with: the locked session, the transaction, and the ports.
import { type EpochMs } from '../../domain/time.ts';
import { type SessionState } from '../../domain/parking-session/state.ts';
import { type LockedSession } from '../../db/queries/sessions.ts';
import { type Tx } from '../../db/rows.ts';

export interface EffectContext extends LockedSession {
  readonly tx: Tx;
  readonly state: SessionState;
  readonly effectId: string;
  /** Business time of this effect. */
  readonly now: EpochMs;
  /** Where a driver pays for a lane's bill. */
  readonly paymentUrl: (laneId: string) => string;
}

/** Where a departure was seen, for the passage and the exit lane. */
export interface Departure {
  readonly deviceId: string;
  readonly eventId: string;
  readonly laneId?: string;
}
