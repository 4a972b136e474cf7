// The API process.
import { join } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { composeApi } from '../api/compose.ts';
import { listenApi } from '../api/listen.ts';
import { openDatabase } from '../db/database.ts';
import { clockOf } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';
import { connectRedis } from '../platform/redis.ts';
import { derivedKey } from '../platform/sealed.ts';
import { connectTemporal } from '../platform/temporal.ts';
import { noSms } from '../providers/sms/sms-sender.ts';
import { smsSandbox } from '../providers/sms/sandbox.ts';
import { localDiskStorage } from '../providers/storage/local-disk.ts';

const config = readConfig();
const log = createLog({ name: 'api', level: config.logLevel });
// Signals are ours to handle.
Runtime.install({ shutdownSignals: [] });

const database = await openDatabase({ url: config.databaseUrl, poolSize: 10 });
const redis = await connectRedis(config.redisUrl, log);
const temporal = await connectTemporal(config);
const linkSecret = derivedKey(config.secrets.tokenKey, 'picture-links');

const api = composeApi({
  config,
  database,
  redis,
  client: temporal.client,
  payloadCodecs: temporal.payloadCodecs,
  clock: clockOf(config.simulatedClockFile),
  log,
  sms: config.production ? noSms : smsSandbox({ log, file: join(config.storageFolder, 'sms.jsonl') }),
  storage: localDiskStorage({ folder: join(config.storageFolder, 'pictures'), linkSecret }),
  linkSecret,
  checkAnswers: process.env['NODE_ENV'] === 'test',
  probes: [
    { name: 'postgres', check: () => database.ping(), budgetMs: 1_000 },
    { name: 'redis', check: async () => void (await redis.ping()), budgetMs: 500 },
    { name: 'temporal', check: async () => void (await temporal.connection.healthService.check({})), budgetMs: 1_000 },
  ],
});
const server = await listenApi(api.app, config.apiPort);
const done = runUntilSignal(async (reason) => {
  log.info({ reason }, 'draining');
  api.drain();
  await server.close();
  await api.close();
  await temporal.close();
  redis.destroy();
  await database.close();
});
announceReady({ port: server.port });
log.info({ port: server.port }, 'the API serves');
await done;
