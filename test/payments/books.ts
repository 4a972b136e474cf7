// Compares the three books after money has moved: the gateway's, our payments and refunds, and the ledger.
import { expect } from '@jest/globals';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { type MerchantChannel } from '../../db/queries/merchants.ts';
import { type Town } from './support.ts';

export interface Books {
  readonly gateway: { readonly paidFen: number; readonly refundedFen: number };
  readonly rows: { readonly paidFen: number; readonly refundedFen: number; readonly suspenseFen: number };
  /** Balances of posted transactions by account. */
  readonly ledger: ReadonlyMap<string, number>;
}

export const readBooks = async (town: Town, channel: MerchantChannel = 'wechat'): Promise<Books> => {
  const merchantId = channel === 'wechat' ? town.merchantId : (await town.alipay()).merchantId;
  const gateway = await town.bench.sandbox.book(merchantId);
  return town.inCompany(async (tx) => {
    const rows = await tx.row<Books['rows']>(sql`
      select
        (select coalesce(sum(amount_fen), 0)::bigint from payment where state = 'succeeded' and channel = ${channel}) as "paidFen",
        (select coalesce(sum(r.amount_fen), 0)::bigint from refund r join payment p on p.id = r.payment_id
          where r.state = 'succeeded' and p.channel = ${channel}) as "refundedFen",
        (select coalesce(-sum(e.amount_fen), 0)::bigint from ledger_entry e where e.account = 'suspense:unmatched'
          and exists (select 1 from ledger_entry o where o.transaction_id = e.transaction_id
            and o.account = ${`channel:${channel}:transit`})) as "suspenseFen"`);
    const balances = await tx.rows<{ account: string; balance: number }>(sql`
      select e.account, sum(e.amount_fen)::bigint as balance
      from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.state = 'posted' group by e.account`);
    return {
      gateway: { paidFen: gateway.paidFen, refundedFen: gateway.refundedFen },
      rows: rows ?? { paidFen: 0, refundedFen: 0, suspenseFen: 0 },
      ledger: new Map(balances.map(({ account, balance }) => [account, balance])),
    };
  });
};

/** Gateway = payments = ledger, to the fen; accounts sum to zero; every check of the audit holds. */
export const expectBooksToAgree = async (town: Town, channel: MerchantChannel = 'wechat'): Promise<Books> => {
  const books = await readBooks(town, channel);
  const { gateway, rows, ledger } = books;
  expect(rows.paidFen + rows.suspenseFen).toBe(gateway.paidFen);
  expect(rows.refundedFen).toBe(gateway.refundedFen);
  expect(ledger.get(`channel:${channel}:transit`) ?? 0).toBe(gateway.paidFen - gateway.refundedFen);
  expect([...ledger.values()].reduce((sum, balance) => sum + balance, 0)).toBe(0);
  const audit = await auditCompany(town.scene.db, town.scene.companyId);
  expect(firstRows(audit)).toEqual([]);
  return books;
};
