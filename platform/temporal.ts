// The connection to Temporal: one native connection a process, shared by client and worker, with the payload codec.
import { Client, type ClientOptions } from '@temporalio/client';
import { type PayloadCodec } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { encryptionCodec } from './codec.ts';
import { type Config } from './config.ts';

export interface Temporal {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly payloadCodecs: PayloadCodec[];
  close(): Promise<void>;
}

type TemporalConfig = Pick<Config, 'temporalAddress' | 'temporalNamespace' | 'payloadEncryption' | 'secrets'>;

export const payloadCodecsOf = ({
  payloadEncryption,
  secrets,
}: Pick<Config, 'payloadEncryption' | 'secrets'>): PayloadCodec[] =>
  payloadEncryption ? [encryptionCodec('1', new Map([['1', secrets.codecKey]]))] : [];

/** Connects. Fails after ten seconds with the address in the message when no server answers. */
export const connectTemporal = async (config: TemporalConfig): Promise<Temporal> => {
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const payloadCodecs = payloadCodecsOf(config);
  const options: ClientOptions = {
    connection,
    namespace: config.temporalNamespace,
    dataConverter: { payloadCodecs },
  };
  return { connection, client: new Client(options), payloadCodecs, close: () => connection.close() };
};
