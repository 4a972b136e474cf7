// Gathers what the connections hand in and commits it together: one insert, one fsync, then every caller goes on.
import { type Statements } from '../../db/delivery-statements.ts';
import { quarantine, storeEvents } from '../../db/queries/inbox.ts';
import { newId } from '../../platform/ids.ts';
import { type Accepted } from './accept.ts';
import { sqlStateOf, type Partitions } from './partitions.ts';

export interface Batcher {
  /** Resolves when the message is committed; rejects when the database is in trouble, and nothing was stored. */
  add(accepted: Accepted): Promise<void>;
}

export interface BatcherOptions {
  readonly inbox: Statements;
  readonly partitions: Partitions;
  /** How many callers can wait at once: when all of them do, nobody else can come, and the batch leaves. */
  readonly waiters: () => number;
  readonly longestWaitMs?: number;
}

interface Waiting {
  readonly accepted: Accepted;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Classes of SQLSTATE that speak of one row's content and not of the server's condition. */
const aboutTheRow = /^(22|23)/;

const unstorable = ({ event }: Accepted, error: unknown): Accepted =>
  event === undefined
    ? {}
    : {
        quarantined: {
          id: newId(),
          companyId: event.companyId,
          deviceId: event.deviceId,
          channel: 'mqtt',
          topic: event.type,
          reason: `the database refused it: ${sqlStateOf(error)}`,
          body: Buffer.from(JSON.stringify(event)),
        },
      };

export const createBatcher = ({ inbox, partitions, waiters, longestWaitMs = 5 }: BatcherOptions): Batcher => {
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  const store = async (batch: readonly Accepted[]): Promise<void> => {
    await partitions.ensure(batch.flatMap(({ event }) => (event === undefined ? [] : [event.day])));
    // Two statements, each committed by itself: nobody is acknowledged before both are, and both may be repeated.
    await storeEvents(
      inbox,
      batch.flatMap(({ event }) => (event === undefined ? [] : [event])),
    );
    await quarantine(
      inbox,
      batch.flatMap(({ quarantined }) => (quarantined === undefined ? [] : [quarantined])),
    );
  };

  /** One row that the database refuses must not hold up the others: each is tried alone, that one is set aside. */
  const storeOneByOne = async (batch: readonly Waiting[]): Promise<void> => {
    for (const { accepted, resolve, reject } of batch) {
      try {
        await store([accepted]).catch((error: unknown) => {
          if (!aboutTheRow.test(sqlStateOf(error))) throw error;
          return store([unstorable(accepted, error)]);
        });
        resolve();
      } catch (error) {
        reject(error);
      }
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    try {
      await store(batch.map(({ accepted }) => accepted));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (aboutTheRow.test(sqlStateOf(error))) await storeOneByOne(batch);
      else for (const { reject } of batch) reject(error);
    }
  };

  return {
    add: (accepted) =>
      new Promise((resolve, reject) => {
        waiting.push({ accepted, resolve, reject });
        if (waiting.length >= waiters()) void flush();
        else timer ??= setTimeout(() => void flush(), longestWaitMs);
      }),
  };
};
