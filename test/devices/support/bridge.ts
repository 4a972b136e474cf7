// A bridge and a broker of a test's own, in this process, on ports that the operating system chose.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection, WorkflowClient } from '@temporalio/client';
import { type Bridge, startBridge } from '../../../devices/bridge.ts';
import { type BridgeSettings } from '../../../devices/settings.ts';
import { type DeviceAddress } from '../../../devices/topics.ts';
import { startMqttBroker } from '../../../embedded/mqtt-broker.ts';
import { localDiskStorage } from '../../../providers/storage/local-disk.ts';
import { quiet } from './inbox.ts';
import { type DeviceOfScene, type Scene } from './scene.ts';

export interface RunningBridge {
  readonly url: string;
  readonly brokerUrl: string;
  /** Business time; tests move it. */
  nowMs: number;
  addressOf(device: DeviceOfScene, lotId: string): DeviceAddress & { secret: string; brokerUrl: string };
  stop(): Promise<void>;
}

export const brokerToken = 'test-broker-token';
export const brokerAccount = { username: 'bridge', password: 'test-bridge-password' };

export interface BridgeOptions {
  /** Absent: an address where no engine answers. */
  readonly workflows?: WorkflowClient;
  readonly settings?: Partial<BridgeSettings>;
  readonly nowMs: number;
}

export const runBridge = async (scene: Scene, options: BridgeOptions): Promise<RunningBridge> => {
  const later: { bridge?: Bridge } = {};
  const broker = await startMqttBroker({
    port: 0,
    get authUrl() {
      return `http://127.0.0.1:${later.bridge?.port ?? 9}/internal/mqtt-auth`;
    },
    authToken: brokerToken,
    bridgeUsername: brokerAccount.username,
    bridgePassword: brokerAccount.password,
    log: quiet,
  });
  const brokerUrl = `mqtt://127.0.0.1:${broker.port}`;
  const folder = await mkdtemp(join(tmpdir(), 'bridge-test-'));
  const clock = { nowMs: options.nowMs };
  const nobody = Connection.lazy({ address: '127.0.0.1:9', connectTimeout: 200 });
  const running = await startBridge({
    config: {
      databaseUrl: scene.databaseUrl,
      mqttUrl: brokerUrl,
      bridgePort: 0,
      publicUrl: 'https://pay.test',
      secrets: { ...scene.keys, codecKey: scene.keys.dataKey, tokenKey: scene.keys.hashKey },
    },
    settings: {
      ...brokerAccount,
      brokerAuthToken: brokerToken,
      slots: 4,
      group: 'test',
      sharedSubscription: undefined,
      host: '127.0.0.1',
      ...options.settings,
    },
    db: scene.db,
    clock: { now: () => clock.nowMs },
    workflows: options.workflows ?? new WorkflowClient({ connection: nobody }),
    pictures: localDiskStorage({ folder, linkSecret: scene.keys.hashKey }),
    probes: [],
    log: quiet,
  });
  later.bridge = running;
  return {
    url: `http://127.0.0.1:${running.port}`,
    brokerUrl,
    get nowMs() {
      return clock.nowMs;
    },
    set nowMs(value) {
      clock.nowMs = value;
    },
    addressOf: (device, lotId) => ({
      companyId: scene.companyId,
      lotId,
      deviceId: device.id,
      secret: device.secret,
      brokerUrl,
    }),
    stop: async () => {
      await running.stop();
      await broker.stop();
      await nobody.close().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Asks every 20 ms until the answer is wanted; fails with the last one. */
export const eventually = async <T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, ms = 10_000): Promise<T> => {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > end) throw new Error(`not in ${ms} ms: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
