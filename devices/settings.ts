// What only the bridge needs to be told, besides the configuration of every process.
import { ConfigurationError } from '../platform/config.ts';

export interface BridgeSettings {
  readonly username: string;
  readonly password: string;
  readonly brokerAuthToken: string | undefined;
  /** Connections to the broker of all bridges together, 1 to 64. */
  readonly slots: number;
  readonly group: string;
  readonly sharedSubscription: string | undefined;
  readonly host: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const readBridgeSettings = (env: Environment = process.env): BridgeSettings => {
  const username = env['MQTT_BRIDGE_USERNAME'];
  const password = env['MQTT_BRIDGE_PASSWORD'];
  if (!username || !password) {
    throw new ConfigurationError(
      'MQTT_BRIDGE_USERNAME and MQTT_BRIDGE_PASSWORD are not set. Set them, or use "npm start", ' +
        'which brings up everything itself.',
    );
  }
  const slots = Number(env['MQTT_CONNECTIONS'] || 4);
  if (!Number.isInteger(slots) || slots < 1 || slots > 64) {
    throw new ConfigurationError(`MQTT_CONNECTIONS must be between 1 and 64, not "${env['MQTT_CONNECTIONS']}".`);
  }
  const group = env['BRIDGE_GROUP'] || 'main';
  if (!/^[A-Za-z0-9-]{1,48}$/.test(group)) {
    throw new ConfigurationError(`BRIDGE_GROUP must be up to 48 letters, digits and hyphens, not "${group}".`);
  }
  return {
    username,
    password,
    brokerAuthToken: env['MQTT_AUTH_TOKEN'] || undefined,
    slots,
    group,
    sharedSubscription: env['MQTT_SHARED_SUBSCRIPTION'] || undefined,
    host: env['BRIDGE_HOST'] || '127.0.0.1',
  };
};
