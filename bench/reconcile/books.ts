// Books to reconcile: a company with any number of payments of one day, in rows and ledger, and the channel's file about them.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Database } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { billColumns, summaryColumns, yuan } from '../../providers/payment/wechat-pay/bill-file.ts';

export const date = '2026-03-11';
export const merchantNumber = '1900000001';

export interface Books {
  readonly companyId: string;
  readonly merchantAccountId: string;
}

const feeFen = 3;
const amountFen = 500;
/** One line in so many is about money that we do not know. */
export const strangeEvery = 1_000;

/** One stay that everything was paid for: only its payments matter here. */
const addStay = async (
  database: Database,
  companyId: string,
): Promise<{ lotId: string; billId: string; sessionId: string }> => {
  const [areaId, lotId, billId, sessionId] = [newId(), newId(), newId(), newId()];
  await database.inCompany(companyId, async (tx) => {
    await tx.run(sql`insert into company (id, name) values (${companyId}, 'Bench')`);
    await tx.run(sql`insert into area (id, company_id, name) values (${areaId}, ${companyId}, 'Bench')`);
    await tx.run(sql`
      insert into lot (id, company_id, area_id, code, name, kind, capacity, zone)
      values (${lotId}, ${companyId}, ${areaId}, 'bench', 'bench', 'off-street', 10, 'Asia/Shanghai')`);
    await tx.run(sql`
      insert into bill (id, company_id, lot_id, session_id, owner_id) values (${billId}, ${companyId}, ${lotId}, ${sessionId}, ${sessionId})`);
    const policyId = newId();
    await tx.run(sql`
      insert into lot_policy_version (id, company_id, lot_id, version, policy) values (${policyId}, ${companyId}, ${lotId}, 1, '{}')`);
    await tx.run(sql`
      insert into parking_session (id, company_id, lot_id, setting, entry_key, entered_at, phase, bill_id, policy_version_id, state)
      values (${sessionId}, ${companyId}, ${lotId}, 'off-street', ${sessionId}, now(), 'parked', ${billId}, ${policyId}, '{}')`);
  });
  return { lotId, billId, sessionId };
};

interface Stay {
  readonly lotId: string;
  readonly billId: string;
  readonly sessionId: string;
}

const transactionRows = 2_000;

/** Payments as the webhook leaves them: succeeded, posted, in transit. */
const writePayments = (
  database: Database,
  books: Books,
  { lotId, billId, sessionId }: Stay,
  from: number,
  until: number,
) =>
  database.inCompany(books.companyId, async (tx) => {
    const { companyId, merchantAccountId } = books;
    const ids = Array.from({ length: until - from + 1 }, newId);
    // The triggers' plans were made when the tables were empty.
    await tx.run(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
    await tx.run(sql`
      insert into payment (id, company_id, bill_id, lot_id, merchant_account_id, channel, state, amount_fen, out_trade_no,
        channel_trade_no, created_at, succeeded_at, posted_at)
      select id, ${companyId}::uuid, ${billId}::uuid, ${lotId}::uuid, ${merchantAccountId}::uuid, 'wechat', 'succeeded',
        ${amountFen}, ${`${companyId}-`} || (${from}::integer + n - 1), ${`${companyId}-T`} || (${from}::integer + n - 1), at, at, at
      from unnest(${ids}::uuid[]) with ordinality as paid (id, n), (select timestamptz '2026-03-11 12:00:00+08' as at) day`);
    await tx.run(sql`
      insert into ledger_transaction (id, company_id, business_key, kind, cause_kind, cause_id, state, occurred_at)
      select id, ${companyId}::uuid, 'payment/' || id, 'prepaid', 'payment', id::text, 'posted', now()
      from unnest(${ids}::uuid[]) as paid (id)`);
    await tx.run(sql`
      insert into ledger_entry (company_id, transaction_id, account, amount_fen)
      select ${companyId}::uuid, paid.id, e.account, e.fen from unnest(${ids}::uuid[]) as paid (id),
        (values ('channel:wechat:transit', ${amountFen}::bigint), (${`advance:${sessionId}`}, ${-amountFen}::bigint)) as e (account, fen)`);
  });

export const writeBooks = async (database: Database, count: number): Promise<Books> => {
  const books = { companyId: newId(), merchantAccountId: newId() };
  const stay = await addStay(database, books.companyId);
  await database.inCompany(books.companyId, (tx) =>
    tx.run(sql`
      insert into merchant_account (id, company_id, channel, merchant_number, configuration_cipher)
      values (${books.merchantAccountId}, ${books.companyId}, 'wechat', ${merchantNumber}, ${Buffer.from('none')})`),
  );
  for (let from = 1; from <= count; from += transactionRows) {
    await writePayments(database, books, stay, from, Math.min(count, from + transactionRows - 1));
  }
  return books;
};

const line = (values: readonly string[]): string => values.map((value) => `\`${value}`).join(',');

const rowOf = (companyId: string, index: number): string => {
  const number = index % strangeEvery === 0 ? `strange-${companyId}-${index}` : `${companyId}-${index}`;
  const fields: Partial<Record<(typeof billColumns)[number], string>> = {
    交易时间: '2026-03-11 12:00:00',
    商户号: merchantNumber,
    微信订单号: number.replace(/-(\d+)$/, '-T$1'),
    商户订单号: number,
    用户标识: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    交易类型: 'NATIVE',
    交易状态: 'SUCCESS',
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    商品名称: '停车费',
    手续费: yuan(feeFen, 5),
    费率: '0.60%',
    订单金额: yuan(amountFen, 2),
    申请退款金额: '0.00',
  };
  return line(billColumns.map((column) => fields[column] ?? ''));
};

const summaryOf = (count: number): string => {
  const sums: Partial<Record<(typeof summaryColumns)[number], string>> = {
    总交易单数: String(count),
    手续费总金额: yuan(feeFen * count, 5),
    订单总金额: yuan(amountFen * count, 2),
    申请退款总金额: '0.00',
  };
  return line(summaryColumns.map((column) => sums[column] ?? '0.00'));
};

/** Writes the packed file; answers the hash of the unpacked one. */
export const writeFile = async (path: string, { companyId }: Books, count: number): Promise<string> => {
  const hash = createHash('sha1');
  const packed = createGzip();
  const written = pipeline(packed, createWriteStream(path));
  const put = async (text: string): Promise<void> => {
    hash.update(text);
    if (!packed.write(text)) await once(packed, 'drain');
  };
  await put(`\ufeff${billColumns.join(',')}\r\n`);
  for (let from = 1; from <= count; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - from + 1) }, (_, index) =>
      rowOf(companyId, from + index),
    );
    await put(`${rows.join('\r\n')}\r\n`);
  }
  await put(`${summaryColumns.join(',')}\r\n${summaryOf(count)}\r\n`);
  packed.end();
  await written;
  return hash.digest('hex');
};
