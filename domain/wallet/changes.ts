// What a ledger transaction does to wallets: which move, which only hold, in the order in which their rows are locked.
import { type LedgerTransaction } from '../ledger/transaction.ts';
import { addFen, negateFen, zeroFen, type Fen } from '../money.ts';
import { type WalletParts } from './parts.ts';

/** What one posting does to one wallet; negative amounts go out or are no longer held. */
export interface WalletChange {
  readonly ownerId: string;
  readonly moved: WalletParts;
  readonly held: WalletParts;
}

export type WalletMover = Pick<LedgerTransaction, 'state' | 'resolves' | 'entries'>;

const account = /^owner:([^:]+):(wallet|bonus)$/;
const noParts: WalletParts = { principalFen: zeroFen, bonusFen: zeroFen };

const plus = (parts: WalletParts, part: string | undefined, amountFen: Fen): WalletParts =>
  part === 'bonus'
    ? { ...parts, bonusFen: addFen(parts.bonusFen, amountFen) }
    : { ...parts, principalFen: addFen(parts.principalFen, amountFen) };

/** How an entry of a transaction in this state changes what is there, and what of it is held. */
const effectOf = (
  { state, resolves }: Pick<WalletMover, 'state' | 'resolves'>,
  amountFen: Fen,
): { readonly movedFen: Fen; readonly heldFen: Fen } => {
  const outgoingFen = amountFen > 0 ? amountFen : zeroFen;
  if (state === 'pending') return { movedFen: zeroFen, heldFen: outgoingFen };
  return {
    movedFen: state === 'posted' ? negateFen(amountFen) : zeroFen,
    heldFen: resolves === undefined ? zeroFen : negateFen(outgoingFen),
  };
};

/**
 * The wallets that a transaction changes, in the order of their accounts: the order in which rows are locked. A wallet is
 * a liability: credits fill it. Of what is only reserved, what goes out is held already, what comes in is not there yet.
 */
export const walletChangesOf = (transaction: WalletMover): WalletChange[] => {
  const changes = new Map<string, WalletChange>();
  for (const entry of transaction.entries) {
    const [, ownerId, part] = account.exec(entry.account) ?? [];
    if (ownerId === undefined) continue;
    const { movedFen, heldFen } = effectOf(transaction, entry.amountFen);
    const { moved, held } = changes.get(ownerId) ?? { moved: noParts, held: noParts };
    changes.set(ownerId, { ownerId, moved: plus(moved, part, movedFen), held: plus(held, part, heldFen) });
  }
  return [...changes.values()].sort((a, b) => (a.ownerId < b.ownerId ? -1 : 1));
};

export const isNothing = ({ principalFen, bonusFen }: WalletParts): boolean => principalFen === 0 && bonusFen === 0;
