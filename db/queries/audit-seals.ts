// The chain over the audit log: each row is sealed by a hash over itself and the seal before it, per company, so that a
// row changed, added or taken away afterwards breaks every seal that follows.
import { createHash } from 'node:crypto';
import { type Tx, sql } from '../rows.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A row of the audit log as it is hashed: every column, times in milliseconds. */
export interface AuditRow {
  readonly id: string;
  readonly companyId: string;
  readonly lotId: string | null;
  readonly at: number;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly before: Json;
  readonly after: Json;
  readonly requestId: string | null;
  readonly workflowId: string | null;
  readonly address: string | null;
  readonly writtenAt: number;
}

export const auditRowColumns = sql`a.id, a.company_id as "companyId", a.lot_id as "lotId", epoch_ms(a.at) as at, a.action,
  a.subject_kind as "subjectKind", a.subject_id as "subjectId", a.actor_kind as "actorKind", a.actor_id as "actorId",
  a.on_behalf_of as "onBehalfOf", a.reason, a.before, a.after, a.request_id as "requestId", a.workflow_id as "workflowId",
  a.address, epoch_ms(a.written_at) as "writtenAt"`;

/** JSON with the names of every object in the order of their code units (RFC 8785): one text per value. */
export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field as Json)}`).join(',')}}`;
};

/** What the first seal of a company follows. */
export const genesisHash = Buffer.alloc(32);

/** SHA-256 over the hash before and the row's canonical JSON. */
export const sealHash = (previous: Buffer, row: AuditRow): Buffer =>
  createHash('sha256')
    .update(previous)
    .update(canonicalJson({ ...row }))
    .digest();

export interface SealHead {
  readonly position: number;
  readonly hash: Buffer;
}

/** The newest seal of the company; of a company without seals, what its first one follows. */
const headOf = async (tx: Tx): Promise<SealHead> =>
  (await tx.row<SealHead>(sql`select position, hash from audit_seal order by position desc limit 1`)) ?? {
    position: 0,
    hash: genesisHash,
  };

/** No transaction lives that long: a row that commits later than this after it was written would not be sealed. */
export const latestCommit = sql`interval '1 day'`;

/** Oldest first. Rows older than the newest seal by a day or more have all been seen. */
const unsealedRows = (tx: Tx, limit: number): Promise<AuditRow[]> =>
  tx.rows<AuditRow>(sql`
    select ${auditRowColumns} from audit_log a
    where a.written_at > coalesce(
        (select sealed_at - ${latestCommit} from audit_seal order by position desc limit 1), '-infinity')
      and not exists (select 1 from audit_seal s where s.audit_id = a.id)
    order by a.written_at, a.id limit ${limit}`);

const hex = (bytes: Buffer): string => bytes.toString('hex');

/** Seals up to `limit` rows of the company that the transaction is in; 0 when there are none or another process seals. */
export const sealRows = async (tx: Tx, companyId: string, limit: number): Promise<number> => {
  const lock = await tx.row<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`audit seal ${companyId}`}, 0)) as taken`,
  );
  if (lock?.taken !== true) return 0;
  const rows = await unsealedRows(tx, limit);
  const hashes: Buffer[] = [];
  const { position, hash } = await headOf(tx);
  for (const row of rows) hashes.push(sealHash(hashes.at(-1) ?? hash, row));
  const before = [hash, ...hashes.slice(0, -1)];
  return tx.run(sql`
    insert into audit_seal (audit_id, company_id, position, previous_hash, hash)
    select seal.id, ${companyId}::uuid, ${position}::bigint + seal.number, decode(seal.before, 'hex'), decode(seal.hash, 'hex')
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${before.map(hex)}::text[], ${hashes.map(hex)}::text[])
      with ordinality as seal (id, before, hash, number) where ${rows.length} > 0`);
};
