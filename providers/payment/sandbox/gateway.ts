// The sandbox gateway: WeChat Pay's API and Alipay's, their notices, a pay page and the controls, as one HTTP server on the
// loopback.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Clock, realClock } from '../../../platform/clock.ts';
import { downloadAlipayBill } from './alipay/bills-api.ts';
import { serveAlipay } from './alipay/gateway-do.ts';
import { alipayLetter } from './alipay/letter.ts';
import { openAlipayMerchants } from './alipay/merchants.ts';
import { type Notice } from './book-notice.ts';
import { openBook, type RefundEntry } from './book.ts';
import { bodyBytes, type Call, jsonType, readCall, sendBytes, sendHtml } from './call.ts';
import { serveApi } from './channel-api.ts';
import { type SandboxContext } from './context.ts';
import { controlReply } from './control.ts';
import { finishDeductionLater } from './deductions-api.ts';
import { createFaults } from './faults.ts';
import { createLaterSteps } from './later-steps.ts';
import { openMerchants } from './merchants.ts';
import { createNoticeSender, type Letter, type NoticeSenderOptions } from './notices.ts';
import { payOrder } from './payments.ts';
import { finishRefund } from './refunds-api.ts';
import { refused } from './reply.ts';
import { closedPage, paidPage, scanPage, unknownCodePage } from './scan-page.ts';
import { finishTransferLater } from './transfers-api.ts';
import { wechatLetter } from './wechat-letter.ts';

export interface SandboxOptions {
  /** Keys and book; made when missing. One gateway at a time. */
  readonly folder: string;
  /** Bearer token of the controls. */
  readonly token: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly noticeRetryMs?: readonly number[];
  readonly noticeTimeoutMs?: number;
  readonly refundAfterMs?: number;
  readonly report?: NoticeSenderOptions['report'];
}

export interface SandboxGateway {
  readonly port: number;
  readonly baseUrl: string;
  /** Stops taking calls, ends notices under way; what is owed is in the book. */
  close(): Promise<void>;
}

export const defaultNoticeRetryMs = [1, 2, 4, 8, 15, 15, 30, 30, 30, 60, 60, 60].map((seconds) => seconds * 1_000);
const sameToken = (given: string | undefined, token: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(`Bearer ${token}`));
};

const servePage = (context: SandboxContext, call: Call): void => {
  const { api, rawBody, response } = call;
  const form = new URLSearchParams(rawBody.toString('utf8'));
  const codeUrl = api.method === 'POST' ? form.get('code_url') : api.query.get('code_url');
  const entry = context.book.orderOfCode(codeUrl ?? '');
  if (entry === undefined) return sendHtml(response, 404, unknownCodePage());
  const { channel, merchantId, outTradeNo } = entry.order;
  if (channel === 'alipay' && !entry.opened) context.book.record({ type: 'order-opened', merchantId, outTradeNo });
  if (api.method === 'POST') payOrder(context, entry, undefined);
  if (entry.payment !== undefined) return sendHtml(response, 200, paidPage(entry));
  const expired = context.clock.now() >= (entry.order.expiresAt ?? Infinity);
  return sendHtml(response, 200, entry.closed || expired ? closedPage(entry) : scanPage(entry));
};

/** Takes up what an earlier process had accepted and not finished. */
const resumeAll = (context: SandboxContext, finishLater: (entry: RefundEntry) => void): void => {
  for (const entry of context.book.unfinishedRefunds()) finishLater(entry);
  for (const entry of context.book.unfinishedDeductions()) finishDeductionLater(context, entry);
  for (const entry of context.book.transfers.underWay()) finishTransferLater(context, entry);
  context.notices.resume();
};

const openContext = (options: SandboxOptions, server: Server): SandboxContext => {
  const book = openBook(options.folder);
  const merchants = openMerchants(options.folder);
  const alipayMerchants = openAlipayMerchants(options.folder);
  const faults = createFaults();
  const letterOf = (notice: Notice): Letter | undefined => {
    const atAlipay = alipayMerchants.get(notice.merchantId);
    if (atAlipay !== undefined) return alipayLetter(notice, atAlipay, faults);
    const merchant = merchants.get(notice.merchantId);
    return merchant && wechatLetter(notice, merchant, faults);
  };
  const notices = createNoticeSender({
    book,
    letterOf,
    retryMs: options.noticeRetryMs ?? defaultNoticeRetryMs,
    timeoutMs: options.noticeTimeoutMs ?? 5_000,
    report: options.report ?? (() => undefined),
  });
  return {
    book,
    merchants,
    alipayMerchants,
    faults,
    notices,
    bills: new Map(),
    clock: options.clock ?? realClock,
    refundAfterMs: options.refundAfterMs ?? 200,
    later: createLaterSteps(),
    baseUrl: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
};

/** Rejects when the port is taken or the folder cannot be used. */
export const startSandboxGateway = async (options: SandboxOptions): Promise<SandboxGateway> => {
  const server = createServer();
  const context = openContext(options, server);
  const finishLater = (entry: RefundEntry): void =>
    context.later.after(context.refundAfterMs, () => finishRefund(context, entry));
  const stopping = new AbortController();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request, response);
    if (call === undefined) {
      return sendBytes(response, 413, jsonType, bodyBytes(refused(413, 'PARAM_ERROR', '请求报文过大')));
    }
    const { path } = call.api;
    if (path === '/livez') return sendBytes(response, 200, jsonType, Buffer.from('{"status":"ok"}'));
    if (path === '/sandbox/scan') return servePage(context, call);
    if (path === '/gateway.do') return serveAlipay(context, call, stopping.signal);
    if (path === '/downloadBillFile.resource') return downloadAlipayBill(context, call);
    if (!path.startsWith('/sandbox/')) return serveApi(context, call, finishLater, stopping.signal);
    const reply = sameToken(request.headers.authorization, options.token)
      ? await controlReply(context, call.api)
      : refused(401, 'UNAUTHORIZED', 'the controls want the bearer token of the sandbox');
    return sendBytes(response, reply.status, jsonType, bodyBytes(reply));
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      options.report?.({ notice: request.url ?? '', attempt: 0, result: String(error) });
      if (!response.headersSent)
        sendBytes(response, 500, jsonType, bodyBytes(refused(500, 'SYSTEM_ERROR', '系统异常')));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  resumeAll(context, finishLater);

  return {
    port: (server.address() as AddressInfo).port,
    baseUrl: context.baseUrl(),
    close: async () => {
      stopping.abort();
      context.later.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      await context.notices.close();
      server.closeAllConnections();
      await closed;
      context.book.close();
    },
  };
};
