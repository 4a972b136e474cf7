// What the people and cars of a replay do: every act goes through the published protocols and the API, in sequence for a
// vehicle, and is repeated until it is answered. `key` of every POST comes from the act, so repeating changes nothing.
import { secondMs } from '../../domain/time.ts';
import { ApiError } from './api-client.ts';
import { type ReplayCompany, type ReplayLot, bayCode } from './company.ts';
import { type LotDevices, type ReplayDevices } from './devices.ts';
import { type DriverWallet } from './driver-wallet.ts';
import { type Vehicle } from './plan.ts';
import { plateOf } from './plates.ts';
import { eventually } from './quiet.ts';
import { type Act } from './schedule.ts';

interface SessionSummary {
  readonly id: string;
  readonly phase: 'parked' | 'left' | 'closed';
}

interface SessionDetail {
  readonly session: SessionSummary;
  readonly bill: { readonly id: string };
}

const discount = { kind: 'percent', value: 50, sponsor: 'partner-shop', reason: 'validated by a partner shop' };
const exitReadsMax = 40;

export class Acts {
  private readonly company: ReplayCompany;
  private readonly devices: ReplayDevices;
  private readonly wallet: DriverWallet;
  private readonly sessions = new Map<number, string>();

  constructor(company: ReplayCompany, devices: ReplayDevices, wallet: DriverWallet) {
    this.company = company;
    this.devices = devices;
    this.wallet = wallet;
  }

  async perform({ kind, at, vehicle }: Act): Promise<void> {
    const lot = this.company.lots.get(vehicle.lotId);
    if (lot === undefined) throw new Error(`${vehicle.lotId} is not set up`);
    const devices = this.devices.of(lot);
    if (kind === 'pay') return this.payEarly(vehicle);
    if (kind === 'arrive')
      return vehicle.setting === 'on-street'
        ? this.park(vehicle, lot, devices, at)
        : this.driveIn(vehicle, lot, devices, at);
    return vehicle.setting === 'on-street'
      ? this.driveOff(vehicle, devices, at)
      : devices.atExit(() => this.driveOut(vehicle, lot, devices, at));
  }

  private key(vehicle: Vehicle, what: string): string {
    return `${this.company.run}-${vehicle.number}-${what}`;
  }

  private sessionOf(vehicle: Vehicle): string {
    const sessionId = this.sessions.get(vehicle.number);
    if (sessionId === undefined) throw new Error(`vehicle ${vehicle.number} has no session`);
    return sessionId;
  }

  private async findSession(vehicle: Vehicle, query: string): Promise<string> {
    const sessionId = await eventually(`the session of vehicle ${vehicle.number}`, async () => {
      const path = `/v1/parking-sessions?phase=parked&limit=1&${query}`;
      const { items } = await this.company.collector.call<{ items: SessionSummary[] }>({ method: 'GET', path });
      return items[0]?.id;
    });
    this.sessions.set(vehicle.number, sessionId);
    return sessionId;
  }

  private async park(vehicle: Vehicle, lot: ReplayLot, devices: LotDevices, at: number): Promise<void> {
    await devices.report(vehicle.bay ?? 0, true, at);
    const sessionId = await this.findSession(vehicle, `lotId=${lot.lotId}&bayCode=${bayCode(vehicle.bay ?? 0)}`);
    if (vehicle.identified) {
      const plate = plateOf(this.company.run, vehicle.number);
      await this.ask(sessionId, 'plate', { plate, colour: 'blue' }, this.key(vehicle, 'plate'));
    }
    await this.validate(vehicle, sessionId);
  }

  private async driveIn(vehicle: Vehicle, lot: ReplayLot, devices: LotDevices, at: number): Promise<void> {
    const plate = plateOf(this.company.run, vehicle.number);
    await eventually(`the entry of vehicle ${vehicle.number}`, async () => {
      const { opened } = await devices.atEntry(() => devices.readEntry(plate, at));
      return opened ? true : undefined;
    });
    const sessionId = await this.findSession(vehicle, `lotId=${lot.lotId}&plate=${encodeURIComponent(plate)}`);
    await this.validate(vehicle, sessionId);
  }

  /** Three in a hundred have their parking validated by a shop. */
  private async validate(vehicle: Vehicle, sessionId: string): Promise<void> {
    if (!vehicle.discount) return;
    const path = `/v1/parking-sessions/${sessionId}/discounts`;
    await this.company.desk.call({ method: 'POST', path, body: discount, key: this.key(vehicle, 'discount') });
  }

  private ask(sessionId: string, what: string, body: object, key: string): Promise<unknown> {
    return this.company.collector.call({
      method: 'POST',
      path: `/v1/parking-sessions/${sessionId}/${what}`,
      body,
      key,
    });
  }

  private detail(sessionId: string): Promise<SessionDetail> {
    return this.company.collector.call<SessionDetail>({ method: 'GET', path: `/v1/parking-sessions/${sessionId}` });
  }

  private async payEarly(vehicle: Vehicle): Promise<void> {
    const { bill } = await this.detail(this.sessionOf(vehicle));
    await this.pay(vehicle, bill.id, 'early');
  }

  /** Pays what is due now; a stay that owes nothing (still free, or discounted) is left alone. */
  private async pay(vehicle: Vehicle, billId: string, when: string): Promise<void> {
    try {
      await (vehicle.habit === 'cash'
        ? this.wallet.payCash(billId, this.key(vehicle, when))
        : this.wallet.payByWechat(billId, this.key(vehicle, when)));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'bill-already-paid') throw error;
    }
  }

  private async driveOff(vehicle: Vehicle, devices: LotDevices, at: number): Promise<void> {
    await devices.report(vehicle.bay ?? 0, false, at);
    if (vehicle.arrivedAt !== undefined) await this.untilClosed(vehicle);
  }

  private async driveOut(vehicle: Vehicle, lot: ReplayLot, devices: LotDevices, at: number): Promise<void> {
    const plate = plateOf(this.company.run, vehicle.number);
    for (let read = 0; read < exitReadsMax; read += 1) {
      const answer = await devices.readExit(plate, at);
      if (vehicle.arrivedAt === undefined && answer.opened) return;
      if (answer.opened || (answer.verdict === 'pay' && (await this.payAtExit(vehicle, devices, read)))) {
        await devices.barrier.passed(at + secondMs);
        return this.untilClosed(vehicle);
      }
      // Refused, called, or the barrier stayed shut: the camera reads the car again.
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`vehicle ${vehicle.number} cannot leave ${lot.id}`);
  }

  /** Whether the barrier opened after the payment. */
  private async payAtExit(vehicle: Vehicle, devices: LotDevices, read: number): Promise<boolean> {
    const { bill } = await this.detail(this.sessionOf(vehicle));
    const opening = devices.barrier.nextOpening();
    await this.pay(vehicle, bill.id, `exit-${read}`);
    return (await opening) !== undefined;
  }

  private async untilClosed(vehicle: Vehicle): Promise<void> {
    const sessionId = this.sessionOf(vehicle);
    await eventually(`the end of session ${sessionId}`, async () => {
      const { session } = await this.detail(sessionId);
      return session.phase === 'closed' ? true : undefined;
    });
  }
}
