// Writes ledger transactions: append-only, once per business key, pending ones resolved once; wallets move along.
import { type LedgerTransaction } from '../domain/ledger.ts';
import { type EpochMs } from '../domain/time.ts';
import { newId } from '../platform/ids.ts';
import { type Tx, sql } from './rows.ts';
import { moveWallets } from './wallets.ts';

export interface PostingOptions {
  readonly companyId: string;
  /** The business time of the movement. */
  readonly at: EpochMs;
  /** Business key of the pending transaction that this one resolves. */
  readonly resolves?: string;
}

const insertTransaction = (tx: Tx, transaction: LedgerTransaction, { companyId, at, resolves }: PostingOptions) =>
  tx.row<{ id: string }>(sql`
    insert into ledger_transaction (id, company_id, business_key, kind, cause_kind, cause_id, state, resolves, occurred_at)
    values (${newId()}, ${companyId}, ${transaction.businessKey}, ${transaction.kind}, ${transaction.cause.kind},
      ${transaction.cause.id}, ${transaction.state},
      (select id from ledger_transaction where company_id = ${companyId} and business_key = ${resolves ?? null}),
      instant(${at}))
    on conflict (company_id, business_key) do nothing
    returning id`);

/**
 * Posts one transaction. A repeat of its business key changes nothing and answers false.
 * A release (voided, expired) carries no entries: balances count posted rows only.
 */
export const post = async (tx: Tx, transaction: LedgerTransaction, options: PostingOptions): Promise<boolean> => {
  const inserted = await insertTransaction(tx, transaction, options);
  if (inserted === undefined) return false;
  const { companyId, resolves } = options;
  await moveWallets(tx, companyId, inserted.id, { ...transaction, ...(resolves === undefined ? {} : { resolves }) });
  if (transaction.state === 'voided' || transaction.state === 'expired') return true;
  const accounts = transaction.entries.map(({ account }) => account);
  const amounts = transaction.entries.map(({ amountFen }) => amountFen);
  await tx.run(sql`
    insert into ledger_entry (company_id, transaction_id, account, amount_fen)
    select ${options.companyId}::uuid, ${inserted.id}::uuid, entry.account, entry.amount_fen
    from unnest(${accounts}::text[], ${amounts}::bigint[]) as entry (account, amount_fen)`);
  return true;
};
