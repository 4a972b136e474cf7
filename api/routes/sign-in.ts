// Signing in and out: staff by password, field staff on one handheld, owners by a code, and what everybody may ask of himself.
import { type Database } from '../../db/database.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { hashPassword, verifyPassword } from '../../platform/password.ts';
import { newId } from '../../platform/ids.ts';
import { type SmsSender } from '../../providers/sms/sms-sender.ts';
import { writeAudit } from '../audit.ts';
import { type FreeRequest, free, type Handlers, type OperationId } from '../handler.ts';
import { type AccessState } from '../identity/access-state.ts';
import { type OwnerDeps, sendOwnerCode, signInOwner } from '../identity/owners.ts';
import { endSignIns, refreshSignIn, startSignIn, type TokenPair } from '../identity/sign-ins.ts';
import { type TokenAudience, type Tokens } from '../identity/tokens.ts';
import { Problem } from '../problems.ts';

export interface SignInDeps {
  readonly database: Database;
  readonly access: AccessState;
  readonly tokens: Tokens;
  readonly sms: SmsSender;
  readonly hashKey: Buffer;
  readonly dataKey: Buffer;
}

const lockAfterFailures = 5;
const lockMinutes = 15;

interface Account {
  id: string;
  companyId: string;
  passwordHash: string;
  state: 'active' | 'locked' | 'left';
  lockedUntil: number | null;
}

const readAccount = (tx: Tx, audience: 'staff' | 'field', login: string): Promise<Account | undefined> =>
  tx.row<Account>(sql`
    select id, company_id as "companyId", password_hash as "passwordHash", state, epoch_ms(locked_until) as "lockedUntil"
    from principal where audience = ${audience} and login = ${login}`);

type Asking = Pick<FreeRequest<OperationId>, 'requestId' | 'address' | 'at' | 'operationId'>;

/** A row of the account's own company; the transaction sees nothing else from here on. */
const note = async (
  tx: Tx,
  request: Asking,
  who: { readonly id: string; readonly companyId: string; readonly kind: 'staff' | 'field' },
  after?: object,
): Promise<void> => {
  const { requestId, address, at, operationId } = request;
  const { id, companyId, kind } = who;
  await tx.enterCompany(companyId);
  const context = {
    companyId,
    actor: { kind, id },
    action: operationId,
    at,
    requestId,
    address,
    onBehalfOf: undefined,
  };
  await writeAudit(tx, context, { subjectKind: 'Self', subjectId: id, ...(after === undefined ? {} : { after }) });
};

const noteFailure = async (
  database: Database,
  request: Asking,
  account: Account,
  kind: 'staff' | 'field',
): Promise<void> => {
  await database.asIdentity(async (tx) => {
    const row = await tx.row<{ failures: number }>(sql`
      update principal set failed_attempts = failed_attempts + 1,
        locked_until = case when failed_attempts + 1 >= ${lockAfterFailures}
          then now() + ${`${lockMinutes} minutes`}::interval else locked_until end
      where id = ${account.id} returning failed_attempts as failures`);
    const failures = row?.failures ?? 0;
    if (failures >= lockAfterFailures) await note(tx, request, { ...account, kind }, { locked: true, failures });
  });
};

/** The account, when the password is right and nothing locks it. A wrong login takes as long as a wrong password. */
const checkPassword = async (
  { database, access }: SignInDeps,
  request: FreeRequest<'signInStaff' | 'signInField'>,
  audience: 'staff' | 'field',
): Promise<Account> => {
  const { login, password } = request.body;
  await access.limit(`sign-in/${audience}/${request.address}`, 100, 60);
  const account = await database.asIdentity((tx) => readAccount(tx, audience, login));
  const locked =
    account?.lockedUntil !== null && account?.lockedUntil !== undefined && account.lockedUntil > Date.now();
  const right = await verifyPassword(account?.passwordHash, password);
  if (account === undefined) throw new Problem('credentials-wrong');
  // Whoever guesses learns nothing while the account is locked, not even that he guessed right.
  if (locked) {
    const seconds = Math.ceil(((account.lockedUntil ?? 0) - Date.now()) / 1_000);
    throw new Problem('account-locked', { retryAfterSeconds: seconds });
  }
  if (!right) {
    await noteFailure(database, request, account, audience);
    throw new Problem('credentials-wrong');
  }
  if (account.state !== 'active') throw new Problem('account-locked');
  return account;
};

const signInStaff = async (deps: SignInDeps, request: FreeRequest<'signInStaff'>): Promise<TokenPair> => {
  const account = await checkPassword(deps, request, 'staff');
  return deps.database.asIdentity(async (tx) => {
    await tx.run(sql`update principal set failed_attempts = 0, locked_until = null where id = ${account.id}`);
    const { id: subject, companyId } = account;
    const { familyId: _family, ...pair } = await startSignIn(tx, deps.tokens, {
      audience: 'staff',
      subject,
      companyId,
    });
    await note(tx, request, { ...account, kind: 'staff' });
    return pair;
  });
};

