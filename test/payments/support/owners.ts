// Owners of a town and their wallets: recharged through the sandbox gateway, spent, and looked into.
import { spendFromWallet } from '../../../api/payments/wallet.ts';
import { insertPromotion, type PromotionWrite } from '../../../db/queries/recharge-promotions.ts';
import { openRecharge } from '../../../db/queries/recharges.ts';
import { writeWalletPolicy } from '../../../db/queries/wallet-policy.ts';
import { readWallet } from '../../../db/wallets.ts';
import { type Payment } from '../../../db/queries/payments.ts';
import { fen } from '../../../domain/money.ts';
import { isRefusal, type Refusal } from '../../../domain/refusal.ts';
import { dayMs, epochMs } from '../../../domain/time.ts';
import { defaultWalletPolicy, type WalletPolicy } from '../../../domain/wallet/policy.ts';
import { newId } from '../../../platform/ids.ts';
import { insertOwner } from '../../db/support/wallet-scene.ts';
import { noon, type Town } from '../support.ts';

export const addOwner = (town: Pick<Town, 'scene'>): Promise<string> => insertOwner(town.scene);

export const promotion = (town: Town, over: Partial<PromotionWrite> = {}): PromotionWrite => ({
  companyId: town.scene.companyId,
  promotionId: newId(),
  name: 'Spring',
  tiers: [{ thresholdFen: fen(10_000), bonusFen: fen(1_000) }],
  firstRechargeOnly: false,
  validFrom: epochMs(noon),
  validUntil: epochMs(noon + dayMs),
  off: false,
  by: 'staff/1',
  at: epochMs(noon),
  ...over,
});

export const addPromotion = async (town: Town, over: Partial<PromotionWrite> = {}): Promise<PromotionWrite> => {
  const written = promotion(town, over);
  await town.inCompany((tx) => insertPromotion(tx, written));
  return written;
};

export const setPolicy = (town: Town, version: number, over: Partial<WalletPolicy>): Promise<void> =>
  town.inCompany((tx) =>
    writeWalletPolicy(tx, town.scene.companyId, { policy: { ...defaultWalletPolicy, ...over }, version }, 'staff/1'),
  );

/** A recharge that the owner was shown a code for and has not paid. */
export const startRecharge = async (town: Town, ownerId: string, amountFen: number): Promise<Payment> => {
  const billId = newId();
  const recharge = { billId, companyId: town.scene.companyId, ownerId, amountFen: fen(amountFen) };
  const refused = await town.inCompany((tx) => openRecharge(tx, { ...recharge, at: epochMs(town.clock.now()) }));
  if (refused !== undefined) throw new Error(refused.code);
  return town.start(billId, billId);
};

/** Pays it in the channel and waits until the notice is worked off. */
export const payRecharge = async (town: Town, payment: Payment): Promise<void> => {
  await town.scan(payment);
  await town.untilWorkedOff(async () => (await town.read(payment.id)).state === 'succeeded');
};

export const recharge = async (town: Town, ownerId: string, amountFen: number): Promise<Payment> => {
  const payment = await startRecharge(town, ownerId, amountFen);
  await payRecharge(town, payment);
  return payment;
};

/** Of the owner's wallet: principal, bonus. */
export const balanceOf = async (town: Pick<Town, 'scene'>, ownerId: string): Promise<readonly [number, number]> => {
  const { balance } = await town.scene.inCompany((tx) => readWallet(tx, town.scene.companyId, ownerId));
  return [balance.principalFen, balance.bonusFen];
};

export const spend = (town: Town, ownerId: string, billId: string, amountFen?: number): Promise<Payment | Refusal> =>
  spendFromWallet(town.ports, town.scene, {
    paymentId: newId(),
    billId,
    ownerId,
    automatic: amountFen === undefined,
    ...(amountFen === undefined ? {} : { amountFen: fen(amountFen) }),
  });

export const spent = async (town: Town, ownerId: string, billId: string): Promise<Payment> => {
  const payment = await spend(town, ownerId, billId);
  if (isRefusal(payment)) throw new Error(payment.code);
  return payment;
};
