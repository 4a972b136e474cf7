// Devices: registered one by one or in bulk; a secret leaves the platform once, when it is made.
import { type FilterQuery } from '@mikro-orm/core';
import { DeviceRow } from '../../db/entities/devices.ts';
import { LotRow } from '../../db/entities/lots.ts';
import { newDeviceSecret, newPushToken } from '../../db/queries/device-credentials.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { type FieldError, found, Problem } from '../problems.ts';
import {
  assignNamed,
  changeRow,
  instantOrNull,
  instantText,
  listRows,
  readRow,
  removeRow,
  type Setting,
  showRow,
} from '../settings.ts';

const devices: Setting<DeviceRow, Schema<'Device'>> = {
  kind: 'Device',
  entity: DeviceRow,
  lotOf: ({ lotId }) => lotId,
  show: (row) => ({
    id: row.id,
    lotId: row.lotId,
    kind: row.kind,
    bayId: row.bayId ?? null,
    laneId: row.laneId ?? null,
    serial: row.serial ?? null,
    name: row.name,
    state: row.state,
    sourceAddresses: row.sourceAddresses,
    online: row.online,
    lastSeenAt: instantOrNull(row.lastSeenAt),
    batteryPercent: row.batteryPercent ?? null,
    signalDbm: row.signalDbm ?? null,
    firmware: row.firmware ?? null,
    fault: row.fault ?? null,
    configuration: row.configuration,
    createdAt: instantText(row.createdAt),
    version: row.version,
  }),
};

export interface DeviceDeps {
  readonly cursors: Cursors;
  readonly dataKey: Buffer;
  /** Where vendor cameras push to. */
  readonly bridgeUrl: string;
}

type DeviceCreate = Schema<'DeviceCreate'>;
type Credential = Schema<'DeviceCredential'>;

interface NewDevice {
  readonly credential: Credential;
  readonly row: Readonly<Record<string, unknown>>;
}

const pushes = (kind: string): boolean =>
  kind === 'lane-camera' || kind === 'high-mounted-video' || kind === 'video-pile';

const credentialOf = (
  { dataKey, bridgeUrl }: DeviceDeps,
  device: { readonly id: string; readonly kind: string; readonly lotId: string; readonly companyId: string },
) => {
  const { secret, cipher } = newDeviceSecret(dataKey, device.id);
  const push = pushes(device.kind) ? newPushToken() : undefined;
  const credential: Credential = {
    deviceId: device.id,
    username: device.id,
    secret,
    topicPrefix: `ps/v1/${device.companyId}/${device.lotId}/${device.id}`,
    pushUrl: push === undefined ? null : `${bridgeUrl}/push/${push.token}`,
  };
  return { credential, cipher, pushHash: push?.hash };
};

const codesOf = async (tx: Tx, table: 'bay' | 'lane', lotId: string): Promise<ReadonlyMap<string, string>> => {
  const from = table === 'bay' ? sql`bay` : sql`lane`;
  const rows = await tx.rows<{ id: string; code: string }>(sql`select id, code from ${from} where lot_id = ${lotId}`);
  return new Map(rows.map(({ id, code }) => [code, id]));
};

const placeErrors = (
  device: DeviceCreate,
  at: string,
  known: { readonly bays: ReadonlyMap<string, string>; readonly lanes: ReadonlyMap<string, string> },
): FieldError[] => {
  const { kind, bayCode, laneCode } = device;
  const error = (field: string, code: string, message: string): FieldError => ({
    pointer: `${at}/${field}`,
    code,
    message,
  });
  return [
    ...(bayCode === undefined || known.bays.has(bayCode)
      ? []
      : [error('bayCode', 'unknown-reference', 'the lot has no such bay')]),
    ...(laneCode === undefined || known.lanes.has(laneCode)
      ? []
      : [error('laneCode', 'unknown-reference', 'the lot has no such lane')]),
    ...(kind === 'bay-sensor' && bayCode === undefined
      ? [error('bayCode', 'required', 'a bay sensor stands at a bay')]
      : []),
    ...((kind === 'lane-camera' || kind === 'lane-controller') && laneCode === undefined
      ? [error('laneCode', 'required', 'it stands at a lane')]
      : []),
  ];
};

