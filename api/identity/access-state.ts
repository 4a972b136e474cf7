// What must take effect at once: ended sign-ins and changed rights, in Redis, rebuilt from PostgreSQL. Without the
// marker that a rebuild leaves, nothing in Redis is believed; without Redis nobody who needs a token is served.
import { randomUUID } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { type Redis } from '../../platform/redis.ts';
import { Problem } from '../problems.ts';

/** Longer than an access token lives: a sign-in that ended before needs no entry, its tokens are dead. */
const keptSeconds = 20 * 60;

export interface AccessState {
  /** True when the sign-in has not ended; `version` changes whenever rights of the company changed. */
  read(familyId: string | undefined, companyId: string | undefined): Promise<{ ended: boolean; version: string }>;
  /** Call inside the transaction that revokes them: when Redis cannot be told, nothing is revoked. */
  ended(familyIds: readonly string[]): Promise<void>;
  /** Call after the commit that changed roles, scopes or lots of the company. */
  changed(companyId: string): Promise<void>;
  /** False when this signature was seen before. */
  firstUse(signature: string, seconds: number): Promise<boolean>;
  /** Counts against a limit; throws `rate-limited` above it. */
  limit(name: string, most: number, seconds: number): Promise<void>;
  forget(name: string): Promise<void>;
}

const unavailable = (cause: unknown): Problem => new Problem('unavailable', { retryAfterSeconds: 2, cause });

export const accessState = (database: Database, redis: Redis, prefix = 'parking'): AccessState => {
  const marker = `${prefix}:access:marker`;
  const endedKey = (familyId: string): string => `${prefix}:access:ended:${familyId}`;
  const versionKey = (companyId: string): string => `${prefix}:access:version:${companyId}`;

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof Problem ? error : unavailable(error);
    }
  };
  const remember = async (familyIds: readonly string[]): Promise<void> => {
    await Promise.all(familyIds.map((id) => redis.set(endedKey(id), '1', { EX: keptSeconds })));
  };
  let rebuilding: Promise<void> | undefined;
  const rebuild = async (): Promise<void> => {
    const rows = await database.asIdentity((tx) =>
      tx.rows<{ id: string }>(sql`
        select id from token_family where revoked_at > now() - ${`${keptSeconds} seconds`}::interval`),
    );
    await remember(rows.map(({ id }) => id));
    await redis.set(marker, randomUUID(), { NX: true });
  };

  return {
    read: (familyId, companyId) =>
      guarded(async () => {
        const keys = [marker, endedKey(familyId ?? '-'), versionKey(companyId ?? '-')];
        let [generation, ended, version] = await redis.mGet(keys);
        if (generation === null || generation === undefined) {
          rebuilding ??= rebuild().finally(() => {
            rebuilding = undefined;
          });
          await rebuilding;
          [generation, ended, version] = await redis.mGet(keys);
        }
        if (generation === null || generation === undefined) throw unavailable(undefined);
        return { ended: ended !== null && ended !== undefined, version: `${generation}/${version ?? '0'}` };
      }),
    ended: (familyIds) =>
      guarded(async () => {
        if (familyIds.length > 0) await remember(familyIds);
      }),
    changed: (companyId) => guarded(async () => void (await redis.incr(versionKey(companyId)))),
    firstUse: (signature, seconds) =>
      guarded(
        async () => (await redis.set(`${prefix}:signature:${signature}`, '1', { NX: true, EX: seconds })) !== null,
      ),
    limit: (name, most, seconds) =>
      guarded(async () => {
        const key = `${prefix}:limit:${name}`;
        const count = await redis.incr(key);
        if (count === 1) await redis.expire(key, seconds);
        if (count <= most) return;
        const left = await redis.ttl(key);
        throw new Problem('rate-limited', { retryAfterSeconds: Math.max(1, left) });
      }),
    forget: (name) => guarded(async () => void (await redis.del(`${prefix}:limit:${name}`))),
  };
};
