// Works off the notices of payment channels: each in one transaction, in its company's scope.
import {
  finishNotification,
  postponeNotification,
  takeNotification,
  type NoticeFacts,
  type NotificationRow,
} from '../../db/queries/payment-notifications.ts';
import { settleNotice } from '../../db/queries/payments-settle.ts';
import { abandonRefund, completeRefund, refundOfNumber } from '../../db/queries/refund-execution.ts';
import { addAuditItem } from '../../db/queries/bills.ts';
import { abandonReturn, completeReturn, returnOfNumber } from '../../db/queries/reconciliation/returns.ts';
import { type Tx } from '../../db/rows.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import { type PaymentPorts } from './ports.ts';

type Outcome = 'done' | { readonly parkedFor: string };
type Facts<Kind extends NoticeFacts['kind']> = Extract<NoticeFacts, { readonly kind: Kind }>;

const applyTransaction = async (
  tx: Tx,
  row: NotificationRow,
  facts: Facts<'transaction'>,
  at: EpochMs,
): Promise<Outcome> => {
  const { state, outTradeNo, amountFen, transactionId, successAt, payerCipher } = facts;
  if ((state !== 'succeeded' && state !== 'refunded') || transactionId === undefined || successAt === undefined) {
    return { parkedFor: `a notice of state ${state}` };
  }
  const success = {
    outTradeNo,
    amountFen,
    transactionId,
    successAt,
    ...(payerCipher === undefined ? {} : { payerCipher: Buffer.from(payerCipher, 'base64') }),
  };
  const { companyId, merchantAccountId } = row;
  const settled = await settleNotice(tx, { companyId, merchantAccountId, success, at });
  return settled === 'amount-mismatch' ? { parkedFor: 'amount-mismatch' } : 'done';
};

/** Money without an order on its way back is a refund to the channel, and no refund of ours; whether it was one. */
const applyReturn = async (
  tx: Tx,
  row: NotificationRow,
  { outRefundNo, state, refundFen, refundId, successAt }: Facts<'refund'>,
  at: EpochMs,
): Promise<boolean> => {
  const wanted = await returnOfNumber(tx, outRefundNo);
  if (wanted === undefined || wanted.merchantAccountId !== row.merchantAccountId) return false;
  const number = refundId === undefined ? {} : { channelRefundNo: refundId };
  if (state === 'succeeded') {
    await completeReturn(tx, wanted.id, { refundFen, succeededAt: successAt ?? at, ...number });
  } else if (state !== 'processing') {
    await abandonReturn(tx, wanted.id, state, at);
  }
  return true;
};

/** A refund that we did not ask for was made at the channel by hand: the reconciliation books it, a person looks. */
const refundWithoutOrder = async (
  tx: Tx,
  row: NotificationRow,
  facts: Facts<'refund'>,
  at: EpochMs,
): Promise<Outcome> => {
  const { outRefundNo, outTradeNo, refundFen } = facts;
  if (await applyReturn(tx, row, facts, at)) return 'done';
  await addAuditItem(tx, {
    companyId: row.companyId,
    kind: 'refund-without-order',
    cause: `refund-without-order/${outRefundNo}`,
    detail: { outRefundNo, outTradeNo, refundFen },
    at,
  });
  return { parkedFor: 'unknown-refund' };
};

const applyRefund = async (tx: Tx, row: NotificationRow, facts: Facts<'refund'>, at: EpochMs): Promise<Outcome> => {
  const { outRefundNo, state, refundFen, refundId, successAt } = facts;
  const refund = await refundOfNumber(tx, outRefundNo);
  if (refund === undefined || refund.merchantAccountId !== row.merchantAccountId) {
    return refundWithoutOrder(tx, row, facts, at);
  }
  if (state === 'succeeded') {
    const done = {
      refundFen,
      succeededAt: successAt ?? at,
      ...(refundId === undefined ? {} : { channelRefundNo: refundId }),
    };
    const completed = await completeRefund(tx, refund.id, done);
    return completed === 'amount-mismatch' ? { parkedFor: 'amount-mismatch' } : 'done';
  }
  if (state !== 'processing') await abandonRefund(tx, refund.id, state, at);
  return 'done';
};

const apply = (tx: Tx, row: NotificationRow, at: EpochMs): Promise<Outcome> => {
  switch (row.facts.kind) {
    case 'transaction':
      return applyTransaction(tx, row, row.facts, at);
    case 'refund':
      return applyRefund(tx, row, row.facts, at);
    case 'other':
      return Promise.resolve('done');
  }
};

/** One notice, if one waits. A notice that cannot be worked off now waits longer each time. */
const workOffOne = async (ports: PaymentPorts): Promise<boolean> => {
  let taken: NotificationRow | undefined;
  try {
    await ports.database.asDelivery(async (tx) => {
      const row = await takeNotification(tx);
      if (row === undefined) return;
      taken = row;
      await tx.enterCompany(row.companyId);
      await finishNotification(tx, row.id, await apply(tx, row, epochMs(ports.clock.now())));
    });
  } catch (error) {
    if (taken === undefined) throw error;
    const { id, attempts } = taken;
    const message = error instanceof Error ? error.message : String(error);
    ports.log.warn({ notificationId: id, attempts, error: message }, 'a payment notice was not worked off');
    await ports.database.asDelivery((tx) => postponeNotification(tx, id, message));
  }
  return taken !== undefined;
};

const parallel = 4;

/** One round; answers how many notices it took. */
export const workOffNotifications = async (ports: PaymentPorts): Promise<number> => {
  const taken = await Promise.all(Array.from({ length: parallel }, () => workOffOne(ports)));
  return taken.filter(Boolean).length;
};
