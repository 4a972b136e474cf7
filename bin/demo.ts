// The traffic of the demo city as a process of its own: simulated devices and drivers, who use the published protocols only.
import { runTraffic } from './city/traffic.ts';
import { cityFolder } from './city/arguments.ts';
import { demoCity } from './city/demo-record.ts';
import { ApiClient } from './replay/api-client.ts';
import { replayDevices } from './replay/devices.ts';
import { driverWallet } from './replay/driver-wallet.ts';
import { createLog } from '../platform/log.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';

const env = process.env;
const apiUrl = env['PUBLIC_URL'] ?? '';
const sandboxUrl = env['WECHAT_PAY_URL'] ?? '';
const log = createLog({ name: 'demo', level: env['LOG_LEVEL'] ?? 'info' });

const demo = await demoCity(cityFolder(env));
const collector = new ApiClient(apiUrl, { kind: 'field', ...demo.people['driver-desk'] });
const devices = replayDevices({
  brokerUrl: env['MQTT_URL'] ?? '',
  bridgeUrl: env['BRIDGE_URL'] ?? '',
  companyId: demo.company.id,
  seed: 'demo',
  // Real time grows from start to start, as the boot count of a device does.
  boot: Math.floor(Date.now() / 1_000),
});
const over = new AbortController();

const done = runUntilSignal(async () => {
  over.abort();
  await devices.close();
});
announceReady();
const driving = runTraffic(
  Object.values(demo.lots).filter(({ traffic }) => traffic),
  {
    collector,
    drivers: new ApiClient(apiUrl),
    devices,
    wallet: driverWallet(collector, { url: sandboxUrl, token: env['SANDBOX_TOKEN'] ?? '' }),
    sandboxUrl,
    signal: over.signal,
    random: Math.random,
  },
  (trouble) => log.warn(trouble, 'a car had trouble'),
);
await Promise.race([driving, done]);
await done;
