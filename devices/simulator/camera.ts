// A vendor's lane camera: pushes what it reads to its secret URL, obeys the answer, and keeps records while nobody answers.
import { setTimeout as sleep } from 'node:timers/promises';
import { type PlateColour } from '../../domain/plate.ts';
import { type CameraAnswer as Answer } from '../cameras/push-answer.ts';
import { type Faults, noFaults, randomOf } from './faults.ts';

export interface SimulatedCameraOptions {
  readonly bridgeUrl: string;
  readonly pushToken: string;
  readonly serial: string;
  readonly seed?: string;
  readonly faults?: Partial<Faults>;
  /** How often a push without an answer is sent again before it goes to the offline records. */
  readonly resends?: number;
  readonly timeoutMs?: number;
}

export interface SeenPlate {
  readonly plate: string;
  readonly colour?: PlateColour;
  readonly confidence?: number;
  readonly atMs: number;
  readonly pictures?: readonly Buffer[];
}

export interface CameraAnswer {
  /** The barrier opened. */
  readonly opened: boolean;
  readonly verdict: string;
  readonly code?: string;
  readonly dueFen?: number;
  readonly paymentUrl?: string;
  /** What the display shows. */
  readonly lines: readonly string[];
}

export interface SimulatedCamera {
  /** Undefined when nobody answered: the read is kept as an offline record. */
  push(seen: SeenPlate): Promise<CameraAnswer | undefined>;
  /** Sends the very same push again, as a camera does that heard no answer. */
  repeat(): Promise<CameraAnswer | undefined>;
  /** True when the answer opened the barrier. */
  heartbeat(): Promise<boolean>;
  /** Keeps reads without trying, as with a cut cable. */
  goOffline(): void;
  /** Replays the records one by one, each after the platform asked for the next; how many. */
  replayOffline(): Promise<number>;
}

const colourCodes: readonly PlateColour[] = ['unknown', 'blue', 'yellow', 'white', 'black', 'green', 'yellow-green'];

const alarmOf = (serial: string, plateId: number, seen: SeenPlate, offline: boolean) => ({
  AlarmInfoPlate: {
    channel: 0,
    deviceName: 'IVS',
    serialno: serial,
    result: {
      PlateResult: {
        license: seen.plate,
        colorType: colourCodes.indexOf(seen.colour ?? 'unknown'),
        confidence: seen.confidence ?? 98,
        plateid: plateId,
        isoffline: offline ? 1 : 0,
        triggerType: 1,
        direction: 4,
        timeStamp: { Timeval: { sec: Math.floor(seen.atMs / 1_000), usec: (seen.atMs % 1_000) * 1_000 } },
        ...(seen.pictures?.[0] === undefined ? {} : { imageFile: seen.pictures[0].toString('base64') }),
        ...(seen.pictures?.[1] === undefined ? {} : { imageFragmentFile: seen.pictures[1].toString('base64') }),
      },
    },
  },
});

const answerOf = ({ Response_AlarmInfoPlate: answer }: Answer): CameraAnswer => ({
  ...answer.content,
  opened: answer.info === 'ok',
  lines: answer.serialData.map(({ data }) => Buffer.from(data, 'base64').toString('utf8')),
});

class Camera implements SimulatedCamera {
  private readonly options: SimulatedCameraOptions;
  private readonly faults: Faults;
  private readonly random: () => number;
  private readonly records: { plateId: number; seen: SeenPlate }[] = [];
  private plateId = 0;
  private offline = false;
  private last: string | undefined;

  constructor(options: SimulatedCameraOptions) {
    this.options = options;
    this.faults = { ...noFaults, ...options.faults };
    this.random = randomOf(`${options.seed ?? ''}/${options.serial}`);
  }

  async push(seen: SeenPlate): Promise<CameraAnswer | undefined> {
    this.plateId += 1;
    const plateId = this.plateId;
    const shown = { ...seen, atMs: seen.atMs + this.faults.clockDriftMs };
    if (!this.offline) {
      this.last = JSON.stringify(alarmOf(this.options.serial, plateId, shown, false));
      const answer = await this.tryOften(this.last);
      if (answer !== undefined) return answer;
    }
    this.records.push({ plateId, seen: shown });
    return undefined;
  }

  repeat(): Promise<CameraAnswer | undefined> {
    return this.last === undefined ? Promise.resolve(undefined) : this.tryOften(this.last);
  }

  async heartbeat(): Promise<boolean> {
    const form = new FormData();
    form.set('device_name', 'IVS');
    form.set('serialno', this.options.serial);
    form.set('user_name', 'admin');
    form.set('pass_wd', 'admin');
    const response = await fetch(`${this.url()}/heartbeat`, { method: 'POST', body: form });
    return answerOf((await response.json()) as Answer).opened;
  }

  goOffline(): void {
    this.offline = true;
  }

  async replayOffline(): Promise<number> {
    this.offline = false;
    let replayed = 0;
    for (let record = this.records[0]; record !== undefined; record = this.records[0]) {
      const body = JSON.stringify(alarmOf(this.options.serial, record.plateId, record.seen, true));
      const answer = await this.tryOften(body);
      if (answer === undefined) return replayed;
      this.records.shift();
      replayed += 1;
    }
    return replayed;
  }

  private url(): string {
    return `${this.options.bridgeUrl}/push/${this.options.pushToken}`;
  }

  private async tryOften(body: string): Promise<CameraAnswer | undefined> {
    const resends = this.options.resends ?? 4;
    for (let tries = 0; tries <= resends; tries += 1) {
      const answer = await this.tryOnce(body);
      if (answer !== undefined) return answer;
      await sleep(100 * (tries + 1));
    }
    return undefined;
  }

  private async tryOnce(body: string): Promise<CameraAnswer | undefined> {
    if (this.random() < this.faults.loss) return undefined;
    if (this.faults.delayMs > 0) await sleep(this.random() * this.faults.delayMs);
    const answer = await this.post(body);
    return this.random() < this.faults.duplication ? ((await this.post(body)) ?? answer) : answer;
  }

  private async post(body: string): Promise<CameraAnswer | undefined> {
    try {
      const signal = AbortSignal.timeout(this.options.timeoutMs ?? 5_000);
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(this.url(), { method: 'POST', headers, body, signal });
      if (response.ok) return answerOf((await response.json()) as Answer);
      await response.body?.cancel();
      return undefined;
    } catch {
      return undefined;
    }
  }
}

export const simulatedCamera = (options: SimulatedCameraOptions): SimulatedCamera => new Camera(options);
