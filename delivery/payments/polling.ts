// Asks the channel about payment attempts that no callback told of, and closes those that nobody will pay any more.
import { readMerchant } from '../../db/queries/merchants.ts';
import {
  askAgainLater,
  expiresAt,
  isFinal,
  isMoot,
  readPayment,
  recordClosed,
  type Payment,
} from '../../db/queries/payments.ts';
import { takeDue, type DueWork } from '../../db/queries/payments-due.ts';
import { settleQuery } from '../../db/queries/payments-settle.ts';
import { epochMs } from '../../domain/time.ts';
import { type ChannelPayment, type PaymentChannel } from '../../providers/payment/channel.ts';
import { endAttempt, readAttempt, type EndedAttempt } from '../../providers/payment/end-attempt.ts';
import { type PaymentPorts } from './ports.ts';

export interface Question {
  readonly payment: Payment;
  readonly channel: PaymentChannel;
  /** Nobody should pay it any more: what is unpaid is closed. */
  readonly over: boolean;
}

/** What is to be asked; undefined when the attempt has come to its end meanwhile. */
export const readQuestion = (ports: PaymentPorts, { id, companyId }: DueWork): Promise<Question | undefined> =>
  ports.database.inCompany(companyId, async (tx) => {
    const payment = await readPayment(tx, id);
    if (payment === undefined || isFinal(payment) || payment.merchantAccountId === null) return undefined;
    const merchant = await readMerchant(tx, payment.merchantAccountId);
    if (merchant === undefined) throw new Error(`payment ${id} has no merchant account`);
    const over = ports.clock.now() >= expiresAt(payment) || (await isMoot(tx, payment.billId));
    return { payment, channel: ports.channelOf(merchant), over };
  });

const askChannel = async ({ payment, channel, over }: Question): Promise<EndedAttempt> => {
  if (over) return endAttempt(channel, payment.outTradeNo, payment.young);
  // It can still be paid: a code that nobody has scanned yet is not over.
  const mayBecomeKnown = payment.young || channel.knownFrom === 'opening';
  const read = readAttempt(await channel.query(payment.outTradeNo), mayBecomeKnown);
  return read.kind === 'unpaid' ? { kind: 'open', detail: 'not paid yet' } : read;
};

/** Brings the channel's answer into the books. */
export const recordAnswer = (ports: PaymentPorts, { payment }: Question, ended: EndedAttempt): Promise<void> =>
  ports.database.inCompany(payment.companyId, async (tx) => {
    const at = epochMs(ports.clock.now());
    switch (ended.kind) {
      case 'paid': {
        const { companyId, merchantAccountId } = payment;
        if (merchantAccountId === null) return;
        await settleQuery(tx, { companyId, merchantAccountId, success: successOf(ports, ended.payment, at), at });
        return;
      }
      case 'closed':
        await recordClosed(tx, payment.id);
        return;
      case 'open':
        await askAgainLater(tx, payment.id);
    }
  });

const successOf = (ports: PaymentPorts, found: ChannelPayment, at: ReturnType<typeof epochMs>) => ({
  outTradeNo: found.outTradeNo,
  amountFen: found.amountFen,
  // The adapter answers a paid order only with both of these.
  transactionId: found.transactionId ?? found.outTradeNo,
  successAt: found.successAt ?? at,
  ...(found.payerId === undefined ? {} : { payerCipher: ports.sealPayer(found.payerId) }),
});

const pollOne = async (ports: PaymentPorts, due: DueWork): Promise<void> => {
  try {
    const question = await readQuestion(ports, due);
    if (question !== undefined) await recordAnswer(ports, question, await askChannel(question));
  } catch (error) {
    // Its lease gives it back.
    const message = error instanceof Error ? error.message : String(error);
    ports.log.warn({ paymentId: due.id, error: message }, 'a payment could not be asked about');
  }
};

const batchSize = 8;

/** One round; answers how many attempts it asked about. */
export const pollPayments = async (ports: PaymentPorts): Promise<number> => {
  const due = await ports.database.asDelivery((tx) => takeDue(tx, 'payment', batchSize));
  await Promise.all(due.map((work) => pollOne(ports, work)));
  return due.length;
};
