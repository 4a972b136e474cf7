// The operator of a replay: a company of its own with its lots, bays, lanes, devices, tariff and merchant, set up through
// the API as a person would. Its id is in device ids and plates, so every run is a new run.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { seedCompany } from '../../db/seed.ts';
import { openDatabase } from '../../db/database.ts';
import { newId } from '../../platform/ids.ts';
import { sampleTariff } from '../../domain/tariff/sample.ts';
import { sandboxClient } from '../../providers/payment/sandbox/client.ts';
import { type System } from '../system.ts';
import { ApiClient } from './api-client.ts';
import { type CityDay, type DayLot } from './city-day.ts';

export interface DeviceAccess {
  readonly deviceId: string;
  readonly secret: string;
  readonly topicPrefix: string;
  readonly serial: string;
  readonly pushUrl: string | null;
}

export interface ReplayLot extends DayLot {
  /** The lot's id in the platform; `id` is the file's. */
  readonly lotId: string;
  /** On the street, by bay number. */
  readonly sensors: readonly DeviceAccess[];
  /** In gated lots. */
  readonly gate?: {
    readonly entry: DeviceAccess;
    readonly exit: DeviceAccess;
    readonly controller: DeviceAccess;
    readonly exitLaneId: string;
  };
}

export interface ReplayCompany {
  readonly companyId: string;
  /** Short and unique: part of device ids and MQTT client ids. */
  readonly run: string;
  readonly administrator: ApiClient;
  readonly collector: ApiClient;
  /** Customer service: grants discounts. */
  readonly desk: ApiClient;
  readonly lots: ReadonlyMap<string, ReplayLot>;
}

export const bayCode = (number: number): string => `B${String(number + 1).padStart(4, '0')}`;

/** No wall-clock minutes pass in a replay: what is unpaid at departure is handed over at once, and nobody is reminded. */
const replayPolicy = { settleGraceSeconds: 0, exitWithoutEntry: 'open', reminders: 'off', laneReadFreshSeconds: 600 };

const sensorDevices = (lot: DayLot, prefix: string) =>
  Array.from({ length: lot.capacity }, (_, number) => ({
    id: `${prefix}-b${number}`,
    kind: 'bay-sensor',
    name: `Sensor ${bayCode(number)}`,
    bayCode: bayCode(number),
  }));

const gateDevices = (prefix: string) => [
  { id: `${prefix}-in`, kind: 'lane-camera', name: 'Entry camera', laneCode: 'IN', serial: `${prefix}-in` },
  { id: `${prefix}-out`, kind: 'lane-camera', name: 'Exit camera', laneCode: 'OUT', serial: `${prefix}-out` },
  { id: `${prefix}-gate`, kind: 'lane-controller', name: 'Exit barrier', laneCode: 'OUT', serial: `${prefix}-gate` },
];

type Credential = Omit<DeviceAccess, 'serial'>;

class CompanyBuilder {
  private readonly api: ApiClient;
  private readonly run: string;
  private readonly zone: string;

  constructor(api: ApiClient, run: string, zone: string) {
    this.api = api;
    this.run = run;
    this.zone = zone;
  }

  private post<T>(path: string, body: unknown, key: string): Promise<T> {
    return this.api.call<T>({ method: 'POST', path, body, key: `${this.run}-${key}` });
  }

  async tariff(document: unknown): Promise<string> {
    const body = { name: 'Replay tariff', document, effectiveFrom: '2000-01-01T00:00:00Z' };
    return (await this.post<{ id: string }>('/v1/tariffs', body, 'tariff')).id;
  }

  async area(name: string): Promise<string> {
    return (await this.post<{ id: string }>('/v1/areas', { name }, 'area')).id;
  }

  async lot(lot: DayLot, index: number, areaId: string, tariffId: string): Promise<ReplayLot> {
    const prefix = `r${this.run}-l${index}`;
    const coordinates = lot.latitude === undefined ? {} : { latitude: lot.latitude, longitude: lot.longitude };
    const { lotId } = await this.createLot(lot, { areaId, tariffId, coordinates }, prefix);
    if (lot.setting === 'on-street') {
      const codes = Array.from({ length: lot.capacity }, (_, number) => bayCode(number));
      const csv = ['code,state', ...codes.map((code) => `${code},in-use`)].join('\r\n');
      const call = { method: 'POST', path: `/v1/lots/${lotId}/bays/import`, csv, key: `${prefix}-bays` } as const;
      if (lot.capacity > 0) await this.api.call(call);
      return { ...lot, lotId, sensors: await this.devices(lotId, sensorDevices(lot, prefix), prefix) };
    }
    await this.post(`/v1/lots/${lotId}/lanes`, { code: 'IN', name: 'Entry', direction: 'entry' }, `${prefix}-in`);
    const exit = { code: 'OUT', name: 'Exit', direction: 'exit', confirmation: 'loop' };
    const lane = await this.post<{ id: string }>(`/v1/lots/${lotId}/lanes`, exit, `${prefix}-out`);
    const [entryCamera, exitCamera, controller] = await this.devices(lotId, gateDevices(prefix), prefix);
    if (entryCamera === undefined || exitCamera === undefined || controller === undefined)
      throw new Error(`${lot.id} has no gate`);
    return {
      ...lot,
      lotId,
      sensors: [],
      gate: { entry: entryCamera, exit: exitCamera, controller, exitLaneId: lane.id },
    };
  }

