// A merchant's payout at the gateway, and the notices about one transfer.
import { fen } from '../../../domain/money.ts';
import {
  type CreateTransfer,
  type Payout,
  type TransferNotice,
  type TransferNoticeResult,
} from '../../../providers/payment/payout.ts';
import { type TransferScene } from '../../../providers/payment/wechat-pay/transfers.ts';
import { readNotices, type Till } from './gateway-bench.ts';

export const scene: TransferScene = { sceneId: '1005', reports: [{ type: '岗位类型', content: '车主' }] };

let numbers = 0;

export const transfer = (changes: Partial<CreateTransfer> = {}): CreateTransfer => {
  numbers += 1;
  return {
    outBillNo: `PAYOUT${Date.now()}N${numbers}`,
    payeeId: 'oPayee',
    amountFen: fen(3_000),
    remark: '余额提现',
    ...changes,
  };
};

export const transferNotices = (
  till: Till,
  payout: Payout,
  outBillNo: string,
  count: number,
): Promise<readonly TransferNotice[]> =>
  readNotices(
    till,
    payout.parseNotify,
    (read: TransferNoticeResult): read is TransferNotice => read.kind === 'transfer' && read.outBillNo === outBillNo,
    count,
  );
