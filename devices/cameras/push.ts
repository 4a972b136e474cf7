// A vendor camera's push to its own secret URL: who it is, what it says, and the answer that opens the barrier or not.
import { type KnownDevice } from '../../db/queries/device-credentials.ts';
import { acknowledgeCommand, takeCommandsOf } from '../../db/queries/commands.ts';
import { quarantine } from '../../db/queries/inbox.ts';
import { epochMs } from '../../domain/time.ts';
import { type PictureStorage } from '../../providers/storage/picture-storage.ts';
import { type Arrival, quarantined } from '../ingest/accept.ts';
import { type Signs } from '../ingest/signs.ts';
import { answerEntry } from './entry.ts';
import { answerExit } from './exit.ts';
import { type LanePorts, questionOf } from './lane-facts.ts';
import { storePictures } from './pictures.ts';
import { answerOf, type CameraAnswer, heartbeatAnswer } from './push-answer.ts';
import { readPush, withoutSecrets } from './push-message.ts';

export interface PushPorts extends LanePorts {
  readonly pictures: PictureStorage;
  readonly signs: Signs;
}

export interface Push {
  readonly token: string;
  readonly remoteAddress: string;
  readonly contentType: string;
  readonly body: Buffer;
}

export type PushReply = { readonly status: 200; readonly answer: CameraAnswer } | { readonly status: 400 | 403 | 404 };

const normalAddress = (address: string): string => address.replace(/^::ffff:/, '');

/** Who pushes: the secret in the URL, from where it may come; a sentence for the log when it is nobody. */
const pusherOf = async (ports: PushPorts, push: Push): Promise<KnownDevice | string> => {
  const device = await ports.registry.deviceOfPushToken(push.token);
  if (device === undefined) return 'unknown push URL';
  if (!device.inUse) return 'the device is out of use';
  const { sourceAddresses } = device;
  if (sourceAddresses.length > 0 && !sourceAddresses.includes(normalAddress(push.remoteAddress))) {
    return 'pushed from an address that is not allowed';
  }
  return device;
};

const keepUnread = (ports: PushPorts, device: KnownDevice, body: unknown, reason: string): Promise<void> => {
  const arrival: Arrival = {
    channel: 'push',
    topic: `push/${device.id}`,
    body: Buffer.from(JSON.stringify(withoutSecrets(body))),
    receivedAt: epochMs(ports.clock.now()),
  };
  return ports.db.asDelivery((tx) => quarantine(tx, [quarantined(arrival, reason, device)]));
};

/** A sign of life; its answer carries a barrier command that waits for this camera. */
const heartbeat = async (ports: PushPorts, device: KnownDevice): Promise<PushReply> => {
  ports.signs.note({ deviceId: device.id, seenAt: ports.clock.now(), online: true });
  const commands = await ports.db.inCompany(device.companyId, async (tx) => {
    const taken = await takeCommandsOf(tx, device.id);
    for (const { id } of taken) await acknowledgeCommand(tx, { commandId: id, deviceId: device.id, ok: true });
    return taken;
  });
  return { status: 200, answer: heartbeatAnswer(commands.some(({ kind }) => kind === 'open-barrier')) };
};

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

export const answerPush = async (ports: PushPorts, push: Push): Promise<PushReply> => {
  const device = await pusherOf(ports, push);
  if (typeof device === 'string') {
    ports.log.warn({ reason: device, remoteAddress: push.remoteAddress }, 'push refused');
    return { status: device === 'unknown push URL' ? 404 : 403 };
  }
  if (!push.contentType.includes('json')) return heartbeat(ports, device);
  const body = parse(push.body);
  if (typeof body === 'object' && body !== null && 'heartbeat' in body) return heartbeat(ports, device);
  const read = readPush(body);
  if (typeof read === 'string') {
    await keepUnread(ports, device, body ?? 'not JSON', `malformed: ${read}`);
    return { status: 400 };
  }
  if (device.serial !== null && device.serial !== read.serial) {
    await keepUnread(ports, device, body, 'the serial number is not that of the device');
    return { status: 403 };
  }
  if (device.laneId === null) {
    await keepUnread(ports, device, body, 'the device has no lane');
    return { status: 403 };
  }
  ports.signs.note({ deviceId: device.id, seenAt: ports.clock.now(), online: true });
  const receivedAt = epochMs(ports.clock.now());
  const pictures = await storePictures(ports.pictures, read.pictures, ports.log);
  const question = await questionOf(ports, device, device.laneId, read, pictures, receivedAt);
  const direction = await ports.registry.laneDirection(device.companyId, device.laneId);
  if (direction === undefined) throw new Error(`lane ${device.laneId} does not exist`);
  const { decision, plateMask } =
    direction === 'entry' ? await answerEntry(ports, question) : await answerExit(ports, question);
  return { status: 200, answer: answerOf(decision, read, plateMask) };
};