  private async createLot(
    lot: DayLot,
    place: { areaId: string; tariffId: string; coordinates: object },
    prefix: string,
  ) {
    const created = await this.post<{ id: string }>(
      '/v1/lots',
      {
        areaId: place.areaId,
        tariffId: place.tariffId,
        code: lot.id.slice(0, 64),
        name: lot.name,
        kind: lot.setting,
        capacity: lot.capacity,
        zone: this.zone,
        ...place.coordinates,
        policy: replayPolicy,
      },
      `${prefix}-lot`,
    );
    return { lotId: created.id };
  }

  private async devices(
    lotId: string,
    devices: readonly { id: string; serial?: string }[],
    prefix: string,
  ): Promise<DeviceAccess[]> {
    if (devices.length === 0) return [];
    const created = await this.post<{ credentials: Credential[] }>(
      `/v1/lots/${lotId}/devices/batch`,
      { devices },
      `${prefix}-devices`,
    );
    const serials = new Map(devices.map(({ id, serial }) => [id, serial ?? id]));
    return created.credentials.map((credential) => ({ ...credential, serial: serials.get(credential.deviceId) ?? '' }));
  }
}

/** Takes the sandbox's merchant, keys and all, into the company. */
const addMerchant = async (system: System, api: ApiClient, run: string): Promise<void> => {
  const sandbox = sandboxClient(system.gatewayUrl, system.env['SANDBOX_TOKEN'] ?? '');
  const merchantId = `19${String(parseInt(run, 16) % 100_000_000).padStart(8, '0')}`;
  const made = await sandbox.merchant({ merchantId, mode: 'public-key', notifyUrl: system.apiUrl });
  const { appId, merchantSerial, merchantPrivateKeyPem, apiV3Key, verification } = made;
  const body = { merchantId, appId, merchantSerial, merchantPrivateKeyPem, apiV3Key, verification };
  await api.call({ method: 'PUT', path: '/v1/merchant-accounts/wechat', body, key: `${run}-merchant` });
};

export interface CompanyOptions {
  readonly zone: string;
  readonly tariffFile?: string;
  readonly progress: (sentence: string) => void;
}

export const setUpCompany = async (system: System, day: CityDay, options: CompanyOptions): Promise<ReplayCompany> => {
  const companyId = newId();
  const run = companyId.slice(-8);
  const password = (): string => randomBytes(18).toString('base64url');
  const administrator = { login: `admin-${run}`, displayName: 'Replay administrator', password: password() };
  const collector = {
    audience: 'field' as const,
    login: `collector-${run}`,
    displayName: 'Replay collector',
    password: password(),
    roles: ['collector'],
  };
  const desk = {
    audience: 'staff' as const,
    login: `desk-${run}`,
    displayName: 'Replay customer service',
    password: password(),
    roles: ['customer-service'],
  };
  const database = await openDatabase({ url: system.env['DATABASE_URL'] ?? '', poolSize: 1 });
  await seedCompany(database, { companyId, name: `Replay ${run}`, administrator, people: [collector, desk] }).finally(
    () => database.close(),
  );

  const api = new ApiClient(system.apiUrl, { kind: 'staff', ...administrator });
  const field = new ApiClient(system.apiUrl, { kind: 'field', ...collector, deviceId: `pda-${run}` });
  const builder = new CompanyBuilder(api, run, options.zone);
  const document: unknown =
    options.tariffFile === undefined
      ? sampleTariff(options.zone, 'EUR')
      : JSON.parse(readFileSync(options.tariffFile, 'utf8'));
  const tariffId = await builder.tariff(document);
  const areaId = await builder.area('City');
  await addMerchant(system, api, run);
  const lots = new Map<string, ReplayLot>();
  for (const [index, lot] of day.lots.entries()) {
    lots.set(lot.id, await builder.lot(lot, index, areaId, tariffId));
    if ((index + 1) % 11 === 0) options.progress(`${index + 1} of ${day.lots.length} lots are set up`);
  }
  const service = new ApiClient(system.apiUrl, { kind: 'staff', ...desk });
  return { companyId, run, administrator: api, collector: field, desk: service, lots };
};
