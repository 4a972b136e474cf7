// The one door to PostgreSQL: every transaction says whose rows it may see before its first query.
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { ormOptions } from './orm.ts';
import { transactionOf, type Tx } from './rows.ts';

/** What a request may see: a company, and of that company all lots or only the named ones. */
export interface Scope {
  readonly companyId: string;
  readonly lotIds?: readonly string[];
}

export interface Database {
  readonly orm: MikroORM;
  /** One transaction in the scope of a company; row-level security hides everything else. */
  inScope<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  inCompany<T>(companyId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Across companies, but only the inbox, outbox and key tables. */
  asDelivery<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Across companies, but only principals, tokens and devices. */
  asIdentity<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

type Role = 'parking_app' | 'parking_delivery' | 'parking_identity';

const withContext = (orm: MikroORM, role: Role, variables: Readonly<Record<string, string>>): EntityManager => {
  const em = orm.em.fork();
  // One set_config statement carries the role as well: a transaction costs one round trip more, not two.
  em.setSessionContext({ variables: { 'app.company_id': '', 'app.lot_ids': '', ...variables, role } });
  return em;
};

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize?: number;
}

/** Connects. The pool is small on purpose: PostgreSQL on two cores wants 10 to 16 active backends in all. */
export const openDatabase = async ({ url, poolSize = 8 }: DatabaseOptions): Promise<Database> => {
  const orm = await MikroORM.init(ormOptions(url, poolSize));
  const transaction = <T>(role: Role, variables: Readonly<Record<string, string>>, work: (tx: Tx) => Promise<T>) =>
    withContext(orm, role, variables).transactional(async (em) => work(transactionOf(em)));
  const inScope: Database['inScope'] = ({ companyId, lotIds }, work) =>
    transaction(
      'parking_app',
      { 'app.company_id': companyId, 'app.lot_ids': lotIds === undefined ? '' : `{${lotIds.join(',')}}` },
      work,
    );
  return {
    orm,
    inScope,
    inCompany: (companyId, work) => inScope({ companyId }, work),
    asDelivery: (work) => transaction('parking_delivery', {}, work),
    asIdentity: (work) => transaction('parking_identity', {}, work),
    ping: async () => {
      await orm.em.getConnection().execute('select 1');
    },
    close: () => orm.close(true),
  };
};
