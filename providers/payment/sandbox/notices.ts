// Sends the notices the book owes: encrypted and signed at each attempt, again until they are taken, and after a restart.
import { randomBytes } from 'node:crypto';
import { encryptResource } from '../wechat-pay/resource.ts';
import { type Book, type Notice } from './book.ts';
import { type Faults } from './faults.ts';
import { type Merchants, type OpenMerchant } from './merchants.ts';
import { signatureFields } from './signature.ts';

export interface NoticeSender {
  /** Resolves after the first attempt, whatever came of it. A held notice resolves at once. */
  schedule(notice: Notice): Promise<void>;
  /** Takes up everything the book still owes. */
  resume(): void;
  close(): Promise<void>;
}

export interface NoticeSenderOptions {
  readonly book: Book;
  readonly merchants: Merchants;
  readonly faults: Faults;
  /** Waits between attempts; after the last one the notice is abandoned. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
  readonly report: (event: { readonly notice: string; readonly attempt: number; readonly result: string }) => void;
}

const maximumInFlight = 64;

/** A notice body as it goes over the wire. */
export const noticeBody = (notice: Notice, apiV3Key: string, createdAtMs: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: notice.id,
      create_time: `${new Date(createdAtMs + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`,
      resource_type: 'encrypt-resource',
      event_type: notice.eventType,
      summary: notice.originalType === 'transaction' ? '支付成功' : '退款结果',
      resource: {
        original_type: notice.originalType,
        ...encryptResource(notice.resource, apiV3Key, randomBytes(6).toString('hex'), notice.originalType),
      },
    }),
  );

/** Lets at most so many run at once; the others wait their turn. */
const limiter = (limit: number): (<T>(run: () => Promise<T>) => Promise<T>) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};

/** One try: the status that the other side answered, or why it did not. */
const postNotice = async (
  { faults, timeoutMs }: NoticeSenderOptions,
  notice: Notice,
  merchant: OpenMerchant,
  closing: AbortSignal,
): Promise<string> => {
  const body = noticeBody(notice, merchant.record.apiV3Key, Date.now());
  const fault = faults.strikeSignature(notice.merchantId, 'callbacks', notice.originalType);
  try {
    const response = await fetch(notice.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...signatureFields(merchant, body, { fault }) },
      body,
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return String(response.status);
  } catch (error) {
    return String(error);
  }
};

const taken = (result: string): boolean => result === '200' || result === '204';

export const createNoticeSender = (options: NoticeSenderOptions): NoticeSender => {
  const { book } = options;
  const closing = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const inFlight = new Set<Promise<void>>();
  const limited = limiter(maximumInFlight);

  const post = (notice: Notice, merchant: OpenMerchant): Promise<string> =>
    postNotice(options, notice, merchant, closing.signal);

  const later = (delayMs: number, run: () => Promise<void>): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        const running = run().finally(() => {
          inFlight.delete(running);
          resolve();
        });
        inFlight.add(running);
      }, delayMs);
      timers.add(timer);
    });

  const end = (notice: Notice, how: 'delivered' | 'abandoned'): void => {
    const heldBefore = notice.originalType === 'refund' ? book.pendingNotices().filter(({ held }) => held) : [];
    book.record({ type: 'notice-ended', id: notice.id, how });
    for (const { id } of heldBefore) {
      const released = book.pendingNotice(id);
      if (released?.held === false) void start(released, 0);
    }
  };

  const attempt = async (id: string, number: number): Promise<void> => {
    const notice = book.pendingNotice(id);
    const merchant = notice && options.merchants.get(notice.merchantId);
    if (notice === undefined || merchant === undefined || closing.signal.aborted) return;
    const result = await limited(() => post(notice, merchant));
    options.report({ notice: id, attempt: number + 1, result });
    if (closing.signal.aborted) return;
    if (taken(result)) {
      for (let copy = 1; copy < notice.copies; copy += 1) await limited(() => post(notice, merchant));
      end(notice, 'delivered');
      return;
    }
    const retryMs = options.retryMs[number];
    if (retryMs === undefined) end(notice, 'abandoned');
    else void start(notice, number + 1, retryMs);
  };

  const start = (notice: Notice, number: number, delayMs = Math.max(0, notice.dueAtMs - Date.now())): Promise<void> =>
    closing.signal.aborted ? Promise.resolve() : later(delayMs, () => attempt(notice.id, number));

  return {
    schedule: (notice) => (notice.held ? Promise.resolve() : start(notice, 0)),
    resume: () => {
      for (const notice of book.pendingNotices()) if (!notice.held) void start(notice, 0);
    },
    close: async () => {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(inFlight);
    },
  };
};
