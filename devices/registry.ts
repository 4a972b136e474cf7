// What the bridge remembers of devices, bays and lots, so that a message costs no question. Rows are the truth: a change
// is announced and forgotten here at once, and nothing is believed for longer than a minute.
import { type Database } from '../db/database.ts';
import { type KnownDevice, readDevice, readDeviceOfPushToken } from '../db/queries/device-credentials.ts';
import { sql } from '../db/rows.ts';
import { defaultLotPolicy, type LotPolicy } from '../domain/lot-policy.ts';

const believedMs = 60_000;
const unknownBelievedMs = 2_000;
const entriesMax = 200_000;

interface Entry<T> {
  readonly value: Promise<T | undefined>;
  until: number;
}

/** Answers from memory, or asks once however many want to know; a failed question is asked again. */
const remembering = <T>(ask: (key: string) => Promise<T | undefined>) => {
  const entries = new Map<string, Entry<T>>();
  const get = (key: string): Promise<T | undefined> => {
    const known = entries.get(key);
    if (known !== undefined && known.until > performance.now()) return known.value;
    if (entries.size >= entriesMax) entries.clear();
    const entry: Entry<T> = { value: ask(key), until: performance.now() + believedMs };
    entries.set(key, entry);
    entry.value.then(
      (value) => {
        if (value === undefined) entry.until = performance.now() + unknownBelievedMs;
      },
      () => entries.delete(key),
    );
    return entry.value;
  };
  return { get, forget: (key: string) => entries.delete(key), forgetAll: () => entries.clear() };
};

export interface Registry {
  device(deviceId: string): Promise<KnownDevice | undefined>;
  deviceOfPushToken(token: string): Promise<KnownDevice | undefined>;
  bayId(companyId: string, lotId: string, code: string): Promise<string | undefined>;
  /** For reading messages; decisions read the policy again in their own transaction. */
  policy(companyId: string, lotId: string): Promise<LotPolicy>;
  laneDirection(companyId: string, laneId: string): Promise<'entry' | 'exit' | undefined>;
  forgetDevice(deviceId: string): void;
  forgetAll(): void;
}

export const createRegistry = (db: Database): Registry => {
  const devices = remembering((id) => db.asIdentity((tx) => readDevice(tx, id)));
  const tokens = remembering((token) => db.asIdentity((tx) => readDeviceOfPushToken(tx, token)));
  const bays = remembering((key) => {
    const [companyId = '', lotId = '', ...code] = key.split('/');
    return db.inCompany(companyId, async (tx) => {
      const row = await tx.row<{ id: string }>(
        sql`select id from bay where lot_id = ${lotId} and code = ${code.join('/')}`,
      );
      return row?.id;
    });
  });
  const policies = remembering((key) => {
    const [companyId = '', lotId = ''] = key.split('/');
    return db.inCompany(companyId, async (tx): Promise<LotPolicy> => {
      const row = await tx.row<{ policy: Partial<LotPolicy> }>(sql`
        select policy from lot_policy_version where lot_id = ${lotId} order by version desc limit 1`);
      return { ...defaultLotPolicy, ...row?.policy };
    });
  });
  const directions = remembering((key) => {
    const [companyId = '', laneId = ''] = key.split('/');
    return db.inCompany(companyId, async (tx) => {
      const row = await tx.row<{ direction: 'entry' | 'exit' }>(sql`select direction from lane where id = ${laneId}`);
      return row?.direction;
    });
  });
  const forgetAll = (): void => [devices, tokens, bays, policies, directions].forEach((memory) => memory.forgetAll());
  return {
    device: devices.get,
    deviceOfPushToken: tokens.get,
    bayId: (companyId, lotId, code) => bays.get(`${companyId}/${lotId}/${code}`),
    policy: async (companyId, lotId) => (await policies.get(`${companyId}/${lotId}`)) ?? defaultLotPolicy,
    laneDirection: (companyId, laneId) => directions.get(`${companyId}/${laneId}`),
    forgetDevice: (deviceId) => {
      devices.forget(deviceId);
      tokens.forgetAll();
    },
    forgetAll,
  };
};
