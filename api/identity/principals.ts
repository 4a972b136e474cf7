// Who a token or signature belongs to: state, roles and scope, read before a company's scope is known.
import { type Database } from '../../db/database.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { type Rule } from '../handler.ts';

export interface Principal {
  readonly id: string;
  readonly companyId: string;
  readonly audience: 'staff' | 'field' | 'machine';
  readonly displayName: string;
  readonly state: 'active' | 'locked' | 'left';
  readonly roles: readonly string[];
  readonly rules: readonly Rule[];
  readonly units: readonly { kind: 'branch' | 'area' | 'lot'; unitId: string }[];
  readonly secretCipher: Buffer | null;
}

/** Under the identity role. */
export const readPrincipal = (tx: Tx, principalId: string): Promise<Principal | undefined> =>
  tx.row<Principal>(sql`
    select p.id, p.company_id as "companyId", p.audience, p.display_name as "displayName", p.state,
      p.secret_cipher as "secretCipher",
      coalesce((select jsonb_agg(r.name order by r.name) from principal_role pr join role r on r.id = pr.role_id
        where pr.principal_id = p.id), '[]') as roles,
      coalesce((select jsonb_agg(rule order by r.name, rules.position)
        from principal_role pr join role r on r.id = pr.role_id
        cross join lateral jsonb_array_elements(r.rules) with ordinality as rules (rule, position)
        where pr.principal_id = p.id), '[]') as rules,
      coalesce((select jsonb_agg(jsonb_build_object('kind', s.kind, 'unitId', s.unit_id)) from principal_scope s
        where s.principal_id = p.id), '[]') as units
    from principal p where p.id = ${principalId}`);

/** The lots below the named branches and areas, and the named lots; undefined without any name: the whole company. */
export const lotsOfScope = async (
  database: Database,
  companyId: string,
  units: Principal['units'],
): Promise<readonly string[] | undefined> => {
  if (units.length === 0) return undefined;
  const idsOf = (kind: string): string[] => units.filter((unit) => unit.kind === kind).map(({ unitId }) => unitId);
  const rows = await database.inCompany(companyId, (tx) =>
    tx.rows<{ id: string }>(sql`
      with recursive wanted as (
        select id from area where id = any (${idsOf('area')}::uuid[]) or branch_id = any (${idsOf('branch')}::uuid[])
        union
        select a.id from area a join wanted w on a.parent_area_id = w.id
      )
      select id from lot where id = any (${idsOf('lot')}::uuid[]) or branch_id = any (${idsOf('branch')}::uuid[])
        or area_id in (select id from wanted)`),
  );
  return rows.map(({ id }) => id);
};
