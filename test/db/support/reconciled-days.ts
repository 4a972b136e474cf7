// A bill against the books of a money scene: one line that agrees, one that nobody knows, one payment that it lacks, and a
// closed day.
import { reconcileBill } from '../../../activities/reconciliation/reconcile-bill.ts';
import { closeDay } from '../../../db/queries/reconciliation/daily-closes.ts';
import { sql } from '../../../db/rows.ts';
import { fen } from '../../../domain/money.ts';
import { billDay, channelTime } from '../../../domain/reconciliation/bill-day.ts';
import { localDate } from '../../../domain/local-time.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { dayMs, epochMs, type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { type BillLine } from '../../../providers/payment/channel.ts';
import { type Scene } from '../../devices/support/scene.ts';

interface Paid {
  readonly outTradeNo: string;
  readonly amountFen: number;
  readonly at: EpochMs;
}

/** Gives the payments of the scene to the account, so that a bill can be about them. */
const adopt = (scene: Scene, merchantAccountId: string): Promise<Paid[]> =>
  scene.inCompany(async (tx) => {
    await tx.run(sql`update payment set merchant_account_id = ${merchantAccountId} where channel = 'wechat'`);
    return tx.rows<Paid>(sql`
      select out_trade_no as "outTradeNo", amount_fen as "amountFen", epoch_ms(succeeded_at) as at from payment
      where channel = 'wechat' and state = 'succeeded' order by id`);
  });

const lineOf = ({ outTradeNo, amountFen, at }: Paid): BillLine => ({
  kind: 'payment',
  at,
  transactionId: `4200-${outTradeNo}`,
  outTradeNo,
  state: 'SUCCESS',
  amountFen: fen(amountFen),
  feeFen: fen(1),
});

/** All but the last payment stand on the bill, and money of 42 fen that nobody knows. */
export const reconcileScene = async (scene: Scene): Promise<void> => {
  const account = await scene.inCompany((tx) =>
    tx.row<{ id: string }>(sql`select id from merchant_account order by id limit 1`),
  );
  if (account === undefined) throw new Error('the scene has no merchant account');
  const paid = await adopt(scene, account.id);
  const first = paid[0];
  if (first === undefined) throw new Error('the scene has no payments');
  const date = localDate(channelTime.dayOf(first.at));
  const strange = { outTradeNo: 'unknown-order', amountFen: 42, at: first.at };
  const lines = [...paid.slice(0, -1), strange].map(lineOf);
  const totals = {
    lineCount: lines.length,
    paidFen: fen(lines.reduce((sum, line) => sum + line.amountFen, 0)),
    refundedFen: fen(0),
    feeFen: fen(lines.length),
  };
  const bill = {
    date,
    sha1: 'a'.repeat(40),
    async *read() {
      yield await Promise.resolve(lines);
      return totals;
    },
  };
  const { db: database, companyId } = scene;
  const clock = { now: () => epochMs(first.at + dayMs) };
  await reconcileBill({ database, clock }, { companyId, merchantAccountId: account.id, bill, date });
  const day = billDay(date);
  const closed =
    day &&
    (await scene.inCompany((tx) =>
      closeDay(tx, { id: newId(), companyId, day, by: 'staff/1', at: epochMs(first.at + dayMs) }),
    ));
  if (closed === undefined || isRefusal(closed)) throw new Error(`the day was not closed: ${closed?.code ?? 'no day'}`);
};
