// The sandbox gateway as a process of its own, killed and started again at will, with a merchant whose notices are received.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock } from '../../../platform/clock.ts';
import { type Service, spawnService } from '../../../platform/process.ts';
import { type SandboxClient, sandboxClient } from '../../../providers/payment/sandbox/client.ts';
import { type VerificationMode } from '../../../providers/payment/sandbox/merchants.ts';
import { type WechatPayMerchant } from '../../../providers/payment/wechat-pay/merchant.ts';
import { eventually, type NoticeReceiver, type ReceivedNotice, startNoticeReceiver, token } from './support.ts';

const script = join(import.meta.dirname, '../../../bin/gateway.ts');

export interface GatewayBench {
  readonly sandbox: SandboxClient;
  readonly baseUrl: string;
  /** Business time. */
  readonly clock: ReturnType<typeof simulatedClock>;
  /** Kills it as a power cut would, and starts another on the same book and port. */
  killAndRestart(changes?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

export const startGatewayBench = async (nowMs: number, processingMs = 20): Promise<GatewayBench> => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const clockFile = join(folder, 'clock');
  writeFileSync(clockFile, Buffer.alloc(8));
  const clock = simulatedClock(clockFile);
  clock.set(nowMs);
  const start = async (
    port: number,
    changes: Record<string, string> = {},
  ): Promise<{ service: Service; port: number }> => {
    const env = {
      PATH: process.env['PATH'],
      SANDBOX_FOLDER: join(folder, 'book'),
      SANDBOX_TOKEN: token,
      GATEWAY_PORT: String(port),
      SIMULATED_CLOCK_FILE: clockFile,
      SANDBOX_NOTICE_RETRY_MS: '50,100,200,400',
      SANDBOX_REFUND_AFTER_MS: String(processingMs),
      ...changes,
    };
    const service = await spawnService({ name: 'gateway', script, env, ready: 'message', log: () => undefined });
    return { service, port: Number((await service.ready).port) };
  };
  let running = await start(0);
  const baseUrl = `http://127.0.0.1:${running.port}`;
  return {
    sandbox: sandboxClient(baseUrl, token),
    baseUrl,
    clock,
    killAndRestart: async (changes) => {
      await running.service.kill();
      running = await start(running.port, changes);
    },
    close: async () => {
      await running.service.kill();
      clock.close();
      rmSync(folder, { recursive: true });
    },
  };
};

export interface Till {
  readonly merchant: WechatPayMerchant;
  readonly receiver: NoticeReceiver;
}

export const openTill = async (bench: GatewayBench, mode: VerificationMode = 'public-key'): Promise<Till> => {
  const receiver = await startNoticeReceiver();
  return { receiver, merchant: await bench.sandbox.merchant({ mode, notifyUrl: receiver.url }) };
};

/** What the adapter makes of the notices that came, as soon as `count` of them are wanted ones. */
export const readNotices = <Read, Wanted extends Read>(
  { receiver }: Till,
  parse: (rawBody: Buffer, headers: ReceivedNotice['headers']) => Promise<Read>,
  isWanted: (read: Read) => read is Wanted,
  count: number,
): Promise<readonly Wanted[]> =>
  eventually(
    async () => {
      const read = (await Promise.all(
        receiver.notices.map(({ rawBody, headers }) => parse(rawBody, headers)),
      )) as Read[];
      return read.filter(isWanted);
    },
    (wanted) => wanted.length >= count,
  );
