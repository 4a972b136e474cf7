// Free places for everybody, and the calibration of a lot's count.
import { LotRow } from '../../db/entities/lots.ts';
import { calibrate } from '../../db/queries/occupancy.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { type BoardStreams, showBoard } from '../board-stream.ts';
import { type Boards } from '../boards.ts';
import { type Cursors } from '../cursors.ts';
import { free, type Handlers, type Schema } from '../handler.ts';
import { found, malformed, Problem } from '../problems.ts';
import { readRow } from '../settings.ts';

interface CalibrationRow {
  id: string;
  lotId: string;
  occupiedBefore: number;
  occupiedAfter: number;
  reason: string;
  calibratedBy: string;
  at: number;
}

const columns = sql`id, lot_id as "lotId", occupied_before as "occupiedBefore", occupied_after as "occupiedAfter", reason,
  calibrated_by as "calibratedBy", epoch_ms(at) as at`;

const show = ({ at, ...row }: CalibrationRow): Schema<'Calibration'> => ({ ...row, at: new Date(at).toISOString() });

const newest = (tx: Tx, lotId: string): Promise<CalibrationRow | undefined> =>
  tx.row<CalibrationRow>(
    sql`select ${columns} from occupancy_calibration where lot_id = ${lotId} order by created_at desc, id desc limit 1`,
  );

const checkCodes = (lot: LotRow, occupied: number, codes: readonly string[] | undefined): void => {
  if (codes === undefined) return;
  const at = '/body/occupiedBayCodes';
  if (lot.kind !== 'on-street') throw malformed(at, 'not-on-street', 'only an on-street lot is counted by its bays');
  if (codes.length !== occupied) throw malformed(at, 'count', `names ${codes.length} bays, occupied says ${occupied}`);
};

type BoardOps = 'getLotBoard' | 'listBoards' | 'streamBoardEvents' | 'listCalibrations' | 'calibrateLot';

export interface BoardRouteDeps {
  readonly boards: Boards;
  readonly streams: BoardStreams;
  readonly cursors: Cursors;
}

export const boardRoutes = ({ boards, streams, cursors }: BoardRouteDeps): Handlers<BoardOps> => ({
  getLotBoard: free(async ({ path, noCache }) => ({
    status: 200,
    body: showBoard(found(await boards.read(path.lotId, noCache))),
    headers: { 'Cache-Control': 'public, max-age=1' },
  })),
  listBoards: free(async ({ query }) => ({
    status: 200,
    body: { items: (await boards.list(query.companyId)).map(showBoard) },
    headers: { 'Cache-Control': 'public, max-age=1' },
  })),
  streamBoardEvents: free(async ({ query, header, signal }) => ({
    status: 200,
    type: 'text/event-stream',
    body: await streams.open(query.companyId, header['Last-Event-ID'], signal),
    headers: { 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' },
  })),
  async listCalibrations(request) {
    const { tx, path } = request;
    await readRow(tx, LotRow, path.lotId);
    const after = cursors.read(request)?.[0];
    const rows = await tx.rows<CalibrationRow>(sql`
      select ${columns} from occupancy_calibration
      where lot_id = ${path.lotId} and (${after ?? null}::uuid is null or id < ${after ?? null}::uuid)
      order by id desc limit ${cursors.limit(request)}`);
    return { status: 200, body: cursors.page(request, rows, ({ id }) => [id], show) };
  },
  async calibrateLot({ tx, path, body, actor, at, audit, afterCommit }) {
    const lot = await readRow(tx, LotRow, path.lotId);
    const { occupied, reason, occupiedBayCodes } = body;
    checkCodes(lot, occupied, occupiedBayCodes);
    const { id: lotId, companyId } = lot;
    const by = occupiedBayCodes === undefined ? { occupied } : { occupiedBayCodes };
    const result = await calibrate(tx, { companyId, lotId, ...by, reason, calibratedBy: actor.id, at });
    if (result.unknownBayCodes.length > 0) {
      const errors = result.unknownBayCodes.slice(0, 50).map((code) => ({
        pointer: `/body/occupiedBayCodes/${occupiedBayCodes?.indexOf(code) ?? 0}`,
        code: 'unknown-reference',
        message: `the lot has no bay ${code}`,
      }));
      throw new Problem('malformed-request', { errors });
    }
    const [before, after] = [{ occupied: result.occupiedBefore }, { occupied: result.occupiedAfter }];
    await audit({ subjectKind: 'Lot', subjectId: lotId, lotId, reason, before, after });
    afterCommit(() => boards.refresh(lotId));
    return { status: 201, body: show(found(await newest(tx, lotId))) };
  },
});
