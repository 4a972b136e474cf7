// WeChat Pay's merchant transfers as the payout of one merchant. Its notices go to the merchant's `notifyUrl`.
// Source of the notice: https://wechatpay.im/webhook/v3/MCHTRANSFER.BILL.FINISHED
import { type IncomingHttpHeaders } from 'node:http';
import { type Payout, type TransferNoticeResult } from '../payout.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { openNotice, rejected } from './notice-envelope.ts';
import { wechatPayClient, type WechatPayClient, type WechatPayOptions } from './request.ts';
import {
  cancelTransfer,
  createTransfer,
  isOurTransfer,
  queryTransfer,
  readTransfer,
  type TransferScene,
} from './transfers.ts';

const parseNotify = async (
  { merchant, keys }: WechatPayClient,
  rawBody: Buffer,
  headers: IncomingHttpHeaders,
): Promise<TransferNoticeResult> => {
  const opened = await openNotice(merchant, keys, rawBody, headers);
  if (opened.kind !== 'opened') return opened;
  const { notificationId, eventType, resource } = opened;
  if (eventType !== 'MCHTRANSFER.BILL.FINISHED') return { kind: 'other', notificationId, eventType };
  const transfer = readTransfer(resource);
  if (transfer === undefined) return rejected('malformed');
  return isOurTransfer(resource, merchant)
    ? { kind: 'transfer', notificationId, eventType, ...transfer }
    : rejected('merchant');
};

/** Throws only for a key that is no key: that is a configuration error, found at start. */
export const wechatPayout = (
  merchant: WechatPayMerchant,
  scene: TransferScene,
  options: WechatPayOptions = {},
): Payout => {
  if (Buffer.byteLength(merchant.apiV3Key) !== 32) throw new RangeError('The APIv3 key must be exactly 32 bytes.');
  const client = wechatPayClient(merchant, options);
  return {
    name: 'wechat',
    transfer: (request) => createTransfer(client, scene, request),
    query: (outBillNo) => queryTransfer(client, outBillNo),
    cancel: (outBillNo) => cancelTransfer(client, outBillNo),
    parseNotify: (rawBody, headers) => parseNotify(client, rawBody, headers),
  };
};
