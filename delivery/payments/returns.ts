// Gives money without an order back to its payer: asks the channel under one number, posts or releases its answer.
import { readMerchant } from '../../db/queries/merchants.ts';
import {
  abandonReturn,
  awaitReturn,
  completeReturn,
  readReturn,
  type SuspenseReturn,
} from '../../db/queries/reconciliation/returns.ts';
import { takeDueReturns } from '../../db/queries/reconciliation/returns-due.ts';
import { type DueWork } from '../../db/queries/payments-due.ts';
import { type Tx } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import {
  type ChannelRefund,
  type PaymentChannel,
  type RefundQueryResult,
  type RefundResult,
} from '../../providers/payment/channel.ts';
import { type PaymentPorts } from './ports.ts';

interface ReturnIntent {
  readonly wanted: SuspenseReturn;
  readonly channel: PaymentChannel;
}

/** Its reservation was committed by the approval. */
const intend = (ports: PaymentPorts, { id, companyId }: DueWork): Promise<ReturnIntent | undefined> =>
  ports.database.inCompany(companyId, async (tx) => {
    const wanted = await readReturn(tx, id);
    if (wanted?.state !== 'executing') return undefined;
    const merchant = await readMerchant(tx, wanted.merchantAccountId);
    if (merchant === undefined) throw new Error(`return ${id} has no merchant account`);
    return { wanted, channel: ports.channelOf(merchant) };
  });

type Answer = RefundResult | RefundQueryResult;

const askChannel = async ({ wanted, channel }: ReturnIntent): Promise<Answer> => {
  if (wanted.channelRefundNo !== null) {
    const looked = await channel.queryRefund(wanted.outRefundNo, wanted.outTradeNo);
    if (looked.outcome !== 'not-found') return looked;
  }
  const { outTradeNo, outRefundNo, amountFen, totalFen } = wanted;
  return channel.refund({
    outTradeNo,
    outRefundNo,
    refundFen: fen(amountFen),
    totalFen: fen(totalFen),
    reason: '多收款项退回',
  });
};

const processingSeconds = 5;
const unknownSeconds = 10;
const stuckSeconds = 15 * 60;

const recordFound = async (tx: Tx, { id }: SuspenseReturn, found: ChannelRefund, at: EpochMs): Promise<void> => {
  const number = found.refundId === undefined ? {} : { channelRefundNo: found.refundId };
  switch (found.state) {
    case 'succeeded': {
      const done = { refundFen: found.refundFen, succeededAt: found.successAt ?? at, ...number };
      if ((await completeReturn(tx, id, done)) === 'amount-mismatch') {
        await awaitReturn(tx, id, { seconds: stuckSeconds, failureCode: 'amount-mismatch' });
      }
      return;
    }
    case 'processing':
      return awaitReturn(tx, id, { seconds: processingSeconds, ...number });
    case 'closed':
    case 'abnormal':
      await abandonReturn(tx, id, found.state, at);
  }
};

const record = (ports: PaymentPorts, { wanted }: ReturnIntent, answer: Answer): Promise<void> =>
  ports.database.inCompany(wanted.companyId, async (tx) => {
    const at = epochMs(ports.clock.now());
    if (answer.outcome === 'accepted' || answer.outcome === 'found') return recordFound(tx, wanted, answer.refund, at);
    if (answer.outcome !== 'declined') return awaitReturn(tx, wanted.id, { seconds: unknownSeconds });
    const { remedy, code: failureCode } = answer;
    const ours = remedy === 'page' || failureCode === 'NOT_ENOUGH';
    if (remedy === 'none' && !ours) return abandonReturn(tx, wanted.id, failureCode, at);
    return awaitReturn(tx, wanted.id, { seconds: ours ? stuckSeconds : unknownSeconds, failureCode });
  });

const executeOne = async (ports: PaymentPorts, due: DueWork): Promise<void> => {
  try {
    const intent = await intend(ports, due);
    if (intent !== undefined) await record(ports, intent, await askChannel(intent));
  } catch (error) {
    // Its lease gives it back.
    const message = error instanceof Error ? error.message : String(error);
    ports.log.warn({ returnId: due.id, error: message }, 'a return could not be executed');
  }
};

const batchSize = 8;

/** One round; answers how many returns it moved. */
export const executeReturns = async (ports: PaymentPorts): Promise<number> => {
  const due = await ports.database.asDelivery((tx) => takeDueReturns(tx, batchSize));
  await Promise.all(due.map((work) => executeOne(ports, work)));
  return due.length;
};
