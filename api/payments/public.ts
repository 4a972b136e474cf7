// What a driver pays without signing in: the lane or bay names the bill, the answer is an amount and a code.
import { billAtLane, billOnBay, companyOfPlace } from '../../db/queries/payments-public.ts';
import { readDue, type Payment } from '../../db/queries/payments.ts';
import { type Fen } from '../../domain/money.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type AttemptPorts, isNotKnown, startAttempt, type StartedAttempt } from './start-attempt.ts';

export interface Place {
  readonly kind: 'lane' | 'bay';
  readonly id: string;
}

interface FoundBill {
  readonly companyId: string;
  readonly billId: string;
}

const billAt = async ({ database }: AttemptPorts, { kind, id }: Place): Promise<FoundBill | undefined> => {
  const companyId = await database.asIdentity((tx) => companyOfPlace(tx, kind, id));
  if (companyId === undefined) return undefined;
  const bill = await database.inCompany(companyId, (tx) => (kind === 'lane' ? billAtLane(tx, id) : billOnBay(tx, id)));
  return bill && { companyId, billId: bill.billId };
};

/** Undefined when no car is there. */
export const publicDue = async (ports: AttemptPorts, place: Place): Promise<Fen | Refusal | undefined> => {
  const bill = await billAt(ports, place);
  if (bill === undefined) return undefined;
  return ports.database.inCompany(bill.companyId, (tx) => readDue(tx, bill.billId, epochMs(ports.clock.now())));
};

/** An open attempt of the same amount is shared: repeating the request, here or on another phone, makes no second one. */
export const startPublicPayment = async (ports: AttemptPorts, place: Place): Promise<StartedAttempt | undefined> => {
  const bill = await billAt(ports, place);
  if (bill === undefined) return undefined;
  const { companyId, billId } = bill;
  return startAttempt(ports, { scope: { companyId }, paymentId: newId(), billId, shareOpenAttempt: true });
};

export const isPayment = (started: StartedAttempt): started is Payment => !isRefusal(started) && !isNotKnown(started);
