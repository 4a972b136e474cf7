// WeChat Pay APIv3 as a payment channel of one merchant.
import { type PaymentChannel } from '../channel.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { parseNotify } from './notify.ts';
import { createRefund, queryRefund } from './refunds.ts';
import { wechatPayClient, type WechatPayOptions } from './request.ts';
import { closeTransaction, createTransaction, queryTransaction } from './transactions.ts';

/** Throws only for a key that is no key: that is a configuration error, found at start. */
export const wechatPayChannel = (merchant: WechatPayMerchant, options: WechatPayOptions = {}): PaymentChannel => {
  if (Buffer.byteLength(merchant.apiV3Key) !== 32) throw new RangeError('The APIv3 key must be exactly 32 bytes.');
  const client = wechatPayClient(merchant, options);
  return {
    name: 'wechat',
    knownFrom: 'creation',
    create: (request) => createTransaction(client, request),
    query: (outTradeNo) => queryTransaction(client, outTradeNo),
    close: (outTradeNo) => closeTransaction(client, outTradeNo),
    refund: (request) => createRefund(client, request),
    queryRefund: (outRefundNo) => queryRefund(client, outRefundNo),
    parseNotify: (rawBody, headers) => parseNotify(merchant, client.keys, rawBody, headers),
  };
};