const insertDevices = async (
  deps: DeviceDeps,
  tx: Tx,
  lot: LotRow,
  given: readonly { readonly device: DeviceCreate; readonly at: string }[],
): Promise<Credential[]> => {
  const known = { bays: await codesOf(tx, 'bay', lot.id), lanes: await codesOf(tx, 'lane', lot.id) };
  const errors = given.flatMap(({ device, at }) => placeErrors(device, at, known));
  if (errors.length > 0) throw new Problem('malformed-request', { errors: errors.slice(0, 50) });
  const made = given.map(({ device }): NewDevice => {
    const { credential, cipher, pushHash } = credentialOf(deps, { ...device, lotId: lot.id, companyId: lot.companyId });
    const row = {
      id: device.id,
      kind: device.kind,
      name: device.name,
      bay: known.bays.get(device.bayCode ?? '') ?? null,
      lane: known.lanes.get(device.laneCode ?? '') ?? null,
      serial: device.serial ?? null,
      addresses: device.sourceAddresses ?? [],
      configuration: device.configuration,
      cipher: cipher.toString('base64'),
      push: pushHash?.toString('base64') ?? null,
    };
    return { credential, row };
  });
  await tx.run(sql`
    insert into device (id, company_id, lot_id, kind, bay_id, lane_id, serial, name, secret_cipher, push_token_hash,
      source_addresses, configuration)
    select d.id, ${lot.companyId}, ${lot.id}, d.kind, d.bay, d.lane, d.serial, d.name, decode(d.cipher, 'base64'),
      decode(d.push, 'base64'), array(select jsonb_array_elements_text(d.addresses)), d.configuration
    from jsonb_to_recordset(${JSON.stringify(made.map(({ row }) => row))}::jsonb) as d (id text, kind text, bay uuid, lane uuid,
      serial text, name text, cipher text, push text, addresses jsonb, configuration jsonb)`);
  return made.map(({ credential }) => credential);
};

type DeviceOps =
  | 'listDevices'
  | 'createDevice'
  | 'createDevices'
  | 'getDevice'
  | 'updateDevice'
  | 'removeDevice'
  | 'rotateDeviceCredential';

const creation = (deps: DeviceDeps): Handlers<'createDevice' | 'createDevices' | 'rotateDeviceCredential'> => ({
  async createDevice({ tx, path, body, audit }) {
    const lot = await readRow(tx, LotRow, path.lotId);
    const [credential] = await insertDevices(deps, tx, lot, [{ device: body, at: '/body' }]);
    await audit({ subjectKind: 'Device', subjectId: body.id, lotId: lot.id, after: { ...body } });
    return { status: 201, body: found(credential) };
  },
  async createDevices({ tx, path, body, audit }) {
    const lot = await readRow(tx, LotRow, path.lotId);
    const given = body.devices.map((device, index) => ({ device, at: `/body/devices/${index}` }));
    const credentials = await insertDevices(deps, tx, lot, given);
    const ids = body.devices.map(({ id }) => id);
    await audit({ subjectKind: 'Lot', subjectId: lot.id, lotId: lot.id, after: { createdDevices: ids } });
    return { status: 201, body: { credentials } };
  },
  async rotateDeviceCredential({ tx, path, audit }) {
    const device = await readRow(tx, DeviceRow, path.deviceId);
    const { credential, cipher, pushHash } = credentialOf(deps, device);
    await tx.run(sql`
      update device set secret_cipher = ${cipher}, push_token_hash = ${pushHash ?? null}, version = version + 1
      where id = ${device.id}`);
    await audit({ subjectKind: 'Device', subjectId: device.id, lotId: device.lotId, after: { credential: 'rotated' } });
    return { status: 201, body: credential };
  },
});

export const deviceRoutes = (deps: DeviceDeps): Handlers<DeviceOps> => ({
  ...creation(deps),
  async listDevices(request) {
    await readRow(request.tx, LotRow, request.path.lotId);
    const where: FilterQuery<DeviceRow> = { lotId: request.path.lotId };
    assignNamed(where as object, { kind: request.query.kind, online: request.query.online });
    return listRows(deps.cursors, request, devices, where);
  },
  async getDevice({ tx, path }) {
    return showRow(devices, await readRow(tx, DeviceRow, path.deviceId));
  },
  updateDevice: (request) =>
    changeRow(request, devices, request.path.deviceId, (row) => assignNamed(row, request.body as Partial<DeviceRow>)),
  removeDevice: (request) => removeRow(request, devices, request.path.deviceId),
});
