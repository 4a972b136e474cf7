// Seals the audit log: every minute, and whenever somebody notifies `audit_seal`, the new rows of each company join its
// chain. No writer waits for it, and of several workers one seals a company at a time.
import { type Database } from '../db/database.ts';
import { sealRows } from '../db/queries/audit-seals.ts';
import { inEveryCompany } from './sweeps.ts';

const rowsAtOnce = 500;

/** Seals what is not sealed yet; answers how many rows it sealed. */
export const sealAuditLog = ({ database }: { readonly database: Database }): Promise<number> =>
  inEveryCompany(database, (tx, companyId) => sealRows(tx, companyId, rowsAtOnce));
