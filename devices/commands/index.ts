// The command outbox to devices: sent over MQTT with an identity and an expiry, answered, or failed for all to know.
import { type Database } from '../../db/database.ts';
import {
  acknowledgeCommand,
  type DueCommand,
  expireCommands,
  type FinishedCommand,
  markSent,
  newCommands,
} from '../../db/queries/commands.ts';
import { type Tx } from '../../db/rows.ts';
import { epochMs, formatInstant } from '../../domain/time.ts';
import { type Log } from '../../platform/log.ts';
import { signal } from '../dispatch/context.ts';
import { type CommandAck, type CommandMessage } from '../messages.ts';
import { type Outbound } from '../outbound.ts';
import { type Registry } from '../registry.ts';
import { type DeviceAddress, downTopic } from '../topics.ts';

export interface CommandsOptions {
  readonly db: Database;
  readonly outbound: Outbound;
  readonly registry: Registry;
  readonly log: Log;
}

export interface Commands {
  wake(): void;
  onAck(address: DeviceAddress, ack: CommandAck): Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 500;

export const messageOf = (command: DueCommand): CommandMessage => ({
  commandId: command.id,
  kind: command.kind,
  expiresAt: formatInstant(epochMs(command.expiresAt)),
  body: command.body,
});

/** A session that waits for its barrier learns that it did not move. */
const tellSessions = async (tx: Tx, finished: readonly FinishedCommand[]): Promise<void> => {
  for (const { id: commandId, companyId, sessionId, failure } of finished) {
    if (failure === null || sessionId === null) continue;
    await signal(tx, { companyId, sessionId }, 'gateFailed', { commandId, reason: failure }, commandId);
  }
};

/** The end of a command, written by whoever learns of it. */
export const finishCommand = (db: Database, deviceId: string, companyId: string, ack: CommandAck): Promise<void> =>
  db.inCompany(companyId, async (tx) => {
    const finished = await acknowledgeCommand(tx, { ...ack, deviceId });
    if (finished !== undefined) await tellSessions(tx, [finished]);
  });

export const startCommands = ({ db, outbound, registry, log }: CommandsOptions): Commands => {
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;

  /** A camera that speaks HTTP only takes its commands with the next answer. */
  const send = async (command: DueCommand): Promise<string | undefined> => {
    const device = await registry.device(command.deviceId);
    if (device === undefined || device.kind === 'lane-camera') return undefined;
    const { companyId, lotId, deviceId } = command;
    const topic = downTopic({ companyId, lotId, deviceId }, command.kind);
    await outbound.publish(topic, messageOf(command));
    return command.id;
  };

  /** Sent before it is marked: a crash in between sends it twice, and the device knows the command's id. */
  const sendNew = (): Promise<void> =>
    db.asDelivery(async (tx) => {
      const sent = await Promise.all((await newCommands(tx)).map((command) => send(command)));
      await markSent(
        tx,
        sent.filter((id) => id !== undefined),
      );
    });

  const round = async (): Promise<void> => {
    if (outbound.isConnected()) await sendNew();
    await db.asDelivery(async (tx) => tellSessions(tx, await expireCommands(tx)));
  };

  const wake = (): void => {
    again = true;
    running ??= (async () => {
      while (again && !stopped) {
        again = false;
        await round().catch((error: unknown) => log.warn({ err: error }, 'commands could not be sent'));
      }
      running = undefined;
    })();
  };
  const timer = setInterval(wake, pollMs);
  outbound.onConnect(wake);

  return {
    wake,
    onAck: ({ deviceId, companyId }, ack) => finishCommand(db, deviceId, companyId, ack),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
};
