// The embedded MQTT broker as a process of its own, so that a fault test can end it without ending anything else.
import { startMqttBroker } from '../embedded/mqtt-broker.ts';
import { createLog } from '../platform/log.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';

const log = createLog({ name: 'broker' });

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set. Set it, or use "npm start", which brings up everything itself.`);
  return value;
};

const broker = await startMqttBroker({
  port: Number(process.env['MQTT_PORT'] ?? 0),
  authUrl: process.env['MQTT_AUTH_URL'] || undefined,
  authToken: process.env['MQTT_AUTH_TOKEN'] || undefined,
  bridgeUsername: required('MQTT_BRIDGE_USERNAME'),
  bridgePassword: required('MQTT_BRIDGE_PASSWORD'),
  log,
});
const done = runUntilSignal(() => broker.stop());
announceReady({ port: broker.port });
log.info({ port: broker.port }, 'broker ready');
await done;
