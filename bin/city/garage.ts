// Cars behind gates: cameras read them in and out, and the barrier opens for those who have paid.
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../replay/api-client.ts';
import { type DemoLot } from './demo-record.ts';
import { payAt } from './drivers.ts';
import { between, type Place, type TrafficPorts } from './place.ts';

const stayMs = { least: 40_000, most: 300_000 };
const occupancyMost = 0.7;
const readsMost = 30;
const betweenReadsMs = 2_000;

export class Garage implements Place {
  readonly plates = new Set<string>();
  private readonly lot: DemoLot;
  private readonly ports: TrafficPorts;

  constructor(lot: DemoLot, ports: TrafficPorts) {
    this.lot = lot;
    this.ports = ports;
  }

  get hasRoom(): boolean {
    return this.plates.size < this.lot.capacity * occupancyMost;
  }

  async adopt(live: (plate: string, life: Promise<void>) => void): Promise<void> {
    const path = `/v1/parking-sessions?phase=parked&limit=200&lotId=${this.lot.lotId}`;
    const { items } = await this.ports.collector.call<{ items: { plate: string | null }[] }>({ method: 'GET', path });
    for (const { plate } of items)
      if (plate !== null)
        live(
          plate,
          this.inside(plate, () => this.stay(plate)),
        );
  }

  visit(plate: string): Promise<void> {
    return this.inside(plate, async () => {
      const gate = this.ports.devices.of(this.lot);
      const { opened } = await gate.atEntry(() => gate.readEntry(plate, Date.now()));
      if (opened) await this.stay(plate);
    });
  }

  private async inside(plate: string, life: () => Promise<void>): Promise<void> {
    this.plates.add(plate);
    await life().finally(() => this.plates.delete(plate));
  }

  private async stay(plate: string): Promise<void> {
    const { random, signal, devices } = this.ports;
    await sleep(between(random, stayMs), undefined, { signal });
    const gate = devices.of(this.lot);
    await gate.atExit(() => this.driveOut(plate));
  }

  private async driveOut(plate: string): Promise<void> {
    const gate = this.ports.devices.of(this.lot);
    for (let read = 0; read < readsMost; read += 1) {
      const { opened, verdict } = await gate.readExit(plate, Date.now());
      if (opened || (verdict === 'pay' && (await this.payAtLane()))) {
        await gate.barrier.passed(Date.now());
        return;
      }
      await sleep(betweenReadsMs, undefined, { signal: this.ports.signal });
    }
    throw new Error(`cannot leave ${this.lot.id}`);
  }

  /** Whether the barrier opened after the payment. */
  private async payAtLane(): Promise<boolean> {
    const { devices, drivers, sandboxUrl } = this.ports;
    const id = this.lot.gate?.exitLaneId ?? '';
    const opening = devices.of(this.lot).barrier.nextOpening();
    await payAt(drivers, sandboxUrl, { kind: 'lanes', id }).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
    return (await opening) !== undefined;
  }
}
