// The connection to Redis or Valkey, which holds only what may be lost.
import { createClient } from 'redis';
import { type Log } from './log.ts';

export type Redis = ReturnType<typeof createClient>;

const commandTimeoutMs = 1_000;
const longestPauseMs = 2_000;

/**
 * Connects and keeps reconnecting. While the connection is down commands fail at once instead of waiting: the caller
 * decides what may go on without it.
 */
export const connectRedis = async (url: string, log: Log): Promise<Redis> => {
  const client: Redis = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: commandTimeoutMs },
    socket: { connectTimeout: 5_000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, longestPauseMs) },
  });
  client.on('error', (error: unknown) => log.warn({ error }, 'redis'));
  await client.connect();
  return client;
};
