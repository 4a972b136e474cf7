// Decides about a notice that is owed: when, how often and whether it goes out, by the faults that strike.
import { randomUUID } from 'node:crypto';
import { type Notice } from './book-notice.ts';
import { type SandboxContext } from './context.ts';

export type NoticeContent = Pick<
  Notice,
  'merchantId' | 'outTradeNo' | 'url' | 'eventType' | 'originalType' | 'resource'
>;

/** Undefined when it never goes out. */
export const noticeOf = (context: SandboxContext, content: NoticeContent): Notice | undefined => {
  const strike = (name: 'missingCallback' | 'lateCallback' | 'duplicateCallback') =>
    context.faults.strike(content.merchantId, name, content.originalType);
  if (strike('missingCallback')) return undefined;
  const held =
    content.originalType === 'transaction' &&
    context.faults.strike(content.merchantId, 'refundNoticeFirst', 'transaction') !== undefined;
  return {
    ...content,
    id: `EV-${randomUUID()}`,
    dueAtMs: Date.now() + (strike('lateCallback')?.ms ?? 0),
    copies: strike('duplicateCallback') ? 2 : 1,
    held,
  };
};
