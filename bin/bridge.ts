// The bridge process: devices in by MQTT and HTTP, decisions at lanes, commands out.
import { join } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { openDatabase } from '../db/database.ts';
import { startBridge } from '../devices/bridge.ts';
import { readBridgeSettings } from '../devices/settings.ts';
import { clockOf } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';
import { derivedKey } from '../platform/sealed.ts';
import { connectTemporal } from '../platform/temporal.ts';
import { localDiskStorage } from '../providers/storage/local-disk.ts';

const config = readConfig();
const settings = readBridgeSettings();
const log = createLog({ name: 'bridge', level: config.logLevel });
Runtime.install({ shutdownSignals: [] });

const database = await openDatabase({ url: config.databaseUrl, poolSize: 16 });
const temporal = await connectTemporal(config);
const bridge = await startBridge({
  config,
  settings,
  db: database,
  clock: clockOf(config.simulatedClockFile),
  workflows: temporal.client.workflow,
  pictures: localDiskStorage({
    folder: join(config.storageFolder, 'pictures'),
    linkSecret: derivedKey(config.secrets.tokenKey, 'picture-links'),
  }),
  log,
  probes: [
    { name: 'postgres', check: () => database.ping(), budgetMs: 1_000 },
    { name: 'temporal', check: async () => void (await temporal.connection.healthService.check({})), budgetMs: 1_000 },
  ],
});

const done = runUntilSignal(async (reason) => {
  log.info({ reason }, 'draining');
  await bridge.stop();
  await temporal.close();
  await database.close();
});
announceReady({ port: bridge.port });
log.info({ port: bridge.port }, 'bridge ready');
await done;
