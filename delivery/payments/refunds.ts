// Executes refunds: reserve in the ledger, ask the channel under a number that never changes, post or release its answer.
import { readMerchant } from '../../db/queries/merchants.ts';
import { takeDue, type DueWork } from '../../db/queries/payments-due.ts';
import {
  abandonRefund,
  awaitRefund,
  beginRefund,
  completeRefund,
  reportStuckRefund,
  type Refund,
} from '../../db/queries/refund-execution.ts';
import { type Tx } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import {
  type ChannelRefund,
  type Declined,
  type PaymentChannel,
  type RefundQueryResult,
  type RefundResult,
} from '../../providers/payment/channel.ts';
import { type PaymentPorts } from './ports.ts';

export interface RefundIntent {
  readonly refund: Refund;
  readonly channel: PaymentChannel;
}

/** The intent, committed before the channel is asked; undefined when nothing is to be asked. */
export const intendRefund = (ports: PaymentPorts, { id, companyId }: DueWork): Promise<RefundIntent | undefined> =>
  ports.database.inCompany(companyId, async (tx) => {
    const refund = await beginRefund(tx, id, epochMs(ports.clock.now()));
    if (refund?.merchantAccountId === undefined || refund.merchantAccountId === null) return undefined;
    const merchant = await readMerchant(tx, refund.merchantAccountId);
    if (merchant === undefined) throw new Error(`refund ${id} has no merchant account`);
    return { refund, channel: ports.channelOf(merchant) };
  });

type Answer = RefundResult | RefundQueryResult;

/** Not accepted yet as far as we know: ask for it, again under its number. Accepted: look it up. */
const askChannel = async ({ refund, channel }: RefundIntent): Promise<Answer> => {
  if (refund.channelRefundNo !== null) {
    const looked = await channel.queryRefund(refund.outRefundNo, refund.outTradeNo);
    if (looked.outcome !== 'not-found') return looked;
  }
  return channel.refund({
    outTradeNo: refund.outTradeNo,
    outRefundNo: refund.outRefundNo,
    refundFen: fen(refund.amountFen),
    totalFen: fen(refund.totalFen),
    reason: '停车费退款',
  });
};

const processingSeconds = 5;
const unknownSeconds = 10;
/** A person must do something first: top up the merchant account, mend a key. */
const stuckSeconds = 15 * 60;

const recordFound = async (tx: Tx, refund: Refund, found: ChannelRefund, at: EpochMs): Promise<void> => {
  const number = found.refundId === undefined ? {} : { channelRefundNo: found.refundId };
  switch (found.state) {
    case 'succeeded': {
      const done = { refundFen: found.refundFen, succeededAt: found.successAt ?? at, ...number };
      if ((await completeRefund(tx, refund.id, done)) === 'amount-mismatch') {
        await reportStuckRefund(tx, refund, 'amount-mismatch', at);
      }
      return;
    }
    case 'processing':
      return awaitRefund(tx, refund.id, { seconds: processingSeconds, ...number });
    case 'closed':
    case 'abnormal':
      await abandonRefund(tx, refund.id, found.state, at);
  }
};

/** NOT_ENOUGH is a matter of the merchant's balance, not of this refund. */
const isOurs = ({ remedy, code }: Declined): boolean => remedy === 'page' || code === 'NOT_ENOUGH';

const recordDeclined = async (tx: Tx, refund: Refund, declined: Declined, at: EpochMs): Promise<void> => {
  const failureCode = declined.code;
  if (isOurs(declined)) {
    await reportStuckRefund(tx, refund, failureCode, at);
    await awaitRefund(tx, refund.id, { seconds: stuckSeconds, failureCode });
  } else if (declined.remedy === 'none') {
    await abandonRefund(tx, refund.id, failureCode, at);
  } else {
    await awaitRefund(tx, refund.id, { seconds: unknownSeconds, failureCode });
  }
};

export const recordRefundAnswer = (ports: PaymentPorts, { refund }: RefundIntent, answer: Answer): Promise<void> =>
  ports.database.inCompany(refund.companyId, async (tx) => {
    const at = epochMs(ports.clock.now());
    switch (answer.outcome) {
      case 'accepted':
      case 'found':
        return recordFound(tx, refund, answer.refund, at);
      case 'declined':
        return recordDeclined(tx, refund, answer, at);
      case 'not-found':
      case 'unknown':
        return awaitRefund(tx, refund.id, { seconds: unknownSeconds });
    }
  });

const executeOne = async (ports: PaymentPorts, due: DueWork): Promise<void> => {
  try {
    const intent = await intendRefund(ports, due);
    if (intent !== undefined) await recordRefundAnswer(ports, intent, await askChannel(intent));
  } catch (error) {
    // Its lease gives it back.
    const message = error instanceof Error ? error.message : String(error);
    ports.log.warn({ refundId: due.id, error: message }, 'a refund could not be executed');
  }
};

const batchSize = 8;

/** One round; answers how many refunds it moved. */
export const executeRefunds = async (ports: PaymentPorts): Promise<number> => {
  const due = await ports.database.asDelivery((tx) => takeDue(tx, 'refund', batchSize));
  await Promise.all(due.map((work) => executeOne(ports, work)));
  return due.length;
};
