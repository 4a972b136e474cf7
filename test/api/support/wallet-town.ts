// An API over a town that takes money: owners and staff with the rights that a test gives them.
import { Client, Connection } from '@temporalio/client';
import { composeApi } from '../../../api/compose.ts';
import { type Rule } from '../../../api/handler.ts';
import { tokens } from '../../../api/identity/tokens.ts';
import { listenApi } from '../../../api/listen.ts';
import { builtInRoles } from '../../../db/built-in-roles.ts';
import { sql } from '../../../db/rows.ts';
import { newId } from '../../../platform/ids.ts';
import { createLog } from '../../../platform/log.ts';
import { connectRedis } from '../../../platform/redis.ts';
import { keyedHash, seal } from '../../../platform/sealed.ts';
import { noSms } from '../../../providers/sms/sms-sender.ts';
import { localDiskStorage } from '../../../providers/storage/local-disk.ts';
import { openTown, type Town } from '../../payments/support.ts';
import { testEnvironment } from '../../support/environment.ts';
import { apiClient, type ApiClient } from './client.ts';

export interface Owner {
  readonly id: string;
  readonly phone: string;
  /** Access token. */
  readonly as: string;
}

export interface WalletTown extends ApiClient {
  readonly town: Town;
  readonly companyId: string;
  owner(): Promise<Owner>;
  /** Somebody of these built-in roles; another person for every call. */
  staff(...roles: string[]): Promise<string>;
  close(): Promise<void>;
}

const rulesOf = (roles: readonly string[]): readonly Rule[] =>
  builtInRoles.filter(({ name }) => roles.includes(name)).flatMap(({ rules }) => rules);

const signInStaff = async (town: Town, tokenKey: Buffer, roles: readonly string[]): Promise<string> => {
  const [principalId, roleId, familyId] = [newId(), newId(), newId()];
  const { companyId } = town.scene;
  const audience = roles.includes('collector') ? 'field' : 'staff';
  await town.inCompany(async (tx) => {
    await tx.run(sql`
      insert into principal (id, company_id, audience, login, display_name, password_hash)
      values (${principalId}, ${companyId}, ${audience}, ${principalId}, 'Somebody', 'none')`);
    await tx.run(sql`
      insert into role (id, company_id, name, title, rules)
      values (${roleId}, ${companyId}, ${roleId}, 'A role', ${JSON.stringify(rulesOf(roles))}::jsonb)`);
    await tx.run(sql`
      insert into principal_role (principal_id, role_id, company_id) values (${principalId}, ${roleId}, ${companyId})`);
    await tx.run(sql`
      insert into token_family (id, company_id, audience, principal_id, expires_at)
      values (${familyId}, ${companyId}, ${audience}, ${principalId}, now() + interval '1 day')`);
  });
  return tokens(tokenKey).sign({ audience, subject: principalId, familyId, companyId });
};

const signInOwner = async ({ scene }: Town, tokenKey: Buffer, phone: string): Promise<Owner> => {
  const [id, familyId] = [newId(), newId()];
  const { hashKey, dataKey } = scene.keys;
  await scene.db.asIdentity(async (tx) => {
    await tx.run(sql`
      insert into owner (id, phone_hash, phone_cipher, phone_mask)
      values (${id}, ${keyedHash(hashKey, 'phone', phone)}, ${seal(dataKey, phone, 'owner/phone')},
        ${`${phone.slice(0, 3)}****${phone.slice(-4)}`})`);
    await tx.run(sql`
      insert into token_family (id, audience, owner_id, expires_at)
      values (${familyId}, 'owner', ${id}, now() + interval '1 day')`);
  });
  return {
    id,
    phone,
    as: await tokens(tokenKey).sign({ audience: 'owner', subject: id, familyId, companyId: undefined }),
  };
};

export const openWalletTown = async (): Promise<WalletTown> => {
  const town = await openTown();
  const base = testEnvironment().config({
    PUBLIC_URL: new URL(town.webhookUrl).origin,
    WECHAT_PAY_URL: town.bench.gateway.baseUrl,
    DATABASE_URL: town.scene.databaseUrl,
  });
  const config = { ...base, secrets: { ...base.secrets, ...town.scene.keys } };
  const log = createLog({ name: 'test', level: 'fatal' });
  const redis = await connectRedis(config.redisUrl, log);
  const connection = Connection.lazy({ address: config.temporalAddress });
  const { tokenKey } = config.secrets;
  const api = composeApi({
    config,
    database: town.scene.db,
    redis,
    client: new Client({ connection }),
    payloadCodecs: [],
    clock: town.clock,
    log,
    sms: noSms,
    storage: localDiskStorage({ folder: config.storageFolder, linkSecret: tokenKey }),
    linkSecret: tokenKey,
    probes: [],
    checkAnswers: true,
    cachePrefix: newId(),
  });
  const server = await listenApi(api.app, 0);
  let owners = 0;
  return {
    ...apiClient(`http://127.0.0.1:${server.port}`),
    town,
    companyId: town.scene.companyId,
    owner: () => signInOwner(town, tokenKey, `1380000${String((owners += 1)).padStart(4, '0')}`),
    staff: (...roles) => signInStaff(town, tokenKey, roles),
    close: async () => {
      await server.close();
      await api.close();
      await connection.close();
      redis.destroy();
      await town.close();
    },
  };
};
