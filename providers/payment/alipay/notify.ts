// Reads a notice: the form decoded once, the signature checked over its values, then whose it is and what it says.
import { type KeyObject } from 'node:crypto';
import { type NoticeRejection, type NoticeResult, type RejectedNotice } from '../channel.ts';
import { readForm } from './form.ts';
import { type AlipayMerchant } from './merchant.ts';
import { noticeSigningBytes, type Parameters, rsa2Matches } from './sign.ts';
import { readTrade } from './trades.ts';

const rejected = (reason: NoticeRejection): RejectedNotice => ({ kind: 'rejected', rejected: reason });

/** A refund is told under the payment's own state: with these it is no news of a payment. */
const ofRefund = ['refund_fee', 'gmt_refund', 'out_biz_no'];

const paidStates = ['TRADE_SUCCESS', 'TRADE_FINISHED'];

const readNotice = (form: Parameters, merchant: AlipayMerchant): NoticeResult => {
  if (form['app_id'] !== merchant.appId || form['seller_id'] !== merchant.merchantId) return rejected('merchant');
  const notificationId = form['notify_id'] ?? '';
  const status = form['trade_status'] ?? '';
  if (notificationId === '') return rejected('malformed');
  const named = { notificationId, eventType: status === '' ? (form['notify_type'] ?? 'unnamed') : status };
  if (ofRefund.some((name) => form[name] !== undefined)) {
    return { kind: 'other', ...named, eventType: `${named.eventType}.REFUND` };
  }
  if (!paidStates.includes(status)) return { kind: 'other', ...named };
  const payment = readTrade(form, 'gmt_payment');
  return payment === undefined ? rejected('malformed') : { kind: 'transaction', ...named, ...payment };
};

export const parseNotify = (merchant: AlipayMerchant, alipayKey: KeyObject, rawBody: Buffer): NoticeResult => {
  const form = readForm(rawBody);
  if (form === undefined) return rejected('malformed');
  const signature = form['sign'] ?? '';
  const genuine =
    signature !== '' &&
    (form['sign_type'] ?? 'RSA2') === 'RSA2' &&
    rsa2Matches(noticeSigningBytes(form), signature, alipayKey);
  return genuine ? readNotice(form, merchant) : rejected('signature');
};
