// The devices of the replayed lots, made when first needed. Sensors connect for each report; barriers stay connected.
import {
  simulatedCamera,
  simulatedLaneController,
  simulatedSensor,
  type CameraAnswer,
  type SimulatedCamera,
  type SimulatedLaneController,
  type SimulatedSensor,
} from '../../devices/simulator/index.ts';
import { type DeviceAccess, type ReplayLot } from './company.ts';

const openingPatienceMs = 20_000;
const cameraPatienceMs = 180_000;

export interface Barrier {
  passed(atMs: number, decisionId?: string): Promise<void>;
  /** The decision of the next opening, or undefined when the barrier stayed shut for a while. */
  nextOpening(): Promise<{ readonly decisionId: string | undefined } | undefined>;
}

export interface LotDevices {
  /** Resolves when the platform has received the report. */
  report(bay: number, occupied: boolean, atMs: number): Promise<void>;
  readEntry(plate: string, atMs: number): Promise<CameraAnswer>;
  readExit(plate: string, atMs: number): Promise<CameraAnswer>;
  readonly barrier: Barrier;
  /** One car at a time stands at the exit. */
  atExit<T>(work: () => Promise<T>): Promise<T>;
  atEntry<T>(work: () => Promise<T>): Promise<T>;
}

export interface ReplayDevices {
  of(lot: ReplayLot): LotDevices;
  close(): Promise<void>;
}

export interface DevicePorts {
  readonly brokerUrl: string;
  readonly bridgeUrl: string;
  readonly companyId: string;
  readonly seed: string;
  /** Of devices that were started before: see SimulatedDeviceOptions. */
  readonly boot?: number;
}

/** Runs one piece of work after the other. */
const oneByOne = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
};

class Lot implements LotDevices {
  readonly barrier: Barrier;
  readonly atExit = oneByOne();
  readonly atEntry = oneByOne();
  private readonly lot: ReplayLot;
  private readonly ports: DevicePorts;
  private readonly sensors = new Map<number, SimulatedSensor>();
  private readonly entry: SimulatedCamera | undefined;
  private readonly exit: SimulatedCamera | undefined;
  private readonly controller: SimulatedLaneController | undefined;
  private opened: ((opening: { decisionId: string | undefined }) => void) | undefined;
  private listening: Promise<void> | undefined;

  constructor(lot: ReplayLot, ports: DevicePorts) {
    this.lot = lot;
    this.ports = ports;
    this.entry = lot.gate && this.camera(lot.gate.entry);
    this.exit = lot.gate && this.camera(lot.gate.exit);
    this.controller = lot.gate && simulatedLaneController(this.mqtt(lot.gate.controller));
    this.barrier = {
      passed: (atMs, decisionId) => this.requireController().passed(atMs, decisionId),
      nextOpening: () => this.nextOpening(),
    };
  }

  async report(bay: number, occupied: boolean, atMs: number): Promise<void> {
    const access = this.lot.sensors[bay];
    if (access === undefined) throw new Error(`${this.lot.id} has no sensor ${bay}`);
    const known = this.sensors.get(bay);
    const sensor = known ?? simulatedSensor(this.mqtt(access));
    this.sensors.set(bay, sensor);
    if (known !== undefined) await sensor.goOnline();
    await sensor.report(occupied, atMs);
    await sensor.goOffline();
  }

  readEntry(plate: string, atMs: number): Promise<CameraAnswer> {
    return read(this.entry, plate, atMs);
  }

  readExit(plate: string, atMs: number): Promise<CameraAnswer> {
    return read(this.exit, plate, atMs);
  }

  async close(): Promise<void> {
    await Promise.all([...this.sensors.values()].map((sensor) => sensor.close()));
    await this.controller?.close();
  }

  private camera({ pushUrl, serial }: DeviceAccess): SimulatedCamera {
    const pushToken = pushUrl?.split('/').at(-1) ?? '';
    return simulatedCamera({ bridgeUrl: this.ports.bridgeUrl, pushToken, serial, seed: this.ports.seed });
  }

  private mqtt({ deviceId, secret }: DeviceAccess) {
    const { brokerUrl, companyId, seed, boot = 1 } = this.ports;
    return { brokerUrl, companyId, lotId: this.lot.lotId, deviceId, secret, seed, boot };
  }

  private requireController(): SimulatedLaneController {
    if (this.controller === undefined) throw new Error(`${this.lot.id} has no barrier`);
    return this.controller;
  }

  private async nextOpening(): Promise<{ decisionId: string | undefined } | undefined> {
    this.listening ??= this.requireController().onOpen(({ decisionId }) => this.opened?.({ decisionId }));
    await this.listening;
    let timer: NodeJS.Timeout | undefined;
    const opening = new Promise<{ decisionId: string | undefined } | undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), openingPatienceMs);
      this.opened = resolve;
    });
    return opening.finally(() => clearTimeout(timer));
  }
}

/** Reads a plate; the very same push is sent again until somebody answers. */
const read = async (camera: SimulatedCamera | undefined, plate: string, atMs: number): Promise<CameraAnswer> => {
  if (camera === undefined) throw new Error('this lot has no gate');
  const until = Date.now() + cameraPatienceMs;
  let answer = await camera.push({ plate, colour: 'blue', atMs });
  while (answer === undefined && Date.now() < until) answer = await camera.repeat();
  if (answer === undefined) throw new Error('the camera was never answered');
  return answer;
};

export const replayDevices = (ports: DevicePorts): ReplayDevices => {
  const lots = new Map<string, Lot>();
  return {
    of: (lot) => {
      const known = lots.get(lot.id) ?? new Lot(lot, ports);
      lots.set(lot.id, known);
      return known;
    },
    close: async () => {
      await Promise.all([...lots.values()].map((lot) => lot.close()));
    },
  };
};
