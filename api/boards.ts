// Boards, live: read from Valkey, filled from PostgreSQL, told of changes by NOTIFY and handed to whoever listens.
import { type Database } from '../db/database.ts';
import { listen } from '../db/listen.ts';
import { type BoardRow, companiesOfLots, listBoards } from '../db/queries/board-list.ts';
import { drainLoop } from '../platform/drain-loop.ts';
import { type Log } from '../platform/log.ts';
import { type Redis } from '../platform/redis.ts';

/** Should a notification be lost, a board is at most this old. */
const cachedSeconds = 2;

/** A board is only ever replaced by a newer one, whichever process is faster. */
const storeIfNewer = `
local known = redis.call('GET', KEYS[1])
if known and cjson.decode(known).version > tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
return 1`;

export type BoardListener = (boards: readonly BoardRow[]) => void;

export interface Boards {
  /** Undefined for an unknown lot. `fresh` asks PostgreSQL. */
  read(lotId: string, fresh: boolean): Promise<BoardRow | undefined>;
  list(companyId: string, changedSince?: number): Promise<BoardRow[]>;
  /** Whoever has just changed a lot reads his own change. */
  refresh(lotId: string): Promise<void>;
  /** Calls the listener for every change of the company's boards, until the answer is called. */
  subscribe(companyId: string, listener: BoardListener): () => void;
  close(): Promise<void>;
}

export interface BoardDeps {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly redis: Redis;
  readonly log: Log;
}

const cache = (redis: Redis, log: Log) => {
  const keyOf = (lotId: string): string => `parking:board:${lotId}`;
  const orNothing = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      log.debug({ error }, 'the board cache does not answer');
      return undefined;
    }
  };
  return {
    read: async (lotId: string): Promise<BoardRow | undefined> => {
      const text = await orNothing(redis.get(keyOf(lotId)));
      return typeof text === 'string' ? (JSON.parse(text) as BoardRow) : undefined;
    },
    store: async (boards: readonly BoardRow[]): Promise<void> => {
      const store = (board: BoardRow) =>
        redis.eval(storeIfNewer, {
          keys: [keyOf(board.lotId)],
          arguments: [JSON.stringify(board), String(board.version), String(cachedSeconds)],
        });
      await orNothing(Promise.all(boards.map(store)));
    },
  };
};

const byCompany = (lots: readonly { id: string; companyId: string }[]): ReadonlyMap<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const { id, companyId } of lots) groups.set(companyId, [...(groups.get(companyId) ?? []), id]);
  return groups;
};

const pollMs = 60_000;

export const startBoards = ({ database, databaseUrl, redis, log }: BoardDeps): Boards => {
  const cached = cache(redis, log);
  const listeners = new Map<string, Set<BoardListener>>();
  const changed = new Set<string>();

  const tell = (companyId: string, boards: readonly BoardRow[]): void => {
    for (const listener of listeners.get(companyId) ?? []) listener(boards);
  };
  /** Reads what changed, many lots at once however many notifications came. */
  const round = async (): Promise<number> => {
    const lotIds = [...changed].slice(0, 500);
    if (lotIds.length === 0) return 0;
    for (const lotId of lotIds) changed.delete(lotId);
    const lots = await database.asIdentity((tx) => companiesOfLots(tx, lotIds));
    for (const [companyId, ids] of byCompany(lots)) {
      const boards = await database.inCompany(companyId, (tx) => listBoards(tx, { lotIds: ids }));
      await cached.store(boards);
      tell(companyId, boards);
    }
    return lotIds.length;
  };
  const loop = drainLoop({
    name: 'boards',
    round,
    pollMs,
    failed: (error) => log.warn({ error }, 'boards could not be read'),
  });
  // After a lost connection nobody knows what was missed: every listener gets every board.
  const resend = async (): Promise<void> => {
    for (const companyId of listeners.keys()) tell(companyId, await list(companyId));
  };
  const listener = listen(databaseUrl, ['board'], (_channel, lotId) => {
    if (lotId === '') void resend().catch((error: unknown) => log.warn({ error }, 'boards could not be sent again'));
    else changed.add(lotId);
    loop.wake();
  });
  const list = (companyId: string, changedSince?: number): Promise<BoardRow[]> =>
    database.inCompany(companyId, (tx) => listBoards(tx, changedSince === undefined ? {} : { changedSince }));

  const readFresh = async (lotId: string): Promise<BoardRow | undefined> => {
    const [lot] = await database.asIdentity((tx) => companiesOfLots(tx, [lotId]));
    if (lot === undefined) return undefined;
    const boards = await database.inCompany(lot.companyId, (tx) => listBoards(tx, { lotIds: [lotId] }));
    await cached.store(boards);
    return boards[0];
  };

  return {
    read: async (lotId, fresh) => (fresh ? undefined : await cached.read(lotId)) ?? (await readFresh(lotId)),
    refresh: async (lotId) => void (await readFresh(lotId)),
    list,
    subscribe: (companyId, listenerOf) => {
      const set = listeners.get(companyId) ?? new Set();
      listeners.set(companyId, set.add(listenerOf));
      return () => {
        set.delete(listenerOf);
        if (set.size === 0) listeners.delete(companyId);
      };
    },
    close: async () => {
      await listener.close();
      await loop.stop();
    },
  };
};
