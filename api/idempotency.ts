// One request, one effect: the key's row is started in the business transaction and finished with the answer.
import { createHash, randomInt } from 'node:crypto';
import { type Tx, sql } from '../db/rows.ts';
import { seal, unseal } from '../platform/sealed.ts';
import { Problem } from './problems.ts';

/** How long the first request may take before a repeat takes over; real time. */
export const leaseSeconds = 30;

export interface KeyedRequest {
  readonly companyId: string;
  readonly principalId: string;
  readonly operation: string;
  readonly key: string;
  readonly fingerprint: Buffer;
}

/** Keys are kept for three days, and swept by the way: one request in so many takes some old ones along. */
const keptDays = 3;
const sweepOneIn = 500;

const sweep = async (tx: Tx): Promise<void> => {
  await tx.run(sql`
    delete from idempotency_key where ctid = any (array(
      select ctid from idempotency_key where created_at < now() - ${`${keptDays} days`}::interval limit 1000
      for update skip locked))`);
};

/** What is replayed: an answer, or the problem that the first request ended with. */
export interface StoredAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export const fingerprintOf = (method: string, url: string, body: Buffer): Buffer =>
  createHash('sha256').update(`${method}\n${url}\n`).update(body).digest();

/** A UUID made of the key's identity: another principal's key makes another one, so nobody finds somebody else's row. */
export const derivedId = (request: Omit<KeyedRequest, 'fingerprint' | 'companyId'>): string => {
  const text = JSON.stringify([request.principalId, request.operation, request.key]);
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

const where = (request: KeyedRequest) => sql`company_id = ${request.companyId} and principal_id = ${request.principalId}
  and operation = ${request.operation} and key = ${request.key}`;

const contextOf = (request: KeyedRequest): string => `idempotency/${derivedId(request)}`;

interface KeyRow {
  fingerprint: Buffer;
  state: 'started' | 'finished';
  leased: boolean;
  status: number | null;
  answer_cipher: Buffer | null;
}

export interface Idempotency {
  /** Starts the key, or takes it over when its lease ran out; the stored answer when it is finished. */
  begin(tx: Tx, request: KeyedRequest): Promise<StoredAnswer | undefined>;
  finish(tx: Tx, request: KeyedRequest, answer: StoredAnswer): Promise<void>;
  /** Nothing came of it: the next repeat need not wait for the lease. */
  release(tx: Tx, request: KeyedRequest): Promise<void>;
}

const inProgress = (): Problem => new Problem('request-in-progress', { retryAfterSeconds: 1 });

const insert = (tx: Tx, request: KeyedRequest): Promise<number> =>
  tx.run(sql`
    insert into idempotency_key (company_id, principal_id, operation, key, fingerprint, state, leased_until)
    values (${request.companyId}, ${request.principalId}, ${request.operation}, ${request.key}, ${request.fingerprint},
      'started', clock_timestamp() + ${`${leaseSeconds} seconds`}::interval)
    on conflict do nothing`);

export const idempotency = (dataKey: Buffer): Idempotency => ({
  begin: async (tx, request) => {
    // Whoever holds the lock is the same request, still in its transaction.
    const lock = await tx.row<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${derivedId(request)}, 0)) as free`,
    );
    if (lock?.free !== true) throw inProgress();
    if (randomInt(sweepOneIn) === 0) await sweep(tx);
    if ((await insert(tx, request)) > 0) return undefined;
    const row = await tx.row<KeyRow>(sql`
      select fingerprint, state, leased_until > clock_timestamp() as leased, status, answer_cipher
      from idempotency_key where ${where(request)} for update`);
    if (row === undefined) throw inProgress();
    if (!row.fingerprint.equals(request.fingerprint)) throw new Problem('key-reused');
    if (row.state === 'finished' && row.answer_cipher !== null) {
      return JSON.parse(unseal(dataKey, row.answer_cipher, contextOf(request)).toString('utf8')) as StoredAnswer;
    }
    if (row.leased) throw inProgress();
    await tx.run(sql`
      update idempotency_key set leased_until = clock_timestamp() + ${`${leaseSeconds} seconds`}::interval
      where ${where(request)}`);
    return undefined;
  },
  finish: async (tx, request, answer) => {
    const cipher = seal(dataKey, JSON.stringify(answer), contextOf(request));
    await tx.run(sql`
      update idempotency_key set state = 'finished', status = ${answer.status}, answer_cipher = ${cipher}
      where ${where(request)}`);
  },
  release: async (tx, request) => {
    await tx.run(
      sql`update idempotency_key set leased_until = clock_timestamp() where ${where(request)} and state = 'started'`,
    );
  },
});
