// The paying part of the API: its operations, the channel's notices, and the pages behind the codes.
import { type Middleware } from 'koa';
import { type Database } from '../../db/database.ts';
import { openMerchantConfiguration } from '../../db/queries/merchants.ts';
import { sealPayer } from '../../db/queries/payments.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Config } from '../../platform/config.ts';
import { type Log } from '../../platform/log.ts';
import { merchantChannels } from '../../providers/payment/merchant-channels.ts';
import { type Cursors } from '../cursors.ts';
import { type AccessState } from '../identity/access-state.ts';
import { type HandlerGroup } from '../router.ts';
import { paymentRoutes } from '../routes/payments.ts';
import { walletRuleRoutes } from '../routes/recharge-promotions.ts';
import { walletRoutes } from '../routes/wallet.ts';
import { walletStaffRoutes } from '../routes/wallets.ts';
import { payPages } from '../webhooks/pay-page.ts';
import { alipayWebhook } from '../webhooks/alipay.ts';
import { wechatPayWebhook } from '../webhooks/wechat-pay.ts';

export interface PaymentApiDeps {
  readonly config: Pick<Config, 'secrets' | 'publicUrl' | 'wechatPayUrl' | 'alipayUrl' | 'production'>;
  readonly database: Database;
  readonly access: AccessState;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly log: Log;
}

export const composePayments = (deps: PaymentApiDeps): { groups: HandlerGroup[]; webhooks: Middleware[] } => {
  const { config, database, access, cursors, clock, log } = deps;
  const { publicUrl, wechatPayUrl, alipayUrl, secrets } = config;
  const channelOf = merchantChannels({
    publicUrl,
    wechatPayUrl,
    alipayUrl,
    openConfiguration: (merchant) => openMerchantConfiguration(merchant, secrets),
  });
  const ports = { database, clock, channelOf, sealPayer: (payerId: string) => sealPayer(secrets, payerId) };
  // The sandbox has a page where the channel has an app.
  const linkOf = (codeUrl: string): string =>
    config.production ? codeUrl : `${wechatPayUrl}/sandbox/scan?code_url=${encodeURIComponent(codeUrl)}`;
  return {
    groups: [
      paymentRoutes({ ...ports, cursors, access, secrets, publicUrl }),
      walletRoutes({ ...ports, cursors }),
      walletStaffRoutes({ cursors, database, access, hashKey: secrets.hashKey }),
      walletRuleRoutes({ cursors }),
    ],
    webhooks: [
      wechatPayWebhook({ ...ports, log }),
      alipayWebhook({ ...ports, log }),
      payPages({ ...ports, access, linkOf }),
    ],
  };
};
