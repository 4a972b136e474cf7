// Receives WeChat Pay's notices, and answers as WeChat Pay wants it: 204 for what is stored, else the reason as JSON.
import { type IncomingHttpHeaders } from 'node:http';
import { type Middleware } from 'koa';
import { type NoticeRejection } from '../../providers/payment/channel.ts';
import { readBody } from '../body.ts';
import { receiveNotice, type Received, type WebhookPorts } from './receive-notice.ts';

/** 204 says "stored"; anything else makes the channel send it again. */
interface WebhookAnswer {
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

const answerTo = (received: Received): WebhookAnswer => {
  switch (received.kind) {
    case 'stored':
      return { status: 204 };
    case 'rejected':
      return { status: refusedStatus[received.rejected], message: received.rejected };
    case 'unknown-account':
      return { status: 404, message: 'no such merchant account' };
    case 'not-stored':
      return { status: 503, message: received.message };
  }
};

const proof = (headers: IncomingHttpHeaders): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('wechatpay-') || name === 'request-id'),
  );

const path = /^\/webhooks\/wechat-pay\/([^/]+)$/;

export const wechatPayWebhook =
  (ports: WebhookPorts): Middleware =>
  async (ctx, next) => {
    const merchantAccountId = path.exec(ctx.path)?.[1];
    if (merchantAccountId === undefined || ctx.method !== 'POST') return next();
    ctx.state['operationId'] = 'wechatPayNotice';
    const rawBody = await readBody(ctx.req);
    const { headers } = ctx;
    const keptHeaders = proof(headers);
    const incoming = { channel: 'wechat' as const, merchantAccountId, rawBody, headers, keptHeaders };
    const { status, message } = answerTo(await receiveNotice(ports, incoming));
    ctx.status = status;
    if (message === undefined) return;
    ctx.type = 'application/json; charset=utf-8';
    ctx.body = JSON.stringify({ code: 'FAIL', message });
  };
