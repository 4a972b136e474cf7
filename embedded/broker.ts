// Starts the embedded MQTT broker as a child process.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LogTarget, type Service, spawnService } from '../platform/process.ts';
import { PROJECT_FOLDER } from './binaries.ts';
import { type EmbeddedServer } from './launch.ts';
import { choosePort, type PortWish } from './ports.ts';

export interface BrokerOptions extends PortWish {
  readonly log: LogTarget;
  /** Where it asks about devices: `POST {clientId, username, password}`. Without it only the bridge can connect. */
  readonly authUrl?: string | undefined;
  readonly authToken?: string | undefined;
  readonly bridgeUsername?: string | undefined;
  /** Chosen anew when absent. */
  readonly bridgePassword?: string | undefined;
  readonly logLevel?: string | undefined;
}

export interface EmbeddedBroker extends EmbeddedServer {
  /** `mqtt://127.0.0.1:port` */
  readonly url: string;
  readonly bridgeUsername: string;
  readonly bridgePassword: string;
}

export const BRIDGE_USERNAME = 'bridge';
const ATTEMPTS = 5;

const startOnce = async (
  options: BrokerOptions,
  env: Record<string, string | undefined>,
): Promise<{ service: Service; port: number }> => {
  const port = options.port === undefined ? 0 : await choosePort('the MQTT broker', options);
  const service = await spawnService({
    name: 'broker',
    script: join(PROJECT_FOLDER, 'bin', 'broker.ts'),
    env: { ...env, MQTT_PORT: String(port) },
    ready: 'message',
    readyTimeoutMs: 30_000,
    log: options.log,
  });
  try {
    const message = await service.ready;
    return { service, port: Number(message['port']) };
  } catch (error) {
    await service.kill();
    throw error;
  }
};

/** Starts the broker on 127.0.0.1. Its ready message comes over our own channel, so it is ours that answers on the port. */
export const startBroker = async (options: BrokerOptions): Promise<EmbeddedBroker> => {
  const bridgeUsername = options.bridgeUsername ?? BRIDGE_USERNAME;
  const bridgePassword = options.bridgePassword ?? randomBytes(24).toString('hex');
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: process.env['NODE_ENV'],
    LOG_LEVEL: options.logLevel ?? process.env['LOG_LEVEL'],
    MQTT_AUTH_URL: options.authUrl,
    MQTT_AUTH_TOKEN: options.authToken,
    MQTT_BRIDGE_USERNAME: bridgeUsername,
    MQTT_BRIDGE_PASSWORD: bridgePassword,
  };
  for (let tries = 1; ; tries += 1) {
    try {
      const { service, port } = await startOnce(options, env);
      return {
        name: 'broker',
        pid: service.pid,
        port,
        exited: service.exited,
        stop: async () => void (await service.stop()),
        kill: async () => void (await service.kill()),
        url: `mqtt://127.0.0.1:${port}`,
        bridgeUsername,
        bridgePassword,
      };
    } catch (error) {
      // A port lost to another program between the look and the start.
      if (tries >= ATTEMPTS || !String(error).includes('EADDRINUSE')) throw error;
      await sleep(200);
    }
  }
};
