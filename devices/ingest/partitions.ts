// Partitions of the inbox, made before the first event of a day needs one. Each in a transaction of its own: making one
// locks the whole inbox for a moment, and must not wait for somebody who waits for us.
import { type Database } from '../../db/database.ts';
import { ensurePartition } from '../../db/queries/inbox.ts';

export interface Partitions {
  ensure(days: readonly string[]): Promise<void>;
}

/** The SQLSTATE of an error or of what caused it; empty when it has none. */
export const sqlStateOf = (error: unknown): string => {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code)) return cause.code;
  }
  return '';
};

export const createPartitions = (db: Database): Partitions => {
  const known = new Set<string>();
  return {
    ensure: async (days) => {
      for (const day of days) {
        if (known.has(day)) continue;
        // A day whose events lie in the default partition already stays there: slower to drop, not lost.
        await db
          .asDelivery((tx) => ensurePartition(tx, day))
          .catch((error: unknown) => {
            if (!sqlStateOf(error).startsWith('23')) throw error;
          });
        known.add(day);
      }
    },
  };
};
