// Receives Alipay's notices, and answers as Alipay wants it: the word `success` for what is stored, `failure` for all else.
import { type Middleware } from 'koa';
import { readBody } from '../body.ts';
import { receiveNotice, type Received, type WebhookPorts } from './receive-notice.ts';

/** Alipay reads the word only; the status is for whoever looks into a log. */
const statusOf = (received: Received): 200 | 400 | 401 | 404 | 503 => {
  switch (received.kind) {
    case 'stored':
      return 200;
    case 'rejected':
      return received.rejected === 'signature' ? 401 : 400;
    case 'unknown-account':
      return 404;
    case 'not-stored':
      return 503;
  }
};

const path = /^\/webhooks\/alipay\/([^/]+)$/;

export const alipayWebhook =
  (ports: WebhookPorts): Middleware =>
  async (ctx, next) => {
    const merchantAccountId = path.exec(ctx.path)?.[1];
    if (merchantAccountId === undefined || ctx.method !== 'POST') return next();
    ctx.state['operationId'] = 'alipayNotice';
    const rawBody = await readBody(ctx.req);
    // The signature is in the form, which is kept whole: no header proves anything.
    const incoming = { channel: 'alipay' as const, merchantAccountId, rawBody, headers: ctx.headers, keptHeaders: {} };
    const received = await receiveNotice(ports, incoming);
    ctx.status = statusOf(received);
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = received.kind === 'stored' ? 'success' : 'failure';
  };
