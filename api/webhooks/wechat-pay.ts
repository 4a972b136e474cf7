// Receives WeChat Pay's notices: verified on the raw bytes, stored, and answered only after that is durable.
import { type IncomingHttpHeaders } from 'node:http';
import { type Middleware } from 'koa';
import { type Database } from '../../db/database.ts';
import { enterCompanyOfMerchant } from '../../db/queries/merchants.ts';
import { storeNotification, type NoticeFacts } from '../../db/queries/payment-notifications.ts';
import { type NoticeRejection, type NoticeResult } from '../../providers/payment/channel.ts';
import { type ChannelOf } from '../../providers/payment/merchant-channels.ts';
import { readBody } from '../body.ts';

export interface WebhookPorts {
  readonly database: Database;
  readonly channelOf: ChannelOf;
  readonly sealPayer: (payerId: string) => Buffer;
  readonly log: { warn(fields: object, message: string): void };
}

/** 204 says "stored"; anything else makes the channel send it again. */
export interface WebhookAnswer {
  readonly status: 204 | 400 | 401 | 404 | 503;
  readonly message?: string;
}

const refusedStatus: Readonly<Record<NoticeRejection, 400 | 401>> = {
  signature: 401,
  probe: 401,
  timestamp: 401,
  malformed: 400,
  decrypt: 400,
  merchant: 400,
};

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

/** What proves where the notice came from; nothing else of the request is kept. */
const keptHeaders = (headers: IncomingHttpHeaders): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('wechatpay-') || name === 'request-id'),
  );

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const receiveWechatPayNotice = async (
  ports: WebhookPorts,
  merchantAccountId: string,
  rawBody: Buffer,
  headers: IncomingHttpHeaders,
): Promise<WebhookAnswer> => {
  if (!uuid.test(merchantAccountId)) return { status: 404, message: 'no such merchant account' };
  const merchant = await ports.database.asDelivery((tx) => enterCompanyOfMerchant(tx, merchantAccountId));
  if (merchant === undefined) return { status: 404, message: 'no such merchant account' };
  const notice = await ports.channelOf(merchant).parseNotify(rawBody, headers);
  if (notice.kind === 'rejected') {
    const { rejected } = notice;
    if (rejected !== 'probe') ports.log.warn({ merchantAccountId, rejected }, 'a payment notice was refused');
    return { status: refusedStatus[rejected], message: rejected };
  }
  await ports.database.inCompany(merchant.companyId, (tx) =>
    storeNotification(tx, {
      companyId: merchant.companyId,
      merchantAccountId,
      notificationId: notice.notificationId,
      facts: factsOf(notice, ports),
      rawBody,
      headers: keptHeaders(headers),
    }),
  );
  return { status: 204 };
};

/** The channel waits 5 s. What is stored after that is found stored when the notice comes again. */
const answerWithinMs = 4_500;

const inTime = async (answering: Promise<WebhookAnswer>): Promise<WebhookAnswer> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<WebhookAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ status: 503, message: 'not stored in time' }), answerWithinMs);
  });
  try {
    return await Promise.race([answering, late]);
  } finally {
    clearTimeout(timer);
  }
};

const path = /^\/webhooks\/wechat-pay\/([^/]+)$/;

export const wechatPayWebhook =
  (ports: WebhookPorts): Middleware =>
  async (ctx, next) => {
    const merchantAccountId = path.exec(ctx.path)?.[1];
    if (merchantAccountId === undefined || ctx.method !== 'POST') return next();
    ctx.state['operationId'] = 'wechatPayNotice';
    const rawBody = await readBody(ctx.req);
    const answering = receiveWechatPayNotice(ports, merchantAccountId, rawBody, ctx.headers).catch(
      (error: unknown): WebhookAnswer => {
        const message = error instanceof Error ? error.message : String(error);
        ports.log.warn({ merchantAccountId, error: message }, 'a payment notice was not stored');
        return { status: 503, message: 'not stored' };
      },
    );
    const { status, message } = await inTime(answering);
    ctx.status = status;
    if (message === undefined) return;
    ctx.type = 'application/json; charset=utf-8';
    ctx.body = JSON.stringify({ code: 'FAIL', message });
  };
