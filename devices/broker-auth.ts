// The broker asks who a connection is: a device by its id and secret, and the only topics it may then use.
import { openDeviceSecret, sameSecret } from '../db/queries/device-credentials.ts';
import { type Registry } from './registry.ts';
import { topicPrefix } from './topics.ts';

export interface BrokerQuestion {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

const isQuestion = (value: unknown): value is BrokerQuestion =>
  typeof value === 'object' &&
  value !== null &&
  ['clientId', 'username', 'password'].every((name) => typeof (value as Record<string, unknown>)[name] === 'string');

/** The prefix that the device may use below; undefined when it is nobody we know. */
export const grantOf = async (
  registry: Registry,
  dataKey: Buffer,
  question: unknown,
): Promise<{ topicPrefix: string } | undefined> => {
  if (!isQuestion(question) || question.clientId !== question.username) return undefined;
  const device = await registry.device(question.clientId);
  if (device === undefined || !device.inUse) return undefined;
  const secret = openDeviceSecret(dataKey, device.id, device.secretCipher);
  if (!sameSecret(secret, question.password)) return undefined;
  return { topicPrefix: topicPrefix({ companyId: device.companyId, lotId: device.lotId, deviceId: device.id }) };
};
