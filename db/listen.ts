// Wake-ups between processes: LISTEN on one connection of its own, connected again when it breaks. A wake-up is a hint:
// whoever needs certainty polls as well.
import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

export type Heard = (channel: string, payload: string) => void;

const reconnectAfterMs = 1_000;

/** Calls `heard` for every notification on the channels, and once per channel after each (re)connection. */
export const listen = (url: string, channels: readonly string[], heard: Heard): Listener => {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const connecting = new pg.Client({ connectionString: url, application_name: 'parking listen', keepAlive: true });
    connecting.on('error', () => undefined);
    connecting.on('end', again);
    connecting.on('notification', ({ channel, payload }) => heard(channel, payload ?? ''));
    client = connecting;
    await connecting.connect();
    for (const channel of channels) {
      await connecting.query(`listen ${connecting.escapeIdentifier(channel)}`);
      heard(channel, '');
    }
  };
  const again = (): void => {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect().catch(again), reconnectAfterMs);
  };
  void connect().catch(again);
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
};
