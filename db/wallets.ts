// Running balances of wallets: moved by every posting that touches an owner's accounts, in the same transaction.
import { fen } from '../domain/money.ts';
import { isNothing, walletChangesOf, type WalletChange, type WalletMover } from '../domain/wallet/changes.ts';
import { type WalletParts } from '../domain/wallet/parts.ts';
import { type Tx, sql } from './rows.ts';

/** Makes the wallet's row when the owner has none with the company yet. */
export const openWallet = async (tx: Tx, companyId: string, ownerId: string): Promise<void> => {
  await tx.run(sql`
    insert into wallet (company_id, owner_id) values (${companyId}, ${ownerId}) on conflict do nothing`);
};

const applyChange = async (tx: Tx, companyId: string, transactionId: string, change: WalletChange): Promise<void> => {
  const { ownerId, moved, held } = change;
  if (isNothing(moved) && isNothing(held)) return;
  await openWallet(tx, companyId, ownerId);
  // The checks of the table refuse what would take more than is there, whoever asks.
  await tx.run(sql`
    with changed as (
      update wallet set principal_fen = principal_fen + ${moved.principalFen}::bigint,
        bonus_fen = bonus_fen + ${moved.bonusFen}::bigint,
        held_principal_fen = held_principal_fen + ${held.principalFen}::bigint,
        held_bonus_fen = held_bonus_fen + ${held.bonusFen}::bigint,
        movements = movements + ${isNothing(moved) ? 0 : 1}
      where company_id = ${companyId} and owner_id = ${ownerId}
      returning principal_fen, bonus_fen, movements
    )
    insert into wallet_movement (company_id, owner_id, sequence, transaction_id, principal_fen, bonus_fen,
      principal_after_fen, bonus_after_fen)
    select ${companyId}::uuid, ${ownerId}::uuid, movements, ${transactionId}::uuid, ${moved.principalFen}::bigint,
      ${moved.bonusFen}::bigint, principal_fen, bonus_fen
    from changed where ${!isNothing(moved)}::boolean`);
};

export const moveWallets = async (
  tx: Tx,
  companyId: string,
  transactionId: string,
  transaction: WalletMover,
): Promise<void> => {
  for (const change of walletChangesOf(transaction)) await applyChange(tx, companyId, transactionId, change);
};

export interface WalletBalance {
  /** What is there, held amounts included. */
  readonly balance: WalletParts;
  readonly held: WalletParts;
  readonly movements: number;
}

interface WalletRow {
  principalFen: number;
  bonusFen: number;
  heldPrincipalFen: number;
  heldBonusFen: number;
  movements: number;
}

const columns = sql`principal_fen as "principalFen", bonus_fen as "bonusFen", held_principal_fen as "heldPrincipalFen",
  held_bonus_fen as "heldBonusFen", movements`;

const balanceOf = (row: WalletRow | undefined): WalletBalance => ({
  balance: { principalFen: fen(row?.principalFen ?? 0), bonusFen: fen(row?.bonusFen ?? 0) },
  held: { principalFen: fen(row?.heldPrincipalFen ?? 0), bonusFen: fen(row?.heldBonusFen ?? 0) },
  movements: row?.movements ?? 0,
});

/** The wallet of an owner with a company; empty when there is none yet. */
export const readWallet = async (tx: Tx, companyId: string, ownerId: string): Promise<WalletBalance> =>
  balanceOf(
    await tx.row<WalletRow>(
      sql`select ${columns} from wallet where company_id = ${companyId} and owner_id = ${ownerId}`,
    ),
  );

/** The same, locked until the transaction ends: nobody else spends from it meanwhile. */
export const lockWallet = async (tx: Tx, companyId: string, ownerId: string): Promise<WalletBalance> =>
  balanceOf(
    await tx.row<WalletRow>(
      sql`select ${columns} from wallet where company_id = ${companyId} and owner_id = ${ownerId} for update`,
    ),
  );

/** What can be spent: what is there and not held. */
export const availableOf = ({ balance, held }: WalletBalance): WalletParts => ({
  principalFen: fen(balance.principalFen - held.principalFen),
  bonusFen: fen(balance.bonusFen - held.bonusFen),
});
