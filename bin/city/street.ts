// Cars at the roadside: a sensor sees them come and go, a collector binds their plates, some pay later and some never.
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../replay/api-client.ts';
import { bayCode } from '../replay/company.ts';
import { eventually } from '../replay/quiet.ts';
import { type DemoLot } from './demo-record.ts';
import { dueAt, payAt } from './drivers.ts';
import { between, type Place, type TrafficPorts } from './place.ts';

interface Bay {
  readonly id: string;
  readonly code: string;
  readonly occupied: boolean;
}

interface ParkedSession {
  readonly id: string;
  readonly bayCode: string | null;
  readonly plate: string | null;
}

type Habit = 'scan' | 'cash' | 'later' | 'never';

const stayMs = { least: 30_000, most: 240_000 };
const lingerMs = { least: 5_000, most: 60_000 };
const occupancyMost = 0.75;

const habitOf = (random: () => number): Habit => {
  const choice = random();
  if (choice < 0.55) return 'scan';
  if (choice < 0.7) return 'cash';
  return choice < 0.85 ? 'later' : 'never';
};

export class Street implements Place {
  readonly plates = new Set<string>();
  private readonly lot: DemoLot;
  private readonly ports: TrafficPorts;
  private readonly taken = new Set<number>();
  private bayIds: ReadonlyMap<string, string> = new Map();

  constructor(lot: DemoLot, ports: TrafficPorts) {
    this.lot = lot;
    this.ports = ports;
  }

  get hasRoom(): boolean {
    return this.taken.size < this.lot.capacity * occupancyMost;
  }

  async adopt(live: (plate: string, life: Promise<void>) => void): Promise<void> {
    const { collector } = this.ports;
    const bays = await collector.call<{ items: Bay[] }>({
      method: 'GET',
      path: `/v1/lots/${this.lot.lotId}/bays?limit=200`,
    });
    this.bayIds = new Map(bays.items.map(({ id, code }) => [code, id]));
    const path = `/v1/parking-sessions?phase=parked&limit=200&lotId=${this.lot.lotId}`;
    const { items } = await collector.call<{ items: ParkedSession[] }>({ method: 'GET', path });
    const sessions = new Map(items.map((session) => [session.bayCode, session]));
    for (const { code, occupied } of bays.items) {
      const bay = Number(code.slice(1)) - 1;
      const session = sessions.get(code);
      if (session === undefined && !occupied) continue;
      const plate = session?.plate ?? '';
      live(
        plate,
        this.occupying(bay, plate, () => this.stay(bay, session?.id)),
      );
    }
  }

  visit(plate: string): Promise<void> {
    const free = Array.from({ length: this.lot.capacity }, (_, bay) => bay).filter((bay) => !this.taken.has(bay));
    const bay = free[Math.floor(this.ports.random() * free.length)] ?? 0;
    return this.occupying(bay, plate, () => this.park(bay, plate));
  }

  private async occupying(bay: number, plate: string, life: () => Promise<void>): Promise<void> {
    this.taken.add(bay);
    if (plate !== '') this.plates.add(plate);
    await life().finally(() => {
      this.taken.delete(bay);
      this.plates.delete(plate);
    });
  }

  private async park(bay: number, plate: string): Promise<void> {
    const { collector, devices, random } = this.ports;
    await devices.of(this.lot).report(bay, true, Date.now());
    const sessionId = await this.sessionAt(bay);
    // Some cars leave before the collector has been there.
    if (random() < 0.85) {
      const path = `/v1/parking-sessions/${sessionId}/plate`;
      await collector.call({ method: 'POST', path, body: { plate, colour: 'blue' }, key: `demo-plate-${sessionId}` });
    }
    await this.stay(bay, sessionId);
  }

  private sessionAt(bay: number): Promise<string> {
    const path = `/v1/parking-sessions?phase=parked&limit=1&lotId=${this.lot.lotId}&bayCode=${bayCode(bay)}`;
    return eventually(`a session at ${bayCode(bay)}`, async () => {
      const { items } = await this.ports.collector.call<{ items: ParkedSession[] }>({ method: 'GET', path });
      return items[0]?.id;
    });
  }

  private async stay(bay: number, sessionId: string | undefined): Promise<void> {
    const { devices, random, signal } = this.ports;
    const habit = habitOf(random);
    await sleep(between(random, stayMs), undefined, { signal });
    if (sessionId !== undefined) await this.payBefore(bay, sessionId, habit);
    await sleep(between(random, lingerMs), undefined, { signal });
    await devices.of(this.lot).report(bay, false, Date.now());
    if (sessionId === undefined || habit !== 'later') return;
    await sleep(between(random, lingerMs), undefined, { signal });
    await unlessPaid(async () =>
      this.ports.wallet.payByWechat(await this.billOf(sessionId), `demo-later-${sessionId}`),
    );
  }

  private async payBefore(bay: number, sessionId: string, habit: Habit): Promise<void> {
    const { drivers, sandboxUrl, wallet } = this.ports;
    const place = { kind: 'bays', id: this.bayIds.get(bayCode(bay)) ?? '' } as const;
    if (habit === 'scan' && (await dueAt(drivers, place)) > 0) {
      await unlessPaid(() => payAt(drivers, sandboxUrl, place));
    }
    if (habit === 'cash') await wallet.payCash(await this.billOf(sessionId), `demo-cash-${sessionId}`);
  }

  private async billOf(sessionId: string): Promise<string> {
    const path = `/v1/parking-sessions/${sessionId}`;
    return (await this.ports.collector.call<{ bill: { id: string } }>({ method: 'GET', path })).bill.id;
  }
}

/** Nothing due any more is no trouble. */
const unlessPaid = async (pay: () => Promise<void>): Promise<void> => {
  await pay().catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'bill-already-paid') throw error;
  });
};
