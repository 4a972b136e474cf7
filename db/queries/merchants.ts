// Merchant accounts of payment channels: one number of a company at a channel, its configuration sealed.
import { newId } from '../../platform/ids.ts';
import { seal, unseal } from '../../platform/sealed.ts';
import { type Tx, sql } from '../rows.ts';

/** The channels that a company has accounts at. */
export type MerchantChannel = 'wechat' | 'alipay';

export interface MerchantAccount {
  readonly id: string;
  readonly companyId: string;
  readonly channel: MerchantChannel;
  readonly merchantNumber: string;
  /** Another value for every save. */
  readonly configurationCipher: Buffer;
}

const contextOf = (merchantAccountId: string): string => `merchant-account/${merchantAccountId}`;

/** The configuration as it was saved. Throws when the key is another one. */
export const openMerchantConfiguration = (
  merchant: Pick<MerchantAccount, 'id' | 'configurationCipher'>,
  secrets: { readonly dataKey: Buffer },
): unknown =>
  JSON.parse(unseal(secrets.dataKey, merchant.configurationCipher, contextOf(merchant.id)).toString('utf8'));

const columns = sql`id, company_id as "companyId", channel, merchant_number as "merchantNumber",
  configuration_cipher as "configurationCipher"`;

export interface SaveMerchantAccount {
  readonly companyId: string;
  readonly channel: MerchantChannel;
  /** With its keys; `merchantId` is the company's number at the channel. */
  readonly configuration: { readonly merchantId: string };
}

/** Makes the account of this merchant number, or replaces its configuration; answers its id. */
export const saveMerchantAccount = async (
  tx: Tx,
  { companyId, channel, configuration }: SaveMerchantAccount,
  secrets: { readonly dataKey: Buffer },
): Promise<string> => {
  const known = await tx.row<{ id: string }>(sql`
    select id from merchant_account
    where company_id = ${companyId} and channel = ${channel} and merchant_number = ${configuration.merchantId} for update`);
  const id = known?.id ?? newId();
  const cipher = seal(secrets.dataKey, JSON.stringify(configuration), contextOf(id));
  await tx.run(sql`
    insert into merchant_account (id, company_id, channel, merchant_number, configuration_cipher)
    values (${id}, ${companyId}, ${channel}, ${configuration.merchantId}, ${cipher})
    on conflict (id) do update set configuration_cipher = excluded.configuration_cipher, saved_at = now()`);
  return id;
};

/** The account that new payments of a company use in a channel: the one that was set up last. */
export const merchantOf = (tx: Tx, companyId: string, channel: MerchantChannel): Promise<MerchantAccount | undefined> =>
  tx.row<MerchantAccount>(sql`
    select ${columns} from merchant_account where company_id = ${companyId} and channel = ${channel}
    order by saved_at desc, id desc limit 1`);

/** Every account of the company in scope, the one in use first. */
export const listMerchants = (tx: Tx): Promise<MerchantAccount[]> =>
  tx.rows<MerchantAccount>(sql`select ${columns} from merchant_account order by saved_at desc, id desc`);

export const readMerchant = (tx: Tx, merchantAccountId: string): Promise<MerchantAccount | undefined> =>
  tx.row<MerchantAccount>(sql`select ${columns} from merchant_account where id = ${merchantAccountId}`);

/** Whose account a notice is for, before a scope is known; the transaction then sees that company only. */
export const enterCompanyOfMerchant = async (
  tx: Tx,
  merchantAccountId: string,
): Promise<MerchantAccount | undefined> => {
  const row = await tx.row<{ company_id: string }>(
    sql`select company_id from merchant_account where id = ${merchantAccountId}`,
  );
  if (row === undefined) return undefined;
  await tx.enterCompany(row.company_id);
  return readMerchant(tx, merchantAccountId);
};
