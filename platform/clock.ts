// Business time outside workflow code comes from one Clock. Signatures, tokens, leases and command expiry use real time.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const realClock: Clock = { now: () => Date.now() };

/**
 * A clock that only its driver moves: eight bytes in a file that all processes of one replay share.
 * A read is one positional `read`, so a process that is killed and started again reads the same time at once.
 */
export const simulatedClock = (path: string): Clock & { set(atMs: number): void; close(): void } => {
  const file = openSync(path, 'r+');
  const bytes = Buffer.alloc(8);
  return {
    now: () => {
      readSync(file, bytes, 0, 8, 0);
      return Number(bytes.readBigUInt64LE(0));
    },
    set: (atMs) => {
      const next = Buffer.alloc(8);
      next.writeBigUInt64LE(BigInt(atMs));
      writeSync(file, next, 0, 8, 0);
    },
    close: () => closeSync(file),
  };
};

/** The clock of a process: simulated when a file is configured (replays only), else real. */
export const clockOf = (file: string | undefined): Clock => (file === undefined ? realClock : simulatedClock(file));
