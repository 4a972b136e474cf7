// Takes in a channel's notice: verified on the raw bytes by the account's own adapter, and stored before anybody is told so.
import { type IncomingHttpHeaders } from 'node:http';
import { type Database } from '../../db/database.ts';
import { enterCompanyOfMerchant, type MerchantChannel } from '../../db/queries/merchants.ts';
import { type NoticeFacts, storeNotification } from '../../db/queries/payment-notifications.ts';
import { type NoticeRejection, type NoticeResult } from '../../providers/payment/channel.ts';
import { type ChannelOf } from '../../providers/payment/merchant-channels.ts';

export interface WebhookPorts {
  readonly database: Database;
  readonly channelOf: ChannelOf;
  readonly sealPayer: (payerId: string) => Buffer;
  readonly log: { warn(fields: object, message: string): void };
}

export interface IncomingNotice {
  readonly channel: MerchantChannel;
  readonly merchantAccountId: string;
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
  /** What proves where the notice came from; nothing else of the request is kept. */
  readonly keptHeaders: Readonly<Record<string, unknown>>;
}

/** Only `stored` may be answered with success. */
export type Received =
  | { readonly kind: 'stored' }
  | { readonly kind: 'rejected'; readonly rejected: NoticeRejection }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'not-stored'; readonly message: string };

const factsOf = (notice: Exclude<NoticeResult, { kind: 'rejected' }>, ports: WebhookPorts): NoticeFacts => {
  switch (notice.kind) {
    case 'transaction': {
      const { kind, outTradeNo, state, amountFen, transactionId, successAt, payerId } = notice;
      return {
        kind,
        outTradeNo,
        state,
        amountFen,
        ...(transactionId === undefined ? {} : { transactionId }),
        ...(successAt === undefined ? {} : { successAt }),
        ...(payerId === undefined ? {} : { payerCipher: ports.sealPayer(payerId).toString('base64') }),
      };
    }
    case 'refund': {
      const { kind, outTradeNo, outRefundNo, state, refundFen, refundId, successAt } = notice;
      return {
        kind,
        outTradeNo,
        outRefundNo,
        state,
        refundFen,
        ...(refundId === undefined ? {} : { refundId }),
        ...(successAt === undefined ? {} : { successAt }),
      };
    }
    case 'other':
      return { kind: 'other', eventType: notice.eventType };
  }
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const verifyAndStore = async (ports: WebhookPorts, incoming: IncomingNotice): Promise<Received> => {
  const { channel, merchantAccountId, rawBody, headers, keptHeaders } = incoming;
  if (!uuid.test(merchantAccountId)) return { kind: 'unknown-account' };
  const merchant = await ports.database.asDelivery((tx) => enterCompanyOfMerchant(tx, merchantAccountId));
  if (merchant?.channel !== channel) return { kind: 'unknown-account' };
  const notice = await ports.channelOf(merchant).parseNotify(rawBody, headers);
  if (notice.kind === 'rejected') {
    const { rejected } = notice;
    if (rejected !== 'probe') ports.log.warn({ merchantAccountId, rejected }, 'a payment notice was refused');
    return { kind: 'rejected', rejected };
  }
  const { companyId } = merchant;
  const { notificationId } = notice;
  const facts = factsOf(notice, ports);
  await ports.database.inCompany(companyId, (tx) =>
    storeNotification(tx, { companyId, merchantAccountId, notificationId, facts, rawBody, headers: keptHeaders }),
  );
  return { kind: 'stored' };
};

/** Channels wait 5 s. What is stored after that is found stored when the notice comes again. */
const answerWithinMs = 4_500;

const inTime = async (receiving: Promise<Received>): Promise<Received> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Received>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'not-stored', message: 'not stored in time' }), answerWithinMs);
  });
  try {
    return await Promise.race([receiving, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Never rejects: whatever goes wrong is a notice that comes again. */
export const receiveNotice = (ports: WebhookPorts, incoming: IncomingNotice): Promise<Received> =>
  inTime(
    verifyAndStore(ports, incoming).catch((error: unknown): Received => {
      const message = error instanceof Error ? error.message : String(error);
      const { merchantAccountId } = incoming;
      ports.log.warn({ merchantAccountId, error: message }, 'a payment notice was not stored');
      return { kind: 'not-stored', message: 'not stored' };
    }),
  );
