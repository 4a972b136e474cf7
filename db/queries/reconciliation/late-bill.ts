// A bill that the channel should have given: somebody must ask the channel, once.
import { type EpochMs } from '../../../domain/time.ts';
import { type Tx } from '../../rows.ts';
import { addAuditItem } from '../bills.ts';

export interface LateBill {
  readonly companyId: string;
  readonly billFileId: string;
  readonly error: string;
  readonly at: EpochMs;
}

export const reportLateBill = (tx: Tx, { companyId, billFileId, error, at }: LateBill): Promise<void> =>
  addAuditItem(tx, {
    companyId,
    kind: 'bill-late',
    cause: `bill-late/${billFileId}`,
    detail: { billFileId, error },
    at,
  });
