// Paying from a wallet: other attempts of the bill are ended first, and a refusal leaves nothing behind.
import { type Scope } from '../../db/database.ts';
import { payFromWallet, type WalletPayment } from '../../db/queries/wallet-payments.ts';
import { type BegunAttempt, type Payment } from '../../db/queries/payments.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { beginCleared, type AttemptPorts } from './start-attempt.ts';

/** Carries a refusal out of a transaction that must not commit. */
class RolledBack extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const orRefusal = async <T>(work: Promise<T>): Promise<T | Refusal> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal;
    throw error;
  }
};

/**
 * Pays what the bill owes, posted when this answers. `insufficient-balance` when the wallet cannot, `amount-mismatch` when
 * something else is due than the owner agreed to, `attempt-pending` while another attempt cannot be ended.
 */
export const spendFromWallet = (
  ports: AttemptPorts,
  scope: Scope,
  payment: Omit<WalletPayment, 'at'>,
): Promise<Payment | Refusal> => {
  const begin = (): Promise<BegunAttempt | Refusal> =>
    orRefusal(
      ports.database.inScope(scope, async (tx) => {
        const begun = await payFromWallet(tx, { ...payment, at: epochMs(ports.clock.now()) });
        if (isRefusal(begun)) throw new RolledBack(begun);
        return begun;
      }),
    );
  return beginCleared(ports, begin, () => false);
};
