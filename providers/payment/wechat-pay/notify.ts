// Reads a notice of a payment or a refund: open it, check whose it is, and only then say what happened.
import { type IncomingHttpHeaders } from 'node:http';
import { type NoticeResult } from '../channel.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { type OpenedNotice, openNotice, rejected } from './notice-envelope.ts';
import { readRefund } from './refunds.ts';
import { isOurs, readTransaction } from './transactions.ts';
import { type PlatformKeys } from './verify.ts';

const readNotice = (
  merchant: WechatPayMerchant,
  { notificationId, eventType, resource }: OpenedNotice,
): NoticeResult => {
  const notice = { notificationId, eventType };
  if (eventType === 'TRANSACTION.SUCCESS') {
    const payment = readTransaction(resource);
    if (payment === undefined) return rejected('malformed');
    return isOurs(resource, merchant) ? { kind: 'transaction', ...notice, ...payment } : rejected('merchant');
  }
  if (eventType.startsWith('REFUND.')) {
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
  const opened = await openNotice(merchant, keys, rawBody, headers);
  return opened.kind === 'opened' ? readNotice(merchant, opened) : opened;
};
