// The ports of a city: wished for by name, and where one is taken the next free one.
import { choosePort } from '../../embedded/index.ts';
import { CityUsageError } from './usage.ts';

interface PortPlan {
  readonly variable: string;
  readonly fallback: number;
  readonly what: string;
  /** Variables that make this port needless: the server is somebody else's. */
  readonly configuredBy?: string;
}

const plans = {
  api: { variable: 'API_PORT', fallback: 3000, what: 'the API' },
  bridge: { variable: 'BRIDGE_PORT', fallback: 3100, what: 'the device bridge' },
  worker: { variable: 'WORKER_PORT', fallback: 3200, what: 'the worker' },
  gateway: { variable: 'GATEWAY_PORT', fallback: 3300, what: 'the payment sandbox' },
  temporal: { variable: 'TEMPORAL_PORT', fallback: 7233, what: 'Temporal', configuredBy: 'TEMPORAL_ADDRESS' },
  temporalUi: {
    variable: 'TEMPORAL_UI_PORT',
    fallback: 8233,
    what: 'the Temporal UI',
    configuredBy: 'TEMPORAL_ADDRESS',
  },
  postgres: { variable: 'POSTGRES_PORT', fallback: 54320, what: 'PostgreSQL', configuredBy: 'DATABASE_URL' },
  valkey: { variable: 'VALKEY_PORT', fallback: 6380, what: 'Valkey', configuredBy: 'REDIS_URL' },
  broker: { variable: 'MQTT_PORT', fallback: 1883, what: 'the MQTT broker', configuredBy: 'MQTT_URL' },
} as const satisfies Readonly<Record<string, PortPlan>>;

export type PortName = keyof typeof plans;
export type CityPorts = Readonly<Record<PortName, number>>;
type Environment = Readonly<Record<string, string | undefined>>;

const names = Object.keys(plans) as PortName[];

/** Wished ports by the environment; 0 takes any free one. Throws CityUsageError for what is no port. */
export const portWishes = (env: Environment): CityPorts => {
  const wish = (name: PortName): number => {
    const { variable, fallback } = plans[name];
    const text = env[variable];
    if (text === undefined || text === '') return fallback;
    const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
    if (!(port <= 65_535)) throw new CityUsageError(`${variable} must be a port between 0 and 65535, not "${text}".`);
    return port;
  };
  return Object.fromEntries(names.map((name) => [name, wish(name)])) as CityPorts;
};

/** Free ports, no two the same; says where one had to give way. */
export const freePorts = async (
  wishes: CityPorts,
  env: Environment,
  say: (sentence: string) => void,
): Promise<CityPorts> => {
  const chosen = new Map<PortName, number>();
  for (const name of names) {
    const plan: PortPlan = plans[name];
    const wished = wishes[name];
    let port = await choosePort(plan.what, { port: wished });
    while ([...chosen.values()].includes(port))
      port = await choosePort(plan.what, { port: wished === 0 ? 0 : port + 1 });
    chosen.set(name, port);
    const needed = plan.configuredBy === undefined || !env[plan.configuredBy];
    if (needed && wished !== 0 && port !== wished) {
      say(`Port ${wished} is taken: ${plan.what} uses ${port} instead (${plan.variable} chooses another).`);
    }
  }
  return Object.fromEntries(chosen) as CityPorts;
};
