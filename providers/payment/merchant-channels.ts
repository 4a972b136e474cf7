// From a stored merchant account to its channel adapter: one instance per account, made anew when its keys change.
import { alipayChannel } from './alipay/alipay-channel.ts';
import { type AlipayMerchant } from './alipay/merchant.ts';
import { type PaymentChannel } from './channel.ts';
import { type WechatPayMerchant } from './wechat-pay/merchant.ts';
import { wechatPayChannel } from './wechat-pay/wechat-pay-channel.ts';

/** What a company tells us of its merchant account; addresses are ours, never the configuration's. */
export type WechatPayConfiguration = Omit<WechatPayMerchant, 'baseUrl' | 'notifyUrl'>;
export type AlipayConfiguration = Omit<AlipayMerchant, 'baseUrl' | 'notifyUrl'>;

export interface SealedMerchant {
  readonly id: string;
  readonly channel: 'wechat' | 'alipay';
  readonly configurationCipher: Buffer;
}

export interface MerchantChannelsOptions {
  /** Reads what the company stored of its account; whoever owns the rows knows how they are sealed. */
  readonly openConfiguration: (merchant: SealedMerchant) => unknown;
  /** Base of the address that the channel sends its notices to. */
  readonly publicUrl: string;
  readonly wechatPayUrl: string;
  readonly alipayUrl: string;
  readonly timeoutMs?: number;
}

/** The channel of an account. Throws when the configuration cannot be opened or its key is no key. */
export type ChannelOf = (merchant: SealedMerchant) => PaymentChannel;

const webhookNames: Readonly<Record<SealedMerchant['channel'], string>> = { wechat: 'wechat-pay', alipay: 'alipay' };

export const notifyUrlOf = (publicUrl: string, { id, channel }: Pick<SealedMerchant, 'id' | 'channel'>): string =>
  `${publicUrl}/webhooks/${webhookNames[channel]}/${id}`;

const openChannel = (options: MerchantChannelsOptions, merchant: SealedMerchant): PaymentChannel => {
  const configuration = options.openConfiguration(merchant);
  const notifyUrl = notifyUrlOf(options.publicUrl, merchant);
  const timeout = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  switch (merchant.channel) {
    case 'wechat':
      return wechatPayChannel(
        { ...(configuration as WechatPayConfiguration), baseUrl: options.wechatPayUrl, notifyUrl },
        timeout,
      );
    case 'alipay':
      return alipayChannel(
        { ...(configuration as AlipayConfiguration), baseUrl: options.alipayUrl, notifyUrl },
        timeout,
      );
  }
};

export const merchantChannels = (options: MerchantChannelsOptions): ChannelOf => {
  const open = new Map<string, { readonly cipher: Buffer; readonly channel: PaymentChannel }>();
  return (merchant) => {
    const { id, configurationCipher: cipher } = merchant;
    const known = open.get(id);
    if (known !== undefined && known.cipher.equals(cipher)) return known.channel;
    const channel = openChannel(options, merchant);
    open.set(id, { cipher, channel });
    return channel;
  };
};
