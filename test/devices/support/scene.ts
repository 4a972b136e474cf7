// A small city for device tests: a database of its own, a company with a street and a gated lot, and their devices.
import { randomBytes } from 'node:crypto';
import { migrate } from '../../../db/migrate.ts';
import { type Database, openDatabase } from '../../../db/database.ts';
import { type PersonalDataKeys } from '../../../db/personal-data.ts';
import { newDeviceSecret, newPushToken } from '../../../db/queries/device-credentials.ts';
import { type Tx, sql } from '../../../db/rows.ts';
import { type LotPolicy } from '../../../domain/lot-policy.ts';
import { newId } from '../../../platform/ids.ts';
import { createTestDatabase } from '../../support/environment.ts';

export interface DeviceOfScene {
  readonly id: string;
  readonly secret: string;
  readonly pushToken: string;
  readonly serial: string;
}

export interface Scene {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly keys: PersonalDataKeys;
  readonly companyId: string;
  readonly streetId: string;
  /** Bay ids of the street by code A1, A2 … */
  readonly bays: Readonly<Record<string, string>>;
  readonly garageId: string;
  readonly entryLaneId: string;
  readonly exitLaneId: string;
  inCompany<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  addDevice(device: { kind: string; lotId: string; bayId?: string; laneId?: string }): Promise<DeviceOfScene>;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly bayCount?: number;
  readonly garageCapacity?: number;
  readonly policy?: Partial<LotPolicy>;
}

const addLot = async (
  tx: Tx,
  companyId: string,
  areaId: string,
  lot: { id: string; code: string; kind: string; capacity: number; policy: Partial<LotPolicy> },
): Promise<void> => {
  await tx.run(sql`
    insert into lot (id, company_id, area_id, code, name, kind, capacity, zone)
    values (${lot.id}, ${companyId}, ${areaId}, ${lot.code}, ${lot.code}, ${lot.kind}, ${lot.capacity}, 'Asia/Shanghai')`);
  await tx.run(sql`
    insert into lot_policy_version (id, company_id, lot_id, version, policy)
    values (${newId()}, ${companyId}, ${lot.id}, 1, ${JSON.stringify(lot.policy)}::jsonb)`);
};

const addStreet = async (
  tx: Tx,
  companyId: string,
  areaId: string,
  count: number,
  policy: Partial<LotPolicy>,
): Promise<{ streetId: string; bays: Record<string, string> }> => {
  const streetId = newId();
  await addLot(tx, companyId, areaId, { id: streetId, code: 'street', kind: 'on-street', capacity: count, policy });
  const bays: Record<string, string> = {};
  for (let number = 1; number <= count; number += 1) {
    const id = newId();
    bays[`A${number}`] = id;
    await tx.run(
      sql`insert into bay (id, company_id, lot_id, code) values (${id}, ${companyId}, ${streetId}, ${`A${number}`})`,
    );
  }
  return { streetId, bays };
};

const addGarage = async (tx: Tx, companyId: string, areaId: string, capacity: number, policy: Partial<LotPolicy>) => {
  const [garageId, entryLaneId, exitLaneId] = [newId(), newId(), newId()];
  await addLot(tx, companyId, areaId, { id: garageId, code: 'garage', kind: 'off-street', capacity, policy });
  for (const [id, direction] of [
    [entryLaneId, 'entry'],
    [exitLaneId, 'exit'],
  ]) {
    await tx.run(sql`
      insert into lane (id, company_id, lot_id, code, name, direction)
      values (${id}, ${companyId}, ${garageId}, ${direction}, ${direction}, ${direction})`);
  }
  return { garageId, entryLaneId, exitLaneId };
};

const addDeviceRow = async (
  db: Database,
  companyId: string,
  dataKey: Buffer,
  device: Parameters<Scene['addDevice']>[0],
): Promise<DeviceOfScene> => {
  const id = `${device.kind}-${newId().slice(-12)}`;
  const { secret, cipher } = newDeviceSecret(dataKey, id);
  const push = newPushToken();
  const serial = randomBytes(4).toString('hex');
  await db.inCompany(companyId, (tx) =>
    tx.run(sql`
      insert into device (id, company_id, lot_id, kind, bay_id, lane_id, serial, name, secret_cipher, push_token_hash)
      values (${id}, ${companyId}, ${device.lotId}, ${device.kind}, ${device.bayId ?? null}, ${device.laneId ?? null},
        ${serial}, ${id}, ${cipher}, ${device.kind === 'lane-camera' ? push.hash : null})`),
  );
  return { id, secret, pushToken: push.token, serial };
};

export const createScene = async (options: SceneOptions = {}): Promise<Scene> => {
  const { bayCount = 4, garageCapacity = 10, policy = {} } = options;
  const database = await createTestDatabase();
  await migrate(database.url);
  // Every transaction takes a role that owns nothing, so the superuser's connection sees no more than a process does.
  const databaseUrl = database.url;
  const db = await openDatabase({ url: databaseUrl });
  const keys = { hashKey: randomBytes(32), dataKey: randomBytes(32) };
  const companyId = newId();
  const places = await db.inCompany(companyId, async (tx) => {
    await tx.run(sql`insert into company (id, name) values (${companyId}, 'Test company')`);
    const areaId = newId();
    await tx.run(sql`insert into area (id, company_id, name) values (${areaId}, ${companyId}, 'Centre')`);
    const street = await addStreet(tx, companyId, areaId, bayCount, policy);
    return { ...street, ...(await addGarage(tx, companyId, areaId, garageCapacity, policy)) };
  });
  return {
    db,
    databaseUrl,
    keys,
    companyId,
    ...places,
    inCompany: (work) => db.inCompany(companyId, work),
    addDevice: (device) => addDeviceRow(db, companyId, keys.dataKey, device),
    close: async () => {
      await db.close();
      await database.drop();
    },
  };
};
