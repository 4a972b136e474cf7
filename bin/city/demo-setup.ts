// Sets the demo company up as its administrator would, through the API; every step once, also when a start was interrupted.
import { openDatabase } from '../../db/database.ts';
import { seedCompany } from '../../db/seed.ts';
import { sql } from '../../db/rows.ts';
import { ApiClient, type Call } from '../replay/api-client.ts';
import { bayCode, type DeviceAccess } from '../replay/company.ts';
import { type System } from '../system.ts';
import {
  areas,
  branches,
  demoPolicy,
  demoTariff,
  newDemo,
  plannedLots,
  type PlannedLot,
  roads,
  zone,
} from './demo-plan.ts';
import { type DemoCity, type DemoLot, type DemoRecord, isComplete, readDemo, writeDemo } from './demo-record.ts';
import { CityUsageError } from './usage.ts';

type Credential = Omit<DeviceAccess, 'serial'>;
type NewDevice = Readonly<Record<string, string>> & { readonly id: string };

class DemoBuilder {
  private readonly api: ApiClient;
  private readonly record: DemoRecord;
  private readonly save: () => Promise<void>;

  constructor(api: ApiClient, record: DemoRecord, save: () => Promise<void>) {
    this.api = api;
    this.record = record;
    this.save = save;
  }

  /** A crash between the answer and its note is covered by the idempotency key. */
  async once<T>(step: string, work: () => Promise<T>): Promise<T> {
    const known = this.record.steps[step] as T | undefined;
    if (known !== undefined) return known;
    const answer = await work();
    this.record.steps[step] = answer;
    await this.save();
    return answer;
  }

  private call<T>(step: string, call: Omit<Call, 'key'>): Promise<T> {
    return this.once(step, () => this.api.call<T>({ ...call, key: `demo-setup-${step}` }));
  }

  async create(step: string, path: string, body: unknown): Promise<string> {
    return (await this.call<{ id: string }>(step, { method: 'POST', path, body })).id;
  }

  /** The sandbox's merchant, keys and all; they stay out of the record. */
  merchant(system: System): Promise<boolean> {
    return this.once('merchant', async () => {
      const response = await fetch(`${system.gatewayUrl}/sandbox/merchants`, {
        method: 'POST',
        headers: { authorization: `Bearer ${system.env['SANDBOX_TOKEN'] ?? ''}`, 'content-type': 'application/json' },
        body: JSON.stringify({ merchantId: '1900000001', mode: 'public-key' }),
      });
      if (!response.ok) throw new Error(`the sandbox made no merchant: ${response.status} ${await response.text()}`);
      const { baseUrl: _, notifyUrl: __, ...body } = (await response.json()) as Record<string, unknown>;
      await this.api.call({ method: 'PUT', path: '/v1/merchant-accounts/wechat', body, key: 'demo-setup-merchant' });
      return true;
    });
  }

  async lot(planned: PlannedLot, tariffId: string): Promise<DemoLot> {
    const { code, name, setting, capacity, latitude, longitude, branch, road } = planned;
    const lotId = await this.create(code, '/v1/lots', {
      areaId: await this.area(branch),
      branchId: await this.branch(branch),
      ...(road === undefined ? {} : { roadId: await this.road(road as keyof typeof roads) }),
      ...{ tariffId, code, name, kind: setting, capacity, zone, latitude, longitude, policy: demoPolicy },
    });
    const base = { ...planned, id: code, lotId };
    return setting === 'on-street' ? this.street(base) : this.gated(base);
  }

  private async street(lot: Omit<DemoLot, 'sensors'>): Promise<DemoLot> {
    const codes = Array.from({ length: lot.capacity }, (_, number) => bayCode(number));
    const csv = ['code', ...codes].join('\r\n');
    await this.call(`${lot.id}-bays`, { method: 'POST', path: `/v1/lots/${lot.lotId}/bays/import`, csv });
    const sensors = codes.map((code) => ({
      id: `demo-${code}`,
      kind: 'bay-sensor',
      name: `Sensor ${code}`,
      bayCode: code,
    }));
    return { ...lot, sensors: await this.devices(lot, sensors) };
  }

