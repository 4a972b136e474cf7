// The outside of every notice: verify the raw bytes, parse the envelope, decrypt. What is in it is the business of its reader.
import { type IncomingHttpHeaders } from 'node:http';
import { type NoticeRejection, type RejectedNotice } from '../channel.ts';
import { fieldAt, parseJson, stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { decryptResource, encryptedResource } from './resource.ts';
import { type PlatformKeys, verificationFailure } from './verify.ts';

export const rejected = (reason: NoticeRejection): RejectedNotice => ({ kind: 'rejected', rejected: reason });

export interface OpenedNotice {
  readonly kind: 'opened';
  readonly notificationId: string;
  readonly eventType: string;
  /** Decrypted and parsed; undefined when it is no JSON. */
  readonly resource: unknown;
}

export const openNotice = async (
  merchant: WechatPayMerchant,
  keys: PlatformKeys,
  rawBody: Buffer,
  headers: IncomingHttpHeaders,
): Promise<OpenedNotice | RejectedNotice> => {
  const failure = await verificationFailure(rawBody, headers, keys, Date.now());
  if (failure !== undefined) {
    return rejected(failure === 'probe' || failure === 'timestamp' ? failure : 'signature');
  }
  const envelope = parseJson(rawBody.toString('utf8'));
  const notificationId = stringAt(envelope, 'id');
  const eventType = stringAt(envelope, 'event_type');
  const sealed = encryptedResource(fieldAt(envelope, 'resource'));
  if (notificationId === undefined || eventType === undefined || sealed === undefined) return rejected('malformed');
  const plainText = decryptResource(sealed, merchant.apiV3Key);
  if (plainText === undefined) return rejected('decrypt');
  return { kind: 'opened', notificationId, eventType, resource: parseJson(plainText) };
};
