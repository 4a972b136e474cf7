// Alipay as a payment channel of one merchant.
import { type PaymentChannel } from '../channel.ts';
import { type AlipayMerchant } from './merchant.ts';
import { parseNotify } from './notify.ts';
import { createRefund, queryRefund } from './refunds.ts';
import { alipayClient, type AlipayOptions } from './request.ts';
import { closeTrade, createTrade, queryTrade } from './trades.ts';

/** Throws only for a key that is no key: that is a configuration error, found at start. */
export const alipayChannel = (merchant: AlipayMerchant, options: AlipayOptions = {}): PaymentChannel => {
  const client = alipayClient(merchant, options);
  return {
    name: 'alipay',
    knownFrom: 'opening',
    create: (request) => createTrade(client, request),
    query: (outTradeNo) => queryTrade(client, outTradeNo),
    close: (outTradeNo) => closeTrade(client, outTradeNo),
    refund: (request) => createRefund(client, request),
    queryRefund: (outRefundNo, outTradeNo) => queryRefund(client, { outRefundNo, outTradeNo }),
    parseNotify: (rawBody) => Promise.resolve(parseNotify(merchant, client.alipayKey, rawBody)),
  };
};
