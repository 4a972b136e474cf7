// Sends the notices the book owes: written and signed at each attempt, again until they are taken, and after a restart.
import { type Notice } from './book-notice.ts';
import { type Book } from './book.ts';

/** A notice as it goes over the wire. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether the merchant has taken it; each channel wants another answer. */
  isTaken(status: number, answer: string): boolean;
}

export interface NoticeSender {
  /** Resolves after the first attempt, whatever came of it. A held notice resolves at once. */
  schedule(notice: Notice): Promise<void>;
  /** Takes up everything the book still owes. */
  resume(): void;
  close(): Promise<void>;
}

export interface NoticeSenderOptions {
  readonly book: Book;
  /** Undefined when the merchant is not known any more. */
  readonly letterOf: (notice: Notice) => Letter | undefined;
  /** Waits between attempts; after the last one the notice is abandoned. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
  readonly report: (event: { readonly notice: string; readonly attempt: number; readonly result: string }) => void;
}

const maximumInFlight = 64;

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

interface Attempt {
  readonly taken: boolean;
  /** The status that the other side answered, or why it did not. */
  readonly result: string;
}

const postNotice = async (
  { timeoutMs }: NoticeSenderOptions,
  { url }: Notice,
  { headers, body, isTaken }: Letter,
  closing: AbortSignal,
): Promise<Attempt> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new Uint8Array(body),
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    return { taken: isTaken(response.status, await response.text()), result: String(response.status) };
  } catch (error) {
    return { taken: false, result: String(error) };
  }
};

export const createNoticeSender = (options: NoticeSenderOptions): NoticeSender => {
  const { book } = options;
  const closing = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const inFlight = new Set<Promise<void>>();
  const limited = limiter(maximumInFlight);

  /** Written when its turn has come: a signature has its time in it. */
  const post = (notice: Notice): Promise<Attempt> =>
    limited(async () => {
      const letter = options.letterOf(notice);
      if (letter === undefined) return { taken: false, result: 'no such merchant' };
      return postNotice(options, notice, letter, closing.signal);
    });

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
    if (notice === undefined || closing.signal.aborted) return;
    const { taken, result } = await post(notice);
    options.report({ notice: id, attempt: number + 1, result });
    if (closing.signal.aborted) return;
    if (taken) {
      for (let copy = 1; copy < notice.copies; copy += 1) await post(notice);
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
