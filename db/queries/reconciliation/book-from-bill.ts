// What the channel did and we never heard of: booked when its bill says so, as a query would have had it booked.
import { fen } from '../../../domain/money.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { type Tx } from '../../rows.ts';
import { settleQuery } from '../payments-settle.ts';
import { completeRefund } from '../refund-execution.ts';
import { type BillFile } from './bill-files.ts';
import { type StoredLine } from './lines.ts';
import { type OwnMovement } from './own-movements.ts';
import { completeReturn } from './returns.ts';

export interface Proof {
  readonly line: StoredLine;
  readonly own: OwnMovement;
  readonly at: EpochMs;
}

/** Whether our ledger has it now. */
export const bookFromBill = async (tx: Tx, file: BillFile, { line, own, at }: Proof): Promise<boolean> => {
  const amountFen = fen(line.amountFen);
  const done = { channelRefundNo: line.channelNumber, refundFen: amountFen, succeededAt: line.at };
  switch (own.source) {
    case 'payment': {
      const { companyId, merchantAccountId } = file;
      const success = { outTradeNo: own.number, amountFen, transactionId: line.transactionId, successAt: line.at };
      return (await settleQuery(tx, { companyId, merchantAccountId, success, at })) === 'posted';
    }
    case 'refund':
      return (await completeRefund(tx, own.id, done)) === 'succeeded';
    case 'return':
      return (await completeReturn(tx, own.id, done)) === 'succeeded';
  }
};
