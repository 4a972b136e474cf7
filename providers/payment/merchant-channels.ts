// From a stored merchant account to its channel adapter: one instance per account, made anew when its keys change.
import { type PaymentChannel } from './channel.ts';
import { type WechatPayMerchant } from './wechat-pay/merchant.ts';
import { wechatPayChannel } from './wechat-pay/wechat-pay-channel.ts';

/** What a company tells us of its merchant account; addresses are ours, never the configuration's. */
export type WechatPayConfiguration = Omit<WechatPayMerchant, 'baseUrl' | 'notifyUrl'>;

export interface SealedMerchant {
  readonly id: string;
  readonly configurationCipher: Buffer;
}

export interface MerchantChannelsOptions {
  /** Reads what the company stored of its account; whoever owns the rows knows how they are sealed. */
  readonly openConfiguration: (merchant: SealedMerchant) => unknown;
  /** Base of the address that the channel sends its notices to. */
  readonly publicUrl: string;
  readonly wechatPayUrl: string;
  readonly timeoutMs?: number;
}

/** The channel of an account. Throws when the configuration cannot be opened or its key is no key. */
export type ChannelOf = (merchant: SealedMerchant) => PaymentChannel;

export const notifyUrlOf = (publicUrl: string, merchantAccountId: string): string =>
  `${publicUrl}/webhooks/wechat-pay/${merchantAccountId}`;

export const merchantChannels = (options: MerchantChannelsOptions): ChannelOf => {
  const open = new Map<string, { readonly cipher: Buffer; readonly channel: PaymentChannel }>();
  return ({ id, configurationCipher }) => {
    const known = open.get(id);
    if (known !== undefined && known.cipher.equals(configurationCipher)) return known.channel;
    const merchant: WechatPayMerchant = {
      ...(options.openConfiguration({ id, configurationCipher }) as WechatPayConfiguration),
      baseUrl: options.wechatPayUrl,
      notifyUrl: notifyUrlOf(options.publicUrl, id),
    };
    const channel = wechatPayChannel(merchant, options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs });
    open.set(id, { cipher: configurationCipher, channel });
    return channel;
  };
};
