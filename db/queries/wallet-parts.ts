// Which part of a wallet paid what, and which part has it back: rows beside payments and refunds.
import { bonusOf, walletOf } from '../../domain/ledger.ts';
import { type MoneySource } from '../../domain/ledger/posting.ts';
import { fen, type Fen } from '../../domain/money.ts';
import { restoredParts, type WalletParts } from '../../domain/wallet/parts.ts';
import { type Tx, sql } from '../rows.ts';

export interface PaymentParts extends WalletParts {
  readonly ownerId: string;
}

export interface RecordedParts extends PaymentParts {
  readonly companyId: string;
  readonly paymentId: string;
  readonly automatic: boolean;
}

export const recordParts = async (tx: Tx, parts: RecordedParts): Promise<void> => {
  await tx.run(sql`
    insert into wallet_payment (payment_id, company_id, owner_id, principal_fen, bonus_fen, automatic)
    values (${parts.paymentId}, ${parts.companyId}, ${parts.ownerId}, ${parts.principalFen}, ${parts.bonusFen},
      ${parts.automatic})`);
};

export const partsOfPayment = async (tx: Tx, paymentId: string): Promise<PaymentParts | undefined> => {
  const row = await tx.row<{ ownerId: string; principalFen: number; bonusFen: number }>(sql`
    select owner_id as "ownerId", principal_fen as "principalFen", bonus_fen as "bonusFen" from wallet_payment
    where payment_id = ${paymentId}`);
  return row && { ownerId: row.ownerId, principalFen: fen(row.principalFen), bonusFen: fen(row.bonusFen) };
};

/**
 * Writes what a refund puts back into each part, and answers where it goes in the ledger. The caller has locked the bill,
 * so that the refunds of a payment come one after the other.
 */
export const recordRestoredParts = async (
  tx: Tx,
  refund: { readonly id: string; readonly companyId: string; readonly paymentId: string; readonly amountFen: Fen },
): Promise<MoneySource> => {
  const spent = await partsOfPayment(tx, refund.paymentId);
  if (spent === undefined)
    throw new Error(`payment ${refund.paymentId} has no parts that refund ${refund.id} could restore`);
  const before = await tx.row<{ fen: number }>(sql`
    select coalesce(sum(principal_fen + bonus_fen), 0)::bigint as fen from wallet_refund
    where payment_id = ${refund.paymentId}`);
  const { principalFen, bonusFen } = restoredParts(spent, fen(before?.fen ?? 0), fen(refund.amountFen));
  await tx.run(sql`
    insert into wallet_refund (refund_id, company_id, payment_id, principal_fen, bonus_fen)
    values (${refund.id}, ${refund.companyId}, ${refund.paymentId}, ${principalFen}, ${bonusFen})`);
  return [
    { account: walletOf(spent.ownerId), amountFen: principalFen },
    { account: bonusOf(spent.ownerId), amountFen: bonusFen },
  ];
};
