// What a repair works on: the configured addresses, or those of the running city with its keys.
import { Client, Connection } from '@temporalio/client';
import { type PayloadCodec } from '@temporalio/common';
import { openDatabase } from '../../db/database.ts';
import { type RepairPorts } from '../../delivery/repair.ts';
import { developmentKeys } from '../../embedded/keys.ts';
import { encryptionCodec } from '../../platform/codec.ts';
import { cityFolder } from '../city/arguments.ts';
import { runningCity } from '../city/folder.ts';
import { CityUsageError } from '../city/usage.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Addresses {
  readonly what: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly consoleUrl: string;
  /** Base64; asked for only where payloads are encrypted. */
  readonly codecKey: string | undefined;
}

const addressesOf = async (env: Environment): Promise<Addresses> => {
  const { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress } = env;
  if (databaseUrl && temporalAddress) {
    const temporalNamespace = env['TEMPORAL_NAMESPACE'] || 'default';
    const consoleUrl = (env['PUBLIC_URL'] ?? '').replace(/\/$/, '');
    const codecKey = env['CODEC_KEY'];
    return { what: 'the configured servers', databaseUrl, temporalAddress, temporalNamespace, consoleUrl, codecKey };
  }
  if (databaseUrl || temporalAddress) {
    throw new CityUsageError('Set both DATABASE_URL and TEMPORAL_ADDRESS, or none of them to repair the running city.');
  }
  const folder = cityFolder(env);
  const city = await runningCity(folder);
  const { CODEC_KEY: codecKey } = await developmentKeys(folder, env);
  return { ...city, what: `the running city in ${folder}`, consoleUrl: city.apiUrl, codecKey };
};

const codecsOf = (env: Environment, codecKey: string | undefined): PayloadCodec[] => {
  if (env['PAYLOAD_ENCRYPTION'] !== 'on' && env['NODE_ENV'] !== 'production') return [];
  const key = Buffer.from(codecKey ?? '', 'base64');
  if (key.length !== 32) throw new CityUsageError('Payloads are encrypted here: set CODEC_KEY as the worker has it.');
  return [encryptionCodec('1', new Map([['1', key]]))];
};

export interface RepairDesk extends RepairPorts {
  readonly what: string;
  close(): Promise<void>;
}

/** Throws CityUsageError when nothing is configured and no city runs. */
export const connectRepair = async (env: Environment): Promise<RepairDesk> => {
  const addresses = await addressesOf(env);
  const payloadCodecs = codecsOf(env, addresses.codecKey);
  const connection = await Connection.connect({ address: addresses.temporalAddress, connectTimeout: 10_000 });
  const database = await openDatabase({ url: addresses.databaseUrl, poolSize: 2 });
  const client = new Client({
    connection,
    namespace: addresses.temporalNamespace,
    dataConverter: { payloadCodecs },
  });
  const close = async (): Promise<void> => {
    await database.close();
    await connection.close();
  };
  const { what, consoleUrl } = addresses;
  return { what, consoleUrl, database, client, taskQueue: env['TASK_QUEUE'] || 'parking', close };
};
