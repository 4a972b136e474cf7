// A company's wallet policy: read with its defaults, changed by writing the next version.
import { defaultWalletPolicy, type WalletPolicy } from '../../domain/wallet/policy.ts';
import { type Tx, sql } from '../rows.ts';

export interface VersionedWalletPolicy {
  readonly policy: WalletPolicy;
  /** 0 while the company has never changed it. */
  readonly version: number;
}

/** The newest; row-level security keeps it to the company in scope. */
export const readWalletPolicy = async (tx: Tx): Promise<VersionedWalletPolicy> => {
  const row = await tx.row<{ version: number; policy: Partial<WalletPolicy> }>(
    sql`select version, policy from wallet_policy_version order by version desc limit 1`,
  );
  return { policy: { ...defaultWalletPolicy, ...row?.policy }, version: row?.version ?? 0 };
};

/** Two that write the same version at once: the second is refused by its key. */
export const writeWalletPolicy = async (
  tx: Tx,
  companyId: string,
  { policy, version }: VersionedWalletPolicy,
  by: string,
): Promise<void> => {
  await tx.run(sql`
    insert into wallet_policy_version (company_id, version, policy, created_by)
    values (${companyId}, ${version}, ${JSON.stringify(policy)}::jsonb, ${by})`);
};
