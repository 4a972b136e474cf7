// Sign-ins: a family of refresh tokens, each used once. Using one twice ends the family: somebody else has it.
import { createHash, randomBytes } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { Problem } from '../problems.ts';
import { type AccessState } from './access-state.ts';
import { accessSeconds, type TokenAudience, type Tokens } from './tokens.ts';

const refreshDays: Readonly<Record<TokenAudience, number>> = { staff: 1, field: 7, owner: 90 };

export interface TokenPair {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly refreshExpiresInSeconds: number;
}

export interface SignedIn {
  readonly audience: TokenAudience;
  /** A principal's id, or an owner's. */
  readonly subject: string;
  readonly companyId: string | undefined;
  readonly deviceId?: string;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

const issue = async (tx: Tx, tokens: Tokens, familyId: string, who: SignedIn): Promise<TokenPair> => {
  const refreshToken = randomBytes(32).toString('base64url');
  const seconds = refreshDays[who.audience] * 86_400;
  await tx.run(sql`
    insert into refresh_token (token_hash, family_id, expires_at)
    select ${hashOf(refreshToken)}, id, least(expires_at, now() + ${`${seconds} seconds`}::interval)
    from token_family where id = ${familyId}`);
  const { audience, subject, companyId } = who;
  const accessToken = await tokens.sign({ audience, subject, familyId, companyId });
  return { accessToken, expiresInSeconds: accessSeconds, refreshToken, refreshExpiresInSeconds: seconds };
};

/** Under the identity role. The family lives at most ten times as long as one refresh token. */
export const startSignIn = async (tx: Tx, tokens: Tokens, who: SignedIn): Promise<TokenPair & { familyId: string }> => {
  const familyId = newId();
  const owner = who.audience === 'owner';
  await tx.run(sql`
    insert into token_family (id, company_id, audience, principal_id, owner_id, device_id, expires_at)
    values (${familyId}, ${who.companyId ?? null}, ${who.audience}, ${owner ? null : who.subject},
      ${owner ? who.subject : null}, ${who.deviceId ?? null},
      now() + ${`${refreshDays[who.audience] * 10} days`}::interval)`);
  return { ...(await issue(tx, tokens, familyId, who)), familyId };
};

/** Ends sign-ins; their ids, to be told to the access state before the commit: without it nothing has ended. */
export const endSignIns = async (
  tx: Tx,
  which: { readonly familyId: string } | { readonly principalId: string; readonly exceptFamilyId?: string },
  reason: string,
): Promise<string[]> => {
  const condition =
    'familyId' in which
      ? sql`id = ${which.familyId}`
      : sql`principal_id = ${which.principalId} and id <> ${which.exceptFamilyId ?? '00000000-0000-0000-0000-000000000000'}`;
  const rows = await tx.rows<{ id: string }>(sql`
    update token_family set revoked_at = now(), revoked_reason = ${reason}
    where ${condition} and revoked_at is null returning id`);
  return rows.map(({ id }) => id);
};

interface RefreshRow {
  familyId: string;
  subject: string;
  companyId: string | null;
  deviceId: string | null;
  used: boolean;
  dead: boolean;
}

/** A new pair for an unused refresh token. One used before ends the whole sign-in, and is `reused`. */
export const refreshSignIn = (
  { database, tokens, access }: { database: Database; tokens: Tokens; access: AccessState },
  audience: TokenAudience,
  refreshToken: string,
): Promise<TokenPair | 'reused'> =>
  database.asIdentity(async (tx) => {
    const hash = hashOf(refreshToken);
    const row = await tx.row<RefreshRow>(sql`
      select f.id as "familyId", coalesce(f.principal_id, f.owner_id) as subject, f.company_id as "companyId",
        f.device_id as "deviceId", t.used_at is not null as used,
        (f.revoked_at is not null or t.expires_at <= now() or f.expires_at <= now()) as dead
      from refresh_token t join token_family f on f.id = t.family_id
      where t.token_hash = ${hash} and f.audience = ${audience} for update of t, f`);
    if (row === undefined) throw new Problem('unauthenticated');
    if (row.used) {
      await access.ended(await endSignIns(tx, { familyId: row.familyId }, 'refresh token used twice'));
      return 'reused';
    }
    if (row.dead) throw new Problem('token-expired');
    await tx.run(sql`update refresh_token set used_at = now() where token_hash = ${hash}`);
    const { subject, companyId, familyId } = row;
    return issue(tx, tokens, familyId, { audience, subject, companyId: companyId ?? undefined });
  });
