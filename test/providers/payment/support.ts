// A sandbox gateway in this process, a merchant of it, and a receiver for its notices.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fen } from '../../../domain/money.ts';
import { type CreatePayment, type NoticeResult, type PaymentChannel } from '../../../providers/payment/channel.ts';
import { type SandboxClient, sandboxClient } from '../../../providers/payment/sandbox/client.ts';
import {
  type SandboxGateway,
  type SandboxOptions,
  startSandboxGateway,
} from '../../../providers/payment/sandbox/gateway.ts';
import { type VerificationMode } from '../../../providers/payment/sandbox/merchants.ts';
import { type WechatPayMerchant } from '../../../providers/payment/wechat-pay/merchant.ts';
import { type WechatPayOptions } from '../../../providers/payment/wechat-pay/request.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';

export interface ReceivedNotice {
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly atMs: number;
}

export interface NoticeReceiver {
  readonly url: string;
  readonly notices: ReceivedNotice[];
  /** Status codes for the next notices; what takes a notice when it has run out. */
  readonly answers: number[];
  /** Rejects when fewer have come in 5 s. */
  received(count: number): Promise<readonly ReceivedNotice[]>;
  close(): Promise<void>;
}

/** `taking` is the answer that a channel wants. */
export const startNoticeReceiver = async (taking = { status: 204, body: '' }): Promise<NoticeReceiver> => {
  const notices: ReceivedNotice[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      notices.push({ rawBody: Buffer.concat(chunks), headers: request.headers, atMs: Date.now() });
      const refusal = answers.shift();
      response.writeHead(refusal ?? taking.status).end(refusal === undefined ? taking.body : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    notices,
    answers,
    received: async (count) => {
      for (let waitedMs = 0; notices.length < count; waitedMs += 10) {
        if (waitedMs >= 5_000) throw new Error(`${notices.length} of ${count} notices came`);
        await wait(10);
      }
      return notices;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

export const token = 'a token for tests';

/** Every test takes a merchant of its own from these, so that tests share keys' cost but no state. */
export interface Bench {
  readonly folder: string;
  gateway: SandboxGateway;
  sandbox: SandboxClient;
  /** Stops the gateway and starts another on the same folder and port. */
  restart(options?: Partial<SandboxOptions>): Promise<void>;
  close(): Promise<void>;
}

export const startBench = async (options: Partial<SandboxOptions> = {}): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const start = (more: Partial<SandboxOptions>): Promise<SandboxGateway> =>
    startSandboxGateway({ folder, token, noticeRetryMs: [50, 50, 50], refundAfterMs: 20, ...options, ...more });
  const gateway = await start({});
  const bench: Bench = {
    folder,
    gateway,
    sandbox: sandboxClient(gateway.baseUrl, token),
    restart: async (more = {}) => {
      const { port } = bench.gateway;
      await bench.gateway.close();
      bench.gateway = await start({ port, ...more });
    },
    close: async () => {
      await bench.gateway.close();
      rmSync(folder, { recursive: true });
    },
  };
  return bench;
};

export interface Shop {
  readonly merchant: WechatPayMerchant;
  readonly channel: PaymentChannel;
  readonly receiver: NoticeReceiver;
  close(): Promise<void>;
}

/** A merchant with our adapter on one side and a notice receiver on the other. */
export const openShop = async (
  bench: Bench,
  mode: VerificationMode = 'public-key',
  options: WechatPayOptions = {},
): Promise<Shop> => {
  const receiver = await startNoticeReceiver();
  const merchant = await bench.sandbox.merchant({ mode, notifyUrl: receiver.url });
  return { merchant, channel: wechatPayChannel(merchant, options), receiver, close: receiver.close };
};

let numbers = 0;

export const order = (changes: Partial<CreatePayment> = {}): CreatePayment => {
  numbers += 1;
  const outTradeNo = `ORDER_${Date.now()}_${numbers}`;
  return { outTradeNo, description: '停车费', amountFen: fen(1_250), way: { kind: 'native' }, ...changes };
};

/** Creates a Native order and has the driver pay it. */
export const paidOrder = async (
  bench: Bench,
  shop: Shop,
  changes: Partial<CreatePayment> = {},
): Promise<CreatePayment> => {
  const request = order(changes);
  const created = await shop.channel.create(request);
  if (created.outcome !== 'created' || created.invitation.kind !== 'native') throw new Error(JSON.stringify(created));
  await bench.sandbox.pay({ codeUrl: created.invitation.codeUrl });
  return request;
};

/** Asks until the answer is wanted, at most 5 s; answers the last one. */
export const eventually = async <T>(ask: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> => {
  let value = await ask();
  for (let waitedMs = 0; !wanted(value) && waitedMs < 5_000; waitedMs += 20) {
    await wait(20);
    value = await ask();
  }
  return value;
};

export type ReadNotice = Extract<NoticeResult, { readonly outTradeNo: string }>;

/** The genuine notices about one order, in the order of their coming; waits for `count` of them, at most 5 s. */
export const noticesAbout = (
  shop: Pick<Shop, 'channel' | 'receiver'>,
  outTradeNo: string,
  count: number,
): Promise<readonly ReadNotice[]> =>
  eventually(
    async () => {
      const read = await Promise.all(
        shop.receiver.notices.map(({ rawBody, headers }) => shop.channel.parseNotify(rawBody, headers)),
      );
      return read.filter((notice): notice is ReadNotice => 'outTradeNo' in notice && notice.outTradeNo === outTradeNo);
    },
    (notices) => notices.length >= count,
  );
