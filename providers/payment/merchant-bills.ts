// From a stored merchant account to the source of its daily bills; undefined for a channel whose bills are not reconciled yet.
import { type BillSource, type BillStreamSource, type ChannelName, type OpenBill } from './channel.ts';
import { type SealedMerchant, type WechatPayConfiguration } from './merchant-channels.ts';
import { wechatPayBills } from './wechat-pay/wechat-pay-bills.ts';

export type BillsOf = (merchant: SealedMerchant) => BillStreamSource | undefined;

export interface MerchantBillsOptions {
  readonly openConfiguration: (merchant: SealedMerchant) => unknown;
  readonly wechatPayUrl: string;
}

/** Channels whose bills this release can read. */
export const channelsWithBills: readonly ChannelName[] = ['wechat'];

/** A bill that was fetched whole, as one that is read in pieces. */
export const streamOf = (source: BillSource): BillStreamSource => ({
  fetchBill: (date) => source.fetchBill(date),
  openBill: async (date) => {
    const fetched = await source.fetchBill(date);
    if (fetched.outcome !== 'fetched') return fetched;
    const { lines, sha1, paidFen, refundedFen, feeFen } = fetched.bill;
    const bill: OpenBill = {
      date,
      sha1,
      async *read() {
        yield await Promise.resolve(lines);
        return { lineCount: lines.length, paidFen, refundedFen, feeFen };
      },
    };
    return { outcome: 'opened', bill };
  },
});

export const merchantBills =
  ({ openConfiguration, wechatPayUrl }: MerchantBillsOptions): BillsOf =>
  (merchant) => {
    if (merchant.channel !== 'wechat') return undefined;
    const configuration = openConfiguration(merchant) as WechatPayConfiguration;
    return wechatPayBills({ ...configuration, baseUrl: wechatPayUrl, notifyUrl: '' });
  };
