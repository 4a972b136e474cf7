// Brings a payment attempt to its end at the channel: asks first, closes what is unpaid, and says how it ended.
import { type ChannelPayment, type CloseResult, type PaymentChannel, type QueryResult } from './channel.ts';

export type EndedAttempt =
  | { readonly kind: 'paid'; readonly payment: ChannelPayment }
  | { readonly kind: 'closed' }
  /** Not known or not final: ask again later. */
  | { readonly kind: 'open'; readonly detail: string };

const open = (detail: string): EndedAttempt => ({ kind: 'open', detail });

/**
 * What a query says of an attempt; `unpaid` may still be closed. An attempt that the channel does not know is taken for
 * open while it may yet come to be known.
 */
export const readAttempt = (
  asked: QueryResult,
  mayBecomeKnown: boolean,
): EndedAttempt | { readonly kind: 'unpaid' } => {
  switch (asked.outcome) {
    case 'found':
      switch (asked.payment.state) {
        case 'succeeded':
        case 'refunded':
          return { kind: 'paid', payment: asked.payment };
        case 'closed':
          return { kind: 'closed' };
        case 'paying':
          return open('the driver is paying');
        case 'unpaid':
        case 'failed':
          return { kind: 'unpaid' };
      }
      break;
    case 'not-found':
      return mayBecomeKnown ? open('the channel does not know it yet') : { kind: 'closed' };
    case 'declined':
    case 'unknown':
      return open(asked.detail);
  }
  return open('no answer');
};

const afterClose = (closed: CloseResult, mayBecomeKnown: boolean): EndedAttempt | 'ask-again' => {
  switch (closed.outcome) {
    case 'closed':
      return { kind: 'closed' };
    case 'not-found':
      return mayBecomeKnown ? open('the channel does not know it yet') : { kind: 'closed' };
    case 'declined':
      return closed.remedy === 'query' ? 'ask-again' : open(closed.detail);
    case 'unknown':
      return open(closed.detail);
  }
};

/**
 * Ends the attempt if that is possible: `closed` is final at the channel, `paid` must be posted. `young`: the channel's book
 * may lag behind its own answer. Where an order is known from its opening on, one that is not known is a code that nobody
 * scanned; it is given up, and whoever scans it all the same pays twice and gets it back.
 */
export const endAttempt = async (
  channel: PaymentChannel,
  outTradeNo: string,
  young: boolean,
): Promise<EndedAttempt> => {
  const mayBecomeKnown = young && channel.knownFrom === 'creation';
  const asked = readAttempt(await channel.query(outTradeNo), mayBecomeKnown);
  if (asked.kind !== 'unpaid') return asked;
  const closed = afterClose(await channel.close(outTradeNo), mayBecomeKnown);
  if (closed !== 'ask-again') return closed;
  const again = readAttempt(await channel.query(outTradeNo), mayBecomeKnown);
  return again.kind === 'unpaid' ? open('it can be neither paid nor closed') : again;
};
