// Boards as Server-Sent Events: everything at first, then every change; resumed from the time in `Last-Event-ID`.
import { PassThrough, type Readable } from 'node:stream';
import { type BoardRow } from '../db/queries/board-list.ts';
import { type Schema } from './handler.ts';
import { type Boards } from './boards.ts';

const heartbeatMs = 15_000;
const retryMs = 2_000;
/** Changes may commit a little out of order; on one connection a board is sent once per version. */
const overlapMs = 5_000;
/** Whoever reads slower than this much behind is cut off and resumes. */
const mostUnreadBytes = 1_000_000;

export const showBoard = ({ updatedAt, ...board }: BoardRow): Schema<'Board'> => ({
  ...board,
  updatedAt: new Date(updatedAt).toISOString(),
});

const eventOf = (board: BoardRow): string =>
  `id: ${board.updatedAt}\nevent: board\ndata: ${JSON.stringify(showBoard(board))}\n\n`;

export interface BoardStreams {
  /** Ends when the caller goes or the process drains. */
  open(companyId: string, lastEventId: string | undefined, gone: AbortSignal): Promise<Readable>;
  close(): void;
}

export const boardStreams = (boards: Boards): BoardStreams => {
  const open = new Set<PassThrough>();
  return {
    open: async (companyId, lastEventId, gone) => {
      const stream = new PassThrough();
      const sent = new Map<string, number>();
      const send = (rows: readonly BoardRow[]): void => {
        const news = rows.filter(({ lotId, version }) => version > (sent.get(lotId) ?? -1));
        for (const { lotId, version } of news) sent.set(lotId, version);
        if (stream.writableLength > mostUnreadBytes) stream.destroy();
        else if (stream.writable && news.length > 0) stream.write(news.map(eventOf).join(''));
      };
      // Subscribed before the first read, so that no change falls between them.
      const unsubscribe = boards.subscribe(companyId, send);
      const heartbeat = setInterval(() => stream.writable && stream.write(': still here\n\n'), heartbeatMs);
      const end = (): void => {
        clearInterval(heartbeat);
        unsubscribe();
        open.delete(stream);
        stream.end();
      };
      open.add(stream);
      stream.once('close', end);
      gone.addEventListener('abort', end, { once: true });
      stream.write(`retry: ${retryMs}\n\n`);
      const since = lastEventId === undefined ? undefined : Math.max(0, Number(lastEventId) - overlapMs);
      try {
        send(await boards.list(companyId, since));
      } catch (error) {
        end();
        throw error;
      }
      return stream;
    },
    close: () => {
      for (const stream of open) stream.end();
    },
  };
};
