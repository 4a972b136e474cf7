// Brings a city up: the system on its ports, the demo company, the cars; and takes it down in the opposite order.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Exit, spawnService, type Service } from '../../platform/process.ts';
import { type ServiceName, startSystem, type System } from '../system.ts';
import { type CityArguments } from './arguments.ts';
import { type DemoCity } from './demo-record.ts';
import { setUpDemo } from './demo-setup.ts';
import { announceCity, claimFolder, emptyFolder, releaseFolder, type RunningCity, withdrawCity } from './folder.ts';
import { freePorts } from './ports.ts';

export interface City {
  readonly folder: string;
  readonly addresses: RunningCity;
  readonly demo: DemoCity | undefined;
  readonly traffic: boolean;
  stop(): Promise<void>;
}

type Say = (sentence: string) => void;
type Environment = Readonly<Record<string, string | undefined>>;

const trafficScript = fileURLToPath(new URL('../demo.ts', import.meta.url));

const startTraffic = async (system: System, folder: string): Promise<Service> => {
  const service = await spawnService({
    name: 'demo',
    script: trafficScript,
    env: { ...system.env, CITY_FOLDER: folder },
    ready: 'message',
    log: join(folder, 'logs', 'demo.log'),
  });
  await service.ready;
  return service;
};

const addressesOf = (system: System, env: Environment): RunningCity => ({
  apiUrl: system.apiUrl,
  bridgeUrl: system.bridgeUrl,
  sandboxUrl: system.gatewayUrl,
  temporalAddress: system.env['TEMPORAL_ADDRESS'] ?? '',
  temporalNamespace: system.env['TEMPORAL_NAMESPACE'] || 'default',
  temporalUiUrl: env['TEMPORAL_UI_URL'] || (system.env['TEMPORAL_UI_URL'] ?? ''),
  mqttUrl: system.env['MQTT_URL'] ?? '',
  databaseUrl: system.env['DATABASE_URL'] ?? '',
});

const restartsMost = 5;

/** Starts a process again that has ended by itself, a few times: what dies at once again and again is broken. */
const processKeeper = (say: Say) => {
  let system: System | undefined;
  const restarts = new Map<ServiceName, number>();
  return {
    watch: (started: System) => void (system = started),
    rest: () => void (system = undefined),
    lost: (name: ServiceName, { code, signal }: Exit): void => {
      const count = (restarts.get(name) ?? 0) + 1;
      restarts.set(name, count);
      const how = signal ?? `code ${code ?? 'unknown'}`;
      if (count > restartsMost || system === undefined) return say(`${name} has ended (${how}); see its log.`);
      say(`${name} has ended (${how}); starting it again ...`);
      system.crash(name).catch((error: unknown) => say(`${name} does not start again: ${String(error)}`));
    },
  };
};

/** Steps that undo what was done, newest first. */
const undoing = () => {
  const steps: (() => Promise<void>)[] = [];
  return {
    later: (step: () => Promise<void>) => void steps.push(step),
    run: async (): Promise<void> => {
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) await step();
    },
  };
};

/** Throws CityUsageError for what its caller can mend; whatever was started before is stopped then. */
export const startCity = async (options: CityArguments, env: Environment, say: Say): Promise<City> => {
  const { folder } = options;
  const undo = undoing();
  if (options.reset) {
    await emptyFolder(folder);
    say(`${folder} was emptied.`);
  }
  try {
    await claimFolder(folder);
    undo.later(() => releaseFolder(folder));
    await mkdir(join(folder, 'logs'), { recursive: true });
    const ports = await freePorts(options.ports, env, say);
    const keeper = processKeeper(say);
    const system = await startSystem({
      folder,
      env,
      ports,
      progress: say,
      settings: { LOG_LEVEL: env['LOG_LEVEL'] || 'info' },
      onLoss: keeper.lost,
    });
    keeper.watch(system);
    undo.later(() => {
      keeper.rest();
      return system.stop();
    });
    const demo = options.demo ? await setUpDemo(system, folder, say) : undefined;
    if (options.traffic) {
      const traffic = await startTraffic(system, folder);
      undo.later(async () => void (await traffic.stop()));
      say('cars come and go.');
    }
    const addresses = addressesOf(system, env);
    await announceCity(folder, addresses);
    undo.later(() => withdrawCity(folder));
    return { folder, addresses, demo, traffic: options.traffic, stop: undo.run };
  } catch (error) {
    await undo.run();
    throw error;
  }
};
