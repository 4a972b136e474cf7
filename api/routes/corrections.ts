// Corrections of closed stays: their bill by a dated adjustment, their debt to the right vehicle.
import { adjustBill, transferDebt } from '../../db/queries/adjust-bill.ts';
import { type PersonalDataKeys } from '../../db/personal-data.ts';
import { readBill } from '../../db/queries/bills.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type Handlers } from '../handler.ts';
import { found, refused } from '../problems.ts';
import { vehicleOf } from './session-verbs.ts';

export interface CorrectionRouteDeps {
  readonly keys: PersonalDataKeys;
}

export const correctionRoutes = ({ keys }: CorrectionRouteDeps): Handlers<'adjustBill' | 'transferDebt'> => ({
  async adjustBill({ tx, path, body, at, audit, derivedId }) {
    const before = found(await readBill(tx, path.billId));
    const adjusted = await adjustBill(tx, {
      adjustmentId: derivedId,
      billId: path.billId,
      grossFen: fen(body.grossFen),
      at,
    });
    if (isRefusal(adjusted)) throw refused(adjusted);
    await audit({
      subjectKind: 'Bill',
      subjectId: path.billId,
      lotId: before.lotId,
      reason: body.reason,
      before: { grossFen: before.grossFen },
      after: adjusted,
    });
    return { status: 200, body: adjusted };
  },

  async transferDebt({ tx, path, body, at, audit, derivedId }) {
    const before = found(
      await tx.row<{ vehicleId: string; lotId: string }>(
        sql`select vehicle_id as "vehicleId", lot_id as "lotId" from debt where id = ${path.debtId}`,
      ),
    );
    const vehicle = await vehicleOf(tx, keys, body.plate, body.colour);
    const moved = await transferDebt(tx, { transferId: derivedId, debtId: path.debtId, toVehicleId: vehicle.id, at });
    if (isRefusal(moved)) throw refused(moved);
    await audit({
      subjectKind: 'Debt',
      subjectId: path.debtId,
      lotId: before.lotId,
      reason: body.reason,
      before: { vehicleId: before.vehicleId },
      after: { vehicleId: vehicle.id, debtId: moved.debtId },
    });
    return { status: 200, body: moved };
  },
});
