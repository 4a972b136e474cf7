// Reads a notice: verify the raw bytes, parse the envelope, decrypt, check whose it is, and only then say what happened.
import { type IncomingHttpHeaders } from 'node:http';
import { type NoticeRejection, type NoticeResult, type RejectedNotice } from '../channel.ts';
import { fieldAt, parseJson, stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { readRefund } from './refunds.ts';
import { decryptResource, encryptedResource } from './resource.ts';
import { isOurs, readTransaction } from './transactions.ts';
import { type PlatformKeys, verificationFailure } from './verify.ts';

const rejected = (reason: NoticeRejection): RejectedNotice => ({ kind: 'rejected', rejected: reason });

const readNotice = (
  merchant: WechatPayMerchant,
  resource: unknown,
  notice: { readonly notificationId: string; readonly eventType: string },
): NoticeResult => {
  if (notice.eventType === 'TRANSACTION.SUCCESS') {
    const payment = readTransaction(resource);
    if (payment === undefined) return rejected('malformed');
    return isOurs(resource, merchant) ? { kind: 'transaction', ...notice, ...payment } : rejected('merchant');
  }
  if (notice.eventType.startsWith('REFUND.')) {
    const refund = readRefund(resource);
    if (refund === undefined) return rejected('malformed');
    return isOurs(resource, merchant) ? { kind: 'refund', ...notice, ...refund } : rejected('merchant');
  }
  return { kind: 'other', ...notice };
};

export const parseNotify = async (
  merchant: WechatPayMerchant,
  keys: PlatformKeys,
  rawBody: Buffer,
  headers: IncomingHttpHeaders,
): Promise<NoticeResult> => {
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
  return readNotice(merchant, parseJson(plainText), { notificationId, eventType });
};
