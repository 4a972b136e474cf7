// Starts a payment: the intent in our books first, then the channel, then what it said. Other attempts are ended before.
import { type Database, type Scope } from '../../db/database.ts';
import { readMerchant, type MerchantChannel } from '../../db/queries/merchants.ts';
import {
  beginAttempt,
  beginCash,
  expiresAt,
  readPayment,
  recordClosed,
  recordDeclined,
  recordInvitation,
  type BegunAttempt,
  type CashPayment,
  type Payment,
} from '../../db/queries/payments.ts';
import { settleQuery } from '../../db/queries/payments-settle.ts';
import { postPayment } from '../../db/queries/post-payment.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal, refuse, type Refusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PaymentChannel, type PaymentInvitation, type PaymentWay } from '../../providers/payment/channel.ts';
import { endAttempt } from '../../providers/payment/end-attempt.ts';
import { type ChannelOf } from '../../providers/payment/merchant-channels.ts';

export interface AttemptPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly channelOf: ChannelOf;
  readonly sealPayer: (payerId: string) => Buffer;
}

/** The way that a product of the API asks for. */
export const wayOf = (product: 'native' | 'h5', payerIp: string): PaymentWay =>
  product === 'h5' ? { kind: 'h5', payerIp } : { kind: 'native' };

export interface StartAttempt {
  readonly scope: Scope;
  /** Made from the request's own identity: a repeat sends the same number to the channel again. */
  readonly paymentId: string;
  readonly billId: string;
  /** WeChat Pay unless said otherwise. */
  readonly channel?: MerchantChannel;
  /** A code to scan unless said otherwise. */
  readonly way?: PaymentWay;
  /** An open attempt of the same amount in the same channel is as good as a new one: the code that everybody at a lane sees. */
  readonly shareOpenAttempt?: boolean;
}

/** The channel did not answer: whether the order exists is not known. A repeat of the request asks again. */
export interface NotKnown {
  readonly outcome: 'not-known';
  readonly detail: string;
}

export type StartedAttempt = Payment | Refusal | NotKnown;

export const isNotKnown = (result: StartedAttempt): result is NotKnown => 'outcome' in result;

const channelOfPayment = (ports: AttemptPorts, payment: Payment): Promise<PaymentChannel> =>
  ports.database.inCompany(payment.companyId, async (tx) => {
    const merchant = await readMerchant(tx, payment.merchantAccountId ?? '');
    if (merchant === undefined) throw new Error(`payment ${payment.id} has no merchant account`);
    return ports.channelOf(merchant);
  });

/** Brings another attempt of the bill to its end; false when that cannot be done now. */
const clear = async (ports: AttemptPorts, other: Payment): Promise<boolean> => {
  if (other.merchantAccountId === null) return false;
  const { companyId, merchantAccountId } = other;
  const ended = await endAttempt(await channelOfPayment(ports, other), other.outTradeNo, other.young);
  if (ended.kind === 'open') return false;
  await ports.database.inCompany(companyId, async (tx) => {
    if (ended.kind === 'closed') return recordClosed(tx, other.id);
    const at = epochMs(ports.clock.now());
    const { outTradeNo, amountFen, transactionId, successAt, payerId } = ended.payment;
    const success = {
      outTradeNo,
      amountFen,
      transactionId: transactionId ?? outTradeNo,
      successAt: successAt ?? at,
      ...(payerId === undefined ? {} : { payerCipher: ports.sealPayer(payerId) }),
    };
    return settleQuery(tx, { companyId, merchantAccountId, success, at });
  });
  return true;
};

const triesMax = 3;

/** Begins, ending other attempts first; after a payment that nobody had told us of, what is due is asked again. */
export const beginCleared = async (
  ports: AttemptPorts,
  begin: () => Promise<BegunAttempt | Refusal>,
  share: (begun: Extract<BegunAttempt, { kind: 'blocked' }>) => boolean,
): Promise<Payment | Refusal> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const begun = await begin();
    if (isRefusal(begun)) return begun;
    if (begun.kind === 'begun') return begun.payment;
    if (share(begun)) return begun.by;
    if (!(await clear(ports, begun.by))) return refuse('attempt-pending');
  }
  return refuse('attempt-pending');
};

/** What a driver opens: the content of a code, or the address of a page. */
const linkIn = (invitation: PaymentInvitation): string | undefined => {
  switch (invitation.kind) {
    case 'native':
      return invitation.codeUrl;
    case 'h5':
      return invitation.redirectUrl;
    case 'jsapi':
      return undefined;
  }
};

/** Sends the order to the channel under its number, as often as it is asked to. */
export const sendToChannel = async (
  ports: AttemptPorts,
  payment: Payment,
  way: PaymentWay = { kind: 'native' },
): Promise<StartedAttempt> => {
  const channel = await channelOfPayment(ports, payment);
  const created = await channel.create({
    outTradeNo: payment.outTradeNo,
    description: payment.lotId === null ? '钱包充值' : '停车费',
    amountFen: fen(payment.amountFen),
    way,
    expiresAt: expiresAt(payment),
  });
  return ports.database.inCompany(payment.companyId, async (tx): Promise<StartedAttempt> => {
    const link = created.outcome === 'created' ? linkIn(created.invitation) : undefined;
    if (link !== undefined) {
      await recordInvitation(tx, payment.id, link);
    } else if (created.outcome === 'declined' && (created.remedy === 'none' || created.remedy === 'page')) {
      await recordDeclined(tx, payment.id, created.code);
    } else {
      return { outcome: 'not-known', detail: 'detail' in created ? created.detail : 'an answer of another kind' };
    }
    return (await readPayment(tx, payment.id)) ?? payment;
  });
};

/**
 * Starts an attempt, or finds the one that this request started before. `bill-already-paid` when nothing is due,
 * `attempt-pending` while another attempt can be neither closed nor found paid.
 */
export const startAttempt = async (ports: AttemptPorts, start: StartAttempt): Promise<StartedAttempt> => {
  const { scope, paymentId, billId, channel = 'wechat' } = start;
  const begin = () =>
    ports.database.inScope(scope, (tx) =>
      beginAttempt(tx, { paymentId, billId, channel, at: epochMs(ports.clock.now()) }),
    );
  const payment = await beginCleared(ports, begin, ({ by, dueFen }) => {
    const payable = by.state === 'pending' && by.codeUrl !== null && ports.clock.now() < expiresAt(by);
    return start.shareOpenAttempt === true && payable && by.amountFen === dueFen && by.channel === channel;
  });
  if (isRefusal(payment) || payment.state !== 'created') return payment;
  return sendToChannel(ports, payment, start.way);
};

/** Cash that a collector took: written and posted in one transaction. `amount-mismatch` when it is not what is due. */
export const recordCash = (
  ports: AttemptPorts,
  scope: Scope,
  cash: Omit<CashPayment, 'at'>,
): Promise<Payment | Refusal> => {
  const begin = () =>
    ports.database.inScope(scope, async (tx): Promise<BegunAttempt | Refusal> => {
      const at = epochMs(ports.clock.now());
      const begun = await beginCash(tx, { ...cash, at });
      if (isRefusal(begun) || begun.kind === 'blocked') return begun;
      const { paymentId, amountFen } = cash;
      await postPayment(tx, { paymentId, amountFen, succeededAt: at }, at);
      return { kind: 'begun', payment: (await readPayment(tx, paymentId)) ?? begun.payment };
    });
  return beginCleared(ports, begin, () => false);
};
