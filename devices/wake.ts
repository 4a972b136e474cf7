// One PostgreSQL session that hears notifications and holds the bridge's leases. A lease ends with the session: a bridge
// that is killed leaves nothing behind that somebody must clean up.
import pg from 'pg';
import { type Log } from '../platform/log.ts';

export type Channel = 'device_event' | 'device_command' | 'device';

export interface Wake {
  /** Tries to hold the slot; false while another bridge holds it, undefined while there is no session. */
  tryLease(slot: number): Promise<boolean | undefined>;
  stop(): Promise<void>;
}

export interface WakeOptions {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly onNotice: (channel: Channel, payload: string) => void;
  /** The session ended: all leases are gone, and notices may have been missed. */
  readonly onLost: () => void;
  readonly onListening: () => void;
}

const channels: readonly Channel[] = ['device_event', 'device_command', 'device'];
const leaseSpace = 1_885_500_020;
const reconnectMs = 1_000;

const isChannel = (name: string): name is Channel => (channels as readonly string[]).includes(name);

export const openWake = (options: WakeOptions): Wake => {
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const lost = (session: pg.Client, error?: Error): void => {
    if (client !== session || stopped) return;
    client = undefined;
    options.log.warn({ err: error }, 'the listening session is lost');
    options.onLost();
    session.end().catch(() => undefined);
    timer = setTimeout(() => void connect(), reconnectMs);
  };

  const connect = async (): Promise<void> => {
    const session = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'parking bridge',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client = session;
    session.on('error', (error) => lost(session, error));
    session.on('end', () => lost(session));
    session.on('notification', ({ channel, payload }) => {
      if (isChannel(channel)) options.onNotice(channel, payload ?? '');
    });
    try {
      await session.connect();
      for (const channel of channels) await session.query(`listen ${channel}`);
      options.onListening();
    } catch (error) {
      lost(session, error instanceof Error ? error : new Error(String(error)));
    }
  };
  void connect();

  return {
    tryLease: async (slot) => {
      const session = client;
      if (session === undefined) return undefined;
      try {
        const { rows } = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
          leaseSpace,
          slot,
        ]);
        return rows[0]?.held === true;
      } catch {
        return undefined;
      }
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
};
