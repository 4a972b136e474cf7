// Audit check: the chain over the audit log holds, from the first seal to the last, hash by hash.
import { auditRowColumns, genesisHash, latestCommit, sealHash, type AuditRow } from '../audit-seals.ts';
import { type Tx, sql } from '../../rows.ts';
import { type AuditCheck, type BrokenRow } from './check.ts';

interface SealedRow extends AuditRow {
  readonly sealOf: string;
  readonly position: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

const pageSize = 1_000;

const pageAfter = (tx: Tx, position: number): Promise<SealedRow[]> =>
  tx.rows<SealedRow>(sql`
    select ${auditRowColumns}, s.audit_id as "sealOf", s.position, s.previous_hash as "previousHash", s.hash
    from audit_seal s left join audit_log a on a.id = s.audit_id
    where s.position > ${position} order by s.position limit ${pageSize}`);

const broken = (id: string, problem: string, expected: string, found: string): BrokenRow => ({
  table: 'audit_log',
  id,
  problem,
  expected,
  found,
});

/** What is wrong with a seal that should follow `previous` at `position`; undefined when nothing is. */
const faultOf = (seal: SealedRow, position: number, previous: Buffer): BrokenRow | undefined => {
  const { sealOf, position: found, previousHash, hash, ...row } = seal;
  if (found !== position) return broken(sealOf, 'a seal before it is missing', String(position), String(found));
  if (row.id === null) return broken(sealOf, 'it was sealed and is gone', 'a row', 'nothing');
  if (!previousHash.equals(previous)) {
    return broken(
      sealOf,
      'its seal does not follow the one before',
      previous.toString('hex'),
      previousHash.toString('hex'),
    );
  }
  const expected = sealHash(previous, row);
  return hash.equals(expected)
    ? undefined
    : broken(sealOf, 'it is not what was sealed', hash.toString('hex'), expected.toString('hex'));
};

/** The first break: everything after it hangs in the air. */
const firstFault = async (tx: Tx): Promise<BrokenRow | undefined> => {
  let previous: Buffer = genesisHash;
  let position = 0;
  for (let page = await pageAfter(tx, 0); page.length > 0; page = await pageAfter(tx, position)) {
    for (const seal of page) {
      const fault = faultOf(seal, position + 1, previous);
      if (fault !== undefined) return fault;
      position = seal.position;
      previous = seal.hash;
    }
  }
  return undefined;
};

/** A row that slipped in behind the sealer's back, with a time that it no longer looks at. */
const slippedIn = (tx: Tx): Promise<BrokenRow[]> =>
  tx.rows<BrokenRow>(sql`
    select 'audit_log' as "table", a.id::text as id, 'it was written before rows that are sealed' as problem,
      'a seal' as expected, 'nothing' as found
    from audit_log a
    where a.written_at <= (select sealed_at - ${latestCommit} from audit_seal order by position desc limit 1)
      and not exists (select 1 from audit_seal s where s.audit_id = a.id)
    order by a.id limit 1`);

export const auditLogIsSealed: AuditCheck = {
  name: 'audit-log-is-sealed',
  sentence: 'The seals of the audit log follow each other without a gap, and every sealed row is what was sealed.',
  broken: async (tx) => {
    const fault = await firstFault(tx);
    return [...(fault === undefined ? [] : [fault]), ...(await slippedIn(tx))];
  },
};