const signInField = async (deps: SignInDeps, request: FreeRequest<'signInField'>): Promise<TokenPair> => {
  const account = await checkPassword(deps, request, 'field');
  const { deviceId, takeover } = request.body;
  return deps.database.asIdentity(async (tx) => {
    // The person's row is locked: of two handhelds that sign in at once, one is told of the other.
    await tx.run(sql`update principal set failed_attempts = 0, locked_until = null where id = ${account.id}`);
    const other = await tx.row<{ deviceId: string }>(sql`
      select device_id as "deviceId" from token_family
      where principal_id = ${account.id} and revoked_at is null and expires_at > now() and device_id <> ${deviceId}`);
    if (other !== undefined && !takeover) {
      throw new Problem('signed-in-elsewhere', { detail: `already signed in on device ${other.deviceId}` });
    }
    await deps.access.ended(await endSignIns(tx, { principalId: account.id }, 'signed in again'));
    const { id: subject, companyId } = account;
    const who = { audience: 'field', subject, companyId, deviceId } as const;
    const { familyId: _family, ...pair } = await startSignIn(tx, deps.tokens, who);
    await note(tx, request, { ...account, kind: 'field' });
    return pair;
  });
};

const refresh = async (deps: SignInDeps, audience: TokenAudience, refreshToken: string) => {
  const body = await refreshSignIn(deps, audience, refreshToken);
  if (body === 'reused') throw new Problem('refresh-reused');
  return { status: 200, body } as const;
};

const changePassword = async (deps: SignInDeps, request: FreeRequest<'changeMyPassword'>): Promise<void> => {
  const { actor, body } = request;
  const row = await deps.database.asIdentity((tx) =>
    tx.row<{ passwordHash: string }>(sql`select password_hash as "passwordHash" from principal where id = ${actor.id}`),
  );
  await deps.access.limit(`password/${actor.id}`, 10, 600);
  if (!(await verifyPassword(row?.passwordHash, body.currentPassword))) throw new Problem('credentials-wrong');
  const hash = await hashPassword(body.newPassword);
  await request.transaction(async (tx, audit) => {
    await tx.run(sql`update principal set password_hash = ${hash}, version = version + 1 where id = ${actor.id}`);
    const which = {
      principalId: actor.id,
      ...(actor.familyId === undefined ? {} : { exceptFamilyId: actor.familyId }),
    };
    await deps.access.ended(await endSignIns(tx, which, 'password changed'));
    await audit({ subjectKind: 'Self', subjectId: actor.id, after: { passwordChanged: true } });
  });
};

type SignInOps =
  | 'signInStaff'
  | 'refreshStaff'
  | 'signInField'
  | 'refreshField'
  | 'sendOwnerCode'
  | 'signInOwner'
  | 'refreshOwner'
  | 'signOut'
  | 'getMe'
  | 'changeMyPassword';

export const signInRoutes = (deps: SignInDeps): Handlers<SignInOps> => {
  const owners: OwnerDeps = { ...deps, newId };
  return {
    signInStaff: free(async (request) => ({ status: 200, body: await signInStaff(deps, request) })),
    refreshStaff: free(({ body }) => refresh(deps, 'staff', body.refreshToken)),
    signInField: free(async (request) => ({ status: 200, body: await signInField(deps, request) })),
    refreshField: free(({ body }) => refresh(deps, 'field', body.refreshToken)),
    sendOwnerCode: free(async (request) => ({ status: 202, body: await sendOwnerCode(owners, request) })),
    signInOwner: free(async (request) => ({ status: 200, body: await signInOwner(owners, request) })),
    refreshOwner: free(({ body }) => refresh(deps, 'owner', body.refreshToken)),
    signOut: free(async (request) => {
      const { familyId, companyId, id, kind } = request.actor;
      if (familyId === undefined) return { status: 204 };
      await deps.database.asIdentity(async (tx) => {
        await deps.access.ended(await endSignIns(tx, { familyId }, 'signed out'));
        if (companyId !== undefined && (kind === 'staff' || kind === 'field'))
          await note(tx, request, { id, companyId, kind });
      });
      return { status: 204 };
    }),
    getMe: free(async ({ actor }) => {
      const { kind, id, name, companyId = null, roles, rules, lotIds } = actor;
      if (kind === 'nobody') throw new Problem('unauthenticated');
      const lots = lotIds === undefined ? null : [...lotIds];
      return { status: 200, body: { kind, id, name, companyId, roles: [...roles], rules: [...rules], lotIds: lots } };
    }),
    changeMyPassword: free(async (request) => {
      await changePassword(deps, request);
      return { status: 204 };
    }),
  };
};
