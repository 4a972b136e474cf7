// Signed requests of machines: HMAC over method, path, time and body; each signature is used once.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Database } from '../../db/database.ts';
import { openDeviceSecret, readDevice } from '../../db/queries/device-credentials.ts';
import { derivedKey, unseal } from '../../platform/sealed.ts';
import { type Actor, type Rule } from '../handler.ts';
import { Problem } from '../problems.ts';
import { type AccessState } from './access-state.ts';
import { lotsOfScope, readPrincipal } from './principals.ts';

/** How far a machine's clock may be off. */
const toleranceSeconds = 300;

export interface SignedRequest {
  readonly machineId: string;
  readonly time: string;
  readonly signature: string;
  readonly method: string;
  /** Path with query, as sent. */
  readonly url: string;
  readonly body: Buffer;
}

export const machineSignature = (
  key: Buffer,
  request: Pick<SignedRequest, 'method' | 'url' | 'time' | 'body'>,
): string => {
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  return createHmac('sha256', key)
    .update([request.method.toUpperCase(), request.url, request.time, bodyHash].join('\n'))
    .digest('hex');
};

/** The platform's own machine, `platform`: it creates companies and nothing else. */
export const platformKey = (tokenKey: Buffer): Buffer => derivedKey(tokenKey, 'platform machine');

export const machineKeyContext = (principalId: string): string => `machine/${principalId}`;

const platformRules: readonly Rule[] = [{ action: 'create', subject: 'Company' }];
/** A device as a caller of the API may see where it stands, and nothing of other lots. */
const deviceRules: readonly Rule[] = [
  { action: 'read', subject: 'Lot' },
  { action: 'read', subject: 'Bay' },
  { action: 'read', subject: 'Lane' },
  { action: 'read', subject: 'LotPolicy' },
];

interface Known {
  readonly key: Buffer;
  readonly actor: () => Promise<Actor>;
}

export interface MachineKeys {
  readonly tokenKey: Buffer;
  readonly dataKey: Buffer;
}

const platform = (keys: MachineKeys): Known => ({
  key: platformKey(keys.tokenKey),
  actor: async () => ({
    kind: 'platform',
    id: 'platform',
    name: 'platform',
    companyId: undefined,
    roles: ['platform'],
    rules: platformRules,
  }),
});

const device = async (database: Database, keys: MachineKeys, deviceId: string): Promise<Known | undefined> => {
  const row = await database.asIdentity((tx) => readDevice(tx, deviceId));
  if (row === undefined || !row.inUse) return undefined;
  return {
    key: Buffer.from(openDeviceSecret(keys.dataKey, deviceId, row.secretCipher)),
    actor: async () => ({
      kind: 'device',
      id: deviceId,
      name: deviceId,
      companyId: row.companyId,
      roles: ['device'],
      rules: deviceRules,
      lotIds: [row.lotId],
    }),
  };
};

const machine = async (database: Database, keys: MachineKeys, id: string): Promise<Known | undefined> => {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
  const row = await database.asIdentity((tx) => readPrincipal(tx, id));
  if (row?.secretCipher === null || row?.secretCipher === undefined || row.state !== 'active') return undefined;
  return {
    key: unseal(keys.dataKey, row.secretCipher, machineKeyContext(id)),
    actor: async () => {
      const lotIds = await lotsOfScope(database, row.companyId, row.units);
      return {
        kind: 'machine',
        id,
        name: row.displayName,
        companyId: row.companyId,
        roles: row.roles,
        rules: row.rules,
        ...(lotIds === undefined ? {} : { lotIds }),
      };
    },
  };
};

const known = (database: Database, keys: MachineKeys, machineId: string): Promise<Known | undefined> => {
  if (machineId === 'platform') return Promise.resolve(platform(keys));
  const deviceId = /^device:([A-Za-z0-9_-]{1,64})$/.exec(machineId)?.[1];
  return deviceId === undefined ? machine(database, keys, machineId) : device(database, keys, deviceId);
};

/** Who signed. Throws `signature-wrong` for anything that does not fit, `signature-replayed` for a second use. */
export const authenticateMachine = async (
  database: Database,
  access: AccessState,
  keys: MachineKeys,
  request: SignedRequest,
): Promise<Actor> => {
  const seconds = /^[0-9]{1,12}$/.test(request.time) ? Number(request.time) : Number.NaN;
  if (!(Math.abs(Date.now() / 1_000 - seconds) <= toleranceSeconds)) {
    throw new Problem('signature-wrong', { detail: 'X-Machine-Time is missing or too far off' });
  }
  const found = await known(database, keys, request.machineId);
  const expected = Buffer.from(machineSignature(found?.key ?? Buffer.alloc(32), request), 'hex');
  const given = /^[0-9a-f]{64}$/i.test(request.signature) ? Buffer.from(request.signature, 'hex') : Buffer.alloc(32);
  if (!timingSafeEqual(expected, given) || found === undefined) throw new Problem('signature-wrong');
  const actor = await found.actor();
  await access.read(undefined, actor.companyId);
  if (request.method !== 'GET' && !(await access.firstUse(request.signature.toLowerCase(), 2 * toleranceSeconds))) {
    throw new Problem('signature-replayed');
  }
  return actor;
};
