// A process that spends a wallet: pays every half hour of its stays, and says on its last line what became of it.
import { spendFromWallet } from '../../../api/payments/wallet.ts';
import { openDatabase } from '../../../db/database.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { minuteMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';

/** What the process is told, as JSON in its one argument. */
export interface SpendingOrder {
  readonly databaseUrl: string;
  readonly companyId: string;
  readonly ownerId: string;
  readonly billIds: readonly string[];
  readonly rounds: number;
  /** Business time of the first payments; each round is half an hour later. */
  readonly fromMs: number;
}

/** What it answers. */
export interface Spending {
  readonly attempts: number;
  readonly paidFen: readonly number[];
  /** How often, by code. */
  readonly refused: Readonly<Record<string, number>>;
}

const spend = async (order: SpendingOrder): Promise<Spending> => {
  const { companyId, ownerId, billIds, rounds, fromMs } = order;
  const database = await openDatabase({ url: order.databaseUrl, poolSize: 4 });
  const asked = (): never => {
    throw new Error('no channel is asked for a payment from a wallet');
  };
  const paidFen: number[] = [];
  const refused: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    const clock = { now: () => fromMs + round * 30 * minuteMs };
    const ports = { database, clock, channelOf: asked, sealPayer: asked };
    await Promise.all(
      billIds.map(async (billId) => {
        const result = await spendFromWallet(
          ports,
          { companyId },
          { paymentId: newId(), billId, ownerId, automatic: true },
        );
        if (isRefusal(result)) refused[result.code] = (refused[result.code] ?? 0) + 1;
        else paidFen.push(result.amountFen);
      }),
    );
  }
  await database.close();
  return { attempts: rounds * billIds.length, paidFen, refused };
};

process.stdout.write(`${JSON.stringify(await spend(JSON.parse(process.argv[2] ?? '{}') as SpendingOrder))}\n`);