  private async gated(lot: Omit<DemoLot, 'sensors'>): Promise<DemoLot> {
    const lanes = `/v1/lots/${lot.lotId}/lanes`;
    await this.create(`${lot.id}-in`, lanes, { code: 'IN', name: '入口 Entry', direction: 'entry' });
    const exit = { code: 'OUT', name: '出口 Exit', direction: 'exit', confirmation: 'loop' };
    const exitLaneId = await this.create(`${lot.id}-out`, lanes, exit);
    const device = (name: string, kind: string, laneCode: string): NewDevice => {
      const id = `demo-${lot.id}-${name}`;
      return { id, kind, laneCode, name: `${name} ${lot.id}`, serial: id };
    };
    const [entry, exitCamera, controller] = await this.devices(lot, [
      device('entry-camera', 'lane-camera', 'IN'),
      device('exit-camera', 'lane-camera', 'OUT'),
      device('exit-barrier', 'lane-controller', 'OUT'),
    ]);
    if (entry === undefined || exitCamera === undefined || controller === undefined)
      throw new Error(`${lot.id} has no gate`);
    return { ...lot, sensors: [], gate: { entry, exit: exitCamera, controller, exitLaneId } };
  }

  private async devices(lot: { id: string; lotId: string }, devices: readonly NewDevice[]): Promise<DeviceAccess[]> {
    const path = `/v1/lots/${lot.lotId}/devices/batch`;
    const body = { devices };
    const { credentials } = await this.call<{ credentials: Credential[] }>(`${lot.id}-devices`, {
      method: 'POST',
      path,
      body,
    });
    return credentials.map((credential) => ({ ...credential, serial: credential.deviceId }));
  }

  private branch(key: keyof typeof branches): Promise<string> {
    return this.create(`branch-${key}`, '/v1/branches', { name: branches[key] });
  }

  private async area(key: keyof typeof areas): Promise<string> {
    const branchId = await this.branch(key);
    return this.create(`area-${key}`, '/v1/areas', { name: areas[key], branchId });
  }

  private async road(key: keyof typeof roads): Promise<string> {
    const { name, branch } = roads[key];
    const areaId = await this.area(branch);
    return this.create(`road-${key}`, '/v1/roads', { name, areaId });
  }
}

/** The company's row, roles and people, in one transaction. */
const seed = async (system: System, record: DemoRecord, folder: string): Promise<boolean> => {
  const { administrator, ...others } = record.people;
  const database = await openDatabase({ url: system.env['DATABASE_URL'] ?? '', poolSize: 1 });
  try {
    const known = await database.inCompany(record.company.id, (tx) =>
      tx.row<{ id: string }>(sql`select id from company where id = ${record.company.id}`),
    );
    if (known === undefined) {
      const { id: companyId, name } = record.company;
      await seedCompany(database, { companyId, name, administrator, people: Object.values(others) });
    } else if (!(await canSignIn(system, record))) {
      throw new CityUsageError(
        `The database has a demo company whose passwords are not in ${folder}. Use the folder it was made with, or --no-demo.`,
      );
    }
    return true;
  } finally {
    await database.close();
  }
};

const canSignIn = async (system: System, { people }: DemoRecord): Promise<boolean> => {
  const { login, password } = people.administrator;
  const response = await fetch(`${system.apiUrl}/v1/staff/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return response.ok;
};

/** The demo company of the folder, set up when it is not yet. */
export const setUpDemo = async (system: System, folder: string, say: (sentence: string) => void): Promise<DemoCity> => {
  const known = await readDemo(folder);
  if (isComplete(known)) return known;
  const began = performance.now();
  say('setting up the demo company ...');
  const record = known ?? newDemo();
  const save = (): Promise<void> => writeDemo(folder, record);
  // Before the accounts are made: a password that is not noted would be lost.
  await save();
  const api = new ApiClient(system.apiUrl, { kind: 'staff', ...record.people.administrator });
  const builder = new DemoBuilder(api, record, save);
  await builder.once('company', () => seed(system, record, folder));
  await builder.merchant(system);
  const tariff = { name: '演示费率 Demo tariff', document: demoTariff, effectiveFrom: '2000-01-01T00:00:00Z' };
  const tariffId = await builder.create('tariff', '/v1/tariffs', tariff);
  const lots: Record<string, DemoLot> = {};
  for (const planned of plannedLots) lots[planned.code] = await builder.lot(planned, tariffId);
  const complete = { ...record, steps: {}, lots };
  await writeDemo(folder, complete);
  say(`the demo company is set up (${((performance.now() - began) / 1000).toFixed(1)} s).`);
  return complete;
};
