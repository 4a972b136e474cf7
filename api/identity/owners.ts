// Owners sign in with a code sent to their phone: stored as a hash, sent seldom, used once, dead after five wrong tries.
import { randomInt } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { keyedHash, seal } from '../../platform/sealed.ts';
import { type SmsSender } from '../../providers/sms/sms-sender.ts';
import { type FreeRequest, type Schema } from '../handler.ts';
import { Problem } from '../problems.ts';
import { type AccessState } from './access-state.ts';
import { startSignIn, type TokenPair } from './sign-ins.ts';
import { type Tokens } from './tokens.ts';

export interface OwnerDeps {
  readonly database: Database;
  readonly access: AccessState;
  readonly tokens: Tokens;
  readonly sms: SmsSender;
  readonly hashKey: Buffer;
  readonly dataKey: Buffer;
  readonly newId: () => string;
}

const codeSeconds = 300;
const pauseSeconds = 60;
const mostWrongTries = 5;

/** `+86 138…` and `138…` are one phone. */
const normalised = (phone: string): string => phone.replace(/^\+?86(?=1\d{10}$)/, '').replace(/^\+/, '');

/** By which an owner is found. */
export const phoneHashOf = (hashKey: Buffer, phone: string): Buffer => keyedHash(hashKey, 'phone', normalised(phone));

export interface FoundOwner {
  readonly ownerId: string;
  /** Masked. */
  readonly phone: string;
}

/** Under the identity role: no company may look through the owners. */
export const ownerOfPhone = (tx: Tx, phoneHash: Buffer): Promise<FoundOwner | undefined> =>
  tx.row<FoundOwner>(sql`
    select id as "ownerId", phone_mask as phone from owner where phone_hash = ${phoneHash} and state = 'active'`);

const masked = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

export const sendOwnerCode = async (
  { database, access, sms, hashKey, newId }: OwnerDeps,
  { body, address }: FreeRequest<'sendOwnerCode'>,
): Promise<Schema<'OwnerCodeSent'>> => {
  const phone = normalised(body.phone);
  const phoneHash = keyedHash(hashKey, 'phone', phone);
  const name = phoneHash.toString('hex');
  await access.limit(`code/address/${address}`, 30, 3_600);
  await access.limit(`code/pause/${name}`, 1, pauseSeconds);
  await access.limit(`code/day/${name}`, 10, 86_400);
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const id = newId();
  await database.asIdentity((tx) =>
    tx.run(sql`
      insert into sms_code (id, phone_hash, code_hash, expires_at)
      values (${id}, ${phoneHash}, ${keyedHash(hashKey, `code/${id}`, code)}, now() + ${`${codeSeconds} seconds`}::interval)`),
  );
  await sms.send({ phone, template: 'sign-in-code', parameters: { code } }).catch((cause: unknown) => {
    throw new Problem('unavailable', { cause, retryAfterSeconds: pauseSeconds });
  });
  return { expiresInSeconds: codeSeconds, nextInSeconds: pauseSeconds };
};

interface CodeRow {
  id: string;
  codeHash: Buffer;
}

/** Uses the newest code up. A wrong try is counted and committed, also when the sign-in fails. */
const consumeCode = async (tx: Tx, hashKey: Buffer, phoneHash: Buffer, code: string): Promise<boolean> => {
  const row = await tx.row<CodeRow>(sql`
    select id, code_hash as "codeHash" from sms_code
    where phone_hash = ${phoneHash} and consumed_at is null and expires_at > now() and failed_attempts < ${mostWrongTries}
    order by created_at desc limit 1 for update`);
  if (row === undefined) return false;
  const right = keyedHash(hashKey, `code/${row.id}`, code).equals(row.codeHash);
  await tx.run(
    right
      ? sql`update sms_code set consumed_at = now() where id = ${row.id}`
      : sql`update sms_code set failed_attempts = failed_attempts + 1 where id = ${row.id}`,
  );
  return right;
};

const findOrRegister = async (tx: Tx, deps: OwnerDeps, phone: string, phoneHash: Buffer): Promise<string> => {
  const { dataKey, newId } = deps;
  await tx.run(sql`
    insert into owner (id, phone_hash, phone_cipher, phone_mask)
    values (${newId()}, ${phoneHash}, ${seal(dataKey, phone, 'owner/phone')}, ${masked(phone)})
    on conflict (phone_hash) do nothing`);
  const owner = await tx.row<{ id: string; state: string }>(
    sql`select id, state from owner where phone_hash = ${phoneHash}`,
  );
  if (owner?.state !== 'active') throw new Problem('account-locked');
  return owner.id;
};

export const signInOwner = async (
  deps: OwnerDeps,
  { body, address }: FreeRequest<'signInOwner'>,
): Promise<TokenPair> => {
  const phone = normalised(body.phone);
  const phoneHash = keyedHash(deps.hashKey, 'phone', phone);
  await deps.access.limit(`owner-sign-in/${address}`, 100, 60);
  const pair = await deps.database.asIdentity(async (tx) => {
    if (!(await consumeCode(tx, deps.hashKey, phoneHash, body.code))) return undefined;
    const subject = await findOrRegister(tx, deps, phone, phoneHash);
    return startSignIn(tx, deps.tokens, { audience: 'owner', subject, companyId: undefined });
  });
  if (pair === undefined) throw new Problem('code-wrong');
  const { familyId: _family, ...tokens } = pair;
  return tokens;
};
