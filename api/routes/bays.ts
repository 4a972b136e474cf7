// Bays of a lot, one by one and as CSV.
import { type FilterQuery } from '@mikro-orm/core';
import { BayRow, LotRow } from '../../db/entities/lots.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { byteOrderMark, cellError, csvLine, type CsvRow, readCsv, refuseRows } from '../csv.ts';
import { type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { type FieldError } from '../problems.ts';
import {
  assignNamed,
  changeRow,
  createRow,
  instantOrNull,
  listRows,
  readRow,
  removeRow,
  type Setting,
  showRow,
} from '../settings.ts';

const bays: Setting<BayRow, Schema<'Bay'>> = {
  kind: 'Bay',
  entity: BayRow,
  lotOf: ({ lotId }) => lotId,
  show: ({ id, lotId, code, state, occupied, occupiedChangedAt, version }) => ({
    id,
    lotId,
    code,
    state,
    occupied,
    occupiedChangedAt: instantOrNull(occupiedChangedAt),
    version,
  }),
};

const mostRows = 5_000;
const states = ['in-use', 'out-of-use'];

interface ImportedBay {
  readonly id: string;
  readonly code: string;
  readonly state: string;
}

const rowErrors = ({ row, cells }: CsvRow, seen: ReadonlyMap<string, number>): FieldError[] => {
  const { code = '', state = '' } = cells;
  const first = seen.get(code);
  return [
    ...(/^\S{1,64}$/.test(code)
      ? []
      : [cellError(row, 'code', 'pattern', 'must be 1 to 64 characters without spaces')]),
    ...(first === undefined || first === row
      ? []
      : [cellError(row, 'code', 'repeated', `stands in row ${first} already`)]),
    ...(state === '' || states.includes(state)
      ? []
      : [cellError(row, 'state', 'enum', `must be ${states.join(' or ')}`)]),
  ];
};

const readBays = (body: Buffer): ImportedBay[] => {
  const rows = readCsv(body, { required: ['code'], optional: ['state'], mostRows });
  const firstRows = new Map<string, number>();
  for (const { row, cells } of rows) if (!firstRows.has(cells['code'] ?? '')) firstRows.set(cells['code'] ?? '', row);
  refuseRows(rows.flatMap((row) => rowErrors(row, firstRows)));
  return rows.map(({ cells }) => ({ id: newId(), code: cells['code'] ?? '', state: cells['state'] || 'in-use' }));
};

/** New codes become bays, known ones take the state of the file, others stay as they are. */
const writeBays = async (tx: Tx, lot: LotRow, imported: readonly ImportedBay[]): Promise<Schema<'BayImport'>> => {
  const counts = await tx.row<{ created: number; updated: number }>(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(imported)}::jsonb) as g (id uuid, code text, state text)
    ), written as (
      insert into bay (id, company_id, lot_id, code, state)
      select id, ${lot.companyId}, ${lot.id}, code, state from given
      on conflict (lot_id, code) do update set state = excluded.state, version = bay.version + 1
        where bay.state <> excluded.state
      returning (xmax = 0) as created
    )
    select count(*) filter (where created) as created, count(*) filter (where not created) as updated from written`);
  const { created, updated } = counts ?? { created: 0, updated: 0 };
  return { created, updated, unchanged: imported.length - created - updated };
};

type BayOps = 'listBays' | 'createBay' | 'getBay' | 'updateBay' | 'removeBay' | 'importBays' | 'exportBays';

export const bayRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<BayOps> => ({
  async listBays(request) {
    const { tx, path, query } = request;
    await readRow(tx, LotRow, path.lotId);
    const where: FilterQuery<BayRow> = { lotId: path.lotId };
    assignNamed(where as object, { code: query.code, occupied: query.occupied });
    return listRows(cursors, request, bays, where);
  },
  async createBay(request) {
    const { id: lotId, companyId } = await readRow(request.tx, LotRow, request.path.lotId);
    return createRow(request, bays, { ...request.body, id: newId(), companyId, lotId });
  },
  async getBay({ tx, path }) {
    return showRow(bays, await readRow(tx, BayRow, path.bayId));
  },
  updateBay: (request) => changeRow(request, bays, request.path.bayId, (row) => assignNamed(row, request.body)),
  removeBay: (request) => removeRow(request, bays, request.path.bayId),
  async importBays({ tx, path, body, audit }) {
    const lot = await readRow(tx, LotRow, path.lotId);
    const counts = await writeBays(tx, lot, readBays(body));
    await audit({ subjectKind: 'Lot', subjectId: lot.id, lotId: lot.id, after: { importedBays: counts } });
    return { status: 200, body: counts };
  },
  async exportBays({ tx, path }) {
    const lot = await readRow(tx, LotRow, path.lotId);
    const rows = await tx.em.find(BayRow, { lotId: lot.id }, { orderBy: { code: 'asc' } });
    const lines = rows.map(({ code, state }) => csvLine([code, state])).join('');
    return {
      status: 200,
      type: 'text/csv',
      body: `${byteOrderMark}${csvLine(['code', 'state'])}${lines}`,
      headers: { 'Content-Disposition': `attachment; filename="bays-${lot.id}.csv"` },
    };
  },
});
