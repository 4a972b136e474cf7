// An Alipay merchant of the sandbox with our adapter on one side and a notice receiver on the other.
import { type AlipayMerchant } from '../../../providers/payment/alipay/merchant.ts';
import { alipayChannel } from '../../../providers/payment/alipay/alipay-channel.ts';
import { type AlipayOptions } from '../../../providers/payment/alipay/request.ts';
import { type CreatePayment, type PaymentChannel } from '../../../providers/payment/channel.ts';
import { type Bench, type NoticeReceiver, order, startNoticeReceiver } from './support.ts';

export interface AlipayShop {
  readonly merchant: AlipayMerchant;
  readonly channel: PaymentChannel;
  readonly receiver: NoticeReceiver;
  close(): Promise<void>;
}

export const openAlipayShop = async (bench: Bench, options: AlipayOptions = {}): Promise<AlipayShop> => {
  const receiver = await startNoticeReceiver({ status: 200, body: 'success' });
  const merchant = await bench.sandbox.alipayMerchant({ notifyUrl: receiver.url });
  return { merchant, channel: alipayChannel(merchant, options), receiver, close: receiver.close };
};

/** Creates a code that nobody has scanned. */
export const codeFor = async (shop: AlipayShop, request: CreatePayment): Promise<string> => {
  const created = await shop.channel.create(request);
  if (created.outcome !== 'created' || created.invitation.kind !== 'native') throw new Error(JSON.stringify(created));
  return created.invitation.codeUrl;
};

/** A driver's phone reads the code; he has not paid. */
export const scanCode = async (bench: Bench, codeUrl: string): Promise<number> => {
  const page = `${bench.gateway.baseUrl}/sandbox/scan?code_url=${encodeURIComponent(codeUrl)}`;
  return (await fetch(page)).status;
};

/** A code that a driver has scanned and paid. */
export const paidTrade = async (
  bench: Bench,
  shop: AlipayShop,
  changes: Partial<CreatePayment> = {},
): Promise<CreatePayment> => {
  const request = order(changes);
  await bench.sandbox.pay({ codeUrl: await codeFor(shop, request) });
  return request;
};
