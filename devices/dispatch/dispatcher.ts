// Works off the inbox: claims keys, takes the events of a key in order, and books each in its company's scope.
import { type Database } from '../../db/database.ts';
import { type PersonalDataKeys } from '../../db/personal-data.ts';
import {
  claimKey,
  delayKey,
  forgetDelay,
  markDone,
  parkKey,
  type WaitingEvent,
  waitingEvents,
  waitingKeys,
} from '../../db/queries/inbox.ts';
import { type Tx } from '../../db/rows.ts';
import { type Log } from '../../platform/log.ts';
import { bayFree, bayOccupied, bayPlate } from './bay-events.ts';
import { type DispatchContext, type Handled } from './context.ts';
import { auditClock, auditSequence, deviceFault, deviceRecovered } from './device-events.ts';
import { gateFailed, laneAbandoned, laneEntry, laneExit, lanePassed } from './lane-events.ts';

const handlers: Readonly<Record<string, (context: DispatchContext) => Promise<Handled>>> = {
  'bay.occupied': bayOccupied,
  'bay.free': bayFree,
  'bay.plate': bayPlate,
  'lane.entry': laneEntry,
  'lane.exit': laneExit,
  'lane.passed': lanePassed,
  'lane.abandoned': laneAbandoned,
  'gate.failed': gateFailed,
  'device.fault': deviceFault,
  'device.recovered': deviceRecovered,
};

export interface DispatchPorts {
  readonly db: Database;
  readonly keys: PersonalDataKeys;
  readonly log: Log;
}

const eventsAtOnce = 16;
const failuresBeforeParking = 3;
const shortestDelayMs = 60;
const longestDelayMs = 2_000;

const delayAfter = (attempts: number): number => Math.min(shortestDelayMs * 2 ** attempts, longestDelayMs);

const handle = async (tx: Tx, ports: DispatchPorts, event: WaitingEvent): Promise<Handled> => {
  const handler = handlers[event.type];
  if (handler === undefined) throw new Error(`no handler for events of type ${event.type}`);
  const context: DispatchContext = { tx, event, keys: ports.keys };
  const handled = await handler(context);
  if (handled === 'later') return 'later';
  await auditClock(context);
  await auditSequence(context);
  await markDone(tx, event);
  return 'done';
};

type Round = 'busy' | 'empty' | 'progress' | 'later';

const round = async (
  tx: Tx,
  ports: DispatchPorts,
  key: string,
  options: { readonly wait: boolean; readonly limit: number; readonly onEvent: (event: WaitingEvent) => void },
): Promise<Round> => {
  if (!(await claimKey(tx, key, options.wait))) return 'busy';
  const events = await waitingEvents(tx, key, options.limit);
  const [first] = events;
  if (first === undefined) return 'empty';
  await tx.enterCompany(first.companyId);
  for (const event of events) {
    options.onEvent(event);
    if ((await handle(tx, ports, event)) === 'done') continue;
    await delayKey(tx, key, event.companyId, delayAfter(event.attempts));
    return 'later';
  }
  if (first.attempts > 0) await forgetDelay(tx, key);
  return 'progress';
};

/** The server's condition, not the event's: connection, resources, deadlock, serialisation, lock time-out, shutdown. */
const passing = /^(08|40|53|55|57)/;

const isPassing = (error: unknown): boolean => {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    if (!('code' in cause) || typeof cause.code !== 'string') continue;
    if (/^[0-9A-Z]{5}$/.test(cause.code)) return passing.test(cause.code);
    if (/^E[A-Z]+$/.test(cause.code)) return true;
  }
  return error instanceof Error && /connection|timeout|terminated|acquir/i.test(error.message);
};

const parkOrDelay = (ports: DispatchPorts, event: WaitingEvent, error: unknown): Promise<void> =>
  ports.db.asDelivery(async (tx) => {
    const reason = error instanceof Error ? error.message : String(error);
    const park = event.attempts + 1 >= failuresBeforeParking;
    ports.log[park ? 'error' : 'warn'](
      { key: event.key, type: event.type, err: error },
      park ? 'key parked' : 'event failed',
    );
    if (park) await parkKey(tx, event, reason.slice(0, 500));
    else await delayKey(tx, event.key, event.companyId, delayAfter(event.attempts + 1));
  });

/**
 * Works off one key until nothing of it waits. `wait`: another dispatch that has the key is waited for, so that
 * everything before a question at a lane is booked when it is answered.
 */
export const dispatchKey = async (ports: DispatchPorts, key: string, wait = false): Promise<void> => {
  let limit = eventsAtOnce;
  for (;;) {
    let current: WaitingEvent | undefined;
    const onEvent = (event: WaitingEvent): void => {
      current = event;
    };
    try {
      const outcome = await ports.db.asDelivery((tx) => round(tx, ports, key, { wait, limit, onEvent }));
      if (outcome !== 'progress') return;
    } catch (error) {
      if (current === undefined || isPassing(error)) throw error;
      // What stood before the bad event in its batch is booked one by one, then the bad event alone decides.
      if (limit > 1) limit = 1;
      else {
        await parkOrDelay(ports, current, error);
        return;
      }
    }
  }
};

export interface Dispatcher {
  wake(): void;
  stop(): Promise<void>;
}

export interface DispatcherOptions extends DispatchPorts {
  readonly concurrency?: number;
  readonly pollMs?: number;
}

const keysAtOnce = 256;
/** While keys are held back the next look comes sooner. */
const heldPollMs = 80;

/** Scans the waiting keys round and round; several keys at once, never one key twice. */
export const startDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { db, log, concurrency = 6, pollMs = 500 } = options;
  let stopping = false;
  let woken = false;
  let ring: () => void = () => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
      if (woken || stopping) ring();
    });

  const work = async (keys: string[]): Promise<void> => {
    const next = async (): Promise<void> => {
      for (let key = keys.shift(); key !== undefined && !stopping; key = keys.shift()) await dispatchKey(options, key);
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, keys.length) }, next));
  };

  const run = async (): Promise<void> => {
    let after = '';
    while (!stopping) {
      woken = false;
      try {
        const keys = await db.asDelivery((tx) => waitingKeys(tx, after, keysAtOnce));
        const ready = keys.filter(({ held }) => !held).map(({ key }) => key);
        await work([...ready]);
        const all = keys.length < keysAtOnce;
        after = all ? '' : (keys.at(-1)?.key ?? '');
        if (all && ready.length === 0) await pause(keys.length > 0 ? heldPollMs : pollMs);
      } catch (error) {
        log.warn({ err: error }, 'dispatch is interrupted');
        after = '';
        await pause(1_000);
      }
    }
  };
  const running = run();

  return {
    wake: () => {
      woken = true;
      ring();
    },
    stop: async () => {
      stopping = true;
      ring();
      await running;
    },
  };
};
