// From the headers of a request to who is asking; nobody is served on a token that has ended.
import { type Database } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { type Audience } from '../document.ts';
import { type Actor } from '../handler.ts';
import { Problem } from '../problems.ts';
import { type AccessState } from './access-state.ts';
import { authenticateMachine, type MachineKeys } from './machines.ts';
import { lotsOfScope, readPrincipal } from './principals.ts';
import { tokenAudiences, type TokenClaims, type Tokens } from './tokens.ts';

export interface Credentials {
  readonly header: (name: string) => string | undefined;
  readonly method: string;
  readonly url: string;
  readonly body: Buffer;
}

export interface AuthenticationDeps {
  readonly database: Database;
  readonly access: AccessState;
  readonly tokens: Tokens;
  readonly keys: MachineKeys;
}

export const nobody: Actor = { kind: 'nobody', id: 'nobody', name: '', companyId: undefined, roles: [], rules: [] };

const rememberedActors = 5_000;
/** Should the word of a change be lost, it is noticed after this time. */
const rememberedMs = 30_000;

const ownerActor = async ({ database }: AuthenticationDeps, claims: TokenClaims): Promise<Actor> => {
  const owner = await database.asIdentity((tx) =>
    tx.row<{ phoneMask: string; state: string }>(
      sql`select phone_mask as "phoneMask", state from owner where id = ${claims.subject}`,
    ),
  );
  if (owner?.state !== 'active') throw new Problem('account-locked');
  const { subject: id, familyId } = claims;
  return { kind: 'owner', id, name: owner.phoneMask, companyId: undefined, roles: ['owner'], rules: [], familyId };
};

const principalActor = async ({ database }: AuthenticationDeps, claims: TokenClaims): Promise<Actor> => {
  const principal = await database.asIdentity((tx) => readPrincipal(tx, claims.subject));
  if (principal === undefined || principal.audience !== claims.audience) throw new Problem('unauthenticated');
  if (principal.state !== 'active') throw new Problem('account-locked');
  const lotIds = await lotsOfScope(database, principal.companyId, principal.units);
  return {
    kind: principal.audience,
    id: principal.id,
    name: principal.displayName,
    companyId: principal.companyId,
    roles: principal.roles,
    rules: principal.rules,
    familyId: claims.familyId,
    ...(lotIds === undefined ? {} : { lotIds }),
  };
};

export interface Authenticator {
  /** Throws a 401 problem, `account-locked`, or `unavailable` while rights cannot be checked. */
  (credentials: Credentials, audiences: readonly Audience[]): Promise<Actor>;
}

export const authenticator = (deps: AuthenticationDeps): Authenticator => {
  // Valid as long as the access state's version stands, which changes with every change of rights.
  const remembered = new Map<string, { version: string; until: number; actor: Actor }>();
  const actorOf = async (claims: TokenClaims, version: string): Promise<Actor> => {
    const known = remembered.get(claims.familyId);
    if (known?.version === version && Date.now() < known.until) return known.actor;
    const actor = await (claims.audience === 'owner' ? ownerActor(deps, claims) : principalActor(deps, claims));
    if (remembered.size >= rememberedActors) remembered.clear();
    remembered.set(claims.familyId, { version, until: Date.now() + rememberedMs, actor });
    return actor;
  };
  return async ({ header, method, url, body }, audiences) => {
    const signature = header('X-Machine-Signature');
    if (signature !== undefined && audiences.includes('machine')) {
      const machineId = header('X-Machine-Id') ?? '';
      const time = header('X-Machine-Time') ?? '';
      return authenticateMachine(deps.database, deps.access, deps.keys, {
        machineId,
        time,
        signature,
        method,
        url,
        body,
      });
    }
    const token = /^Bearer ([A-Za-z0-9._-]+)$/i.exec(header('Authorization') ?? '')?.[1];
    if (token === undefined) throw new Problem('unauthenticated');
    const claims = await deps.tokens.verify(token, tokenAudiences);
    const { ended, version } = await deps.access.read(claims.familyId, claims.companyId);
    if (ended) throw new Problem('unauthenticated');
    // A valid token of another kind of principal: known, and not allowed here.
    if (!audiences.includes(claims.audience)) throw new Problem('forbidden');
    return actorOf(claims, version);
  };
};
