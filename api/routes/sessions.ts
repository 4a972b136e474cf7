// Parking sessions: found, shown, quoted, exported, and opened by handheld.
import { LotRow } from '../../db/entities/lots.ts';
import { type PersonalDataKeys, plateHash } from '../../db/personal-data.ts';
import { openSession } from '../../db/queries/open-session.ts';
import { listPassages } from '../../db/queries/passage-list.ts';
import { quoteSession } from '../../db/queries/pricing.ts';
import * as details from '../../db/queries/session-detail.ts';
import {
  findSession,
  listSessions,
  parkedSessions,
  type SessionFilters,
  type SessionRow,
  totalSessions,
} from '../../db/queries/session-list.ts';
import { insertSessionRequest, isSessionOpen } from '../../db/queries/session-requests.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { readPlate } from '../../domain/plate.ts';
import { fuzzyCandidates } from '../../domain/plate-fuzzy.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs, parseInstant } from '../../domain/time.ts';
import { type PictureStorage } from '../../providers/storage/picture-storage.ts';
import { bindPlate, parkingSessionId } from '../../workflows/messages/parking-session.ts';
import { type CursorKey, type Cursors } from '../cursors.ts';
import { free, type ApiRequest, type FreeRequest, type Handlers, type Schema, twoSteps } from '../handler.ts';
import { found, malformed, Problem, refused } from '../problems.ts';
import { exportSessions } from '../session-export.ts';
import { readRow } from '../settings.ts';
import { plateShower, showPassage, showSession, text, textOrNull } from '../show-session.ts';
import { type WorkflowDoor } from '../workflow-door.ts';
import { exemptionAt, vehicleOf } from './session-verbs.ts';

export interface SessionDeps {
  readonly cursors: Cursors;
  readonly keys: PersonalDataKeys;
  readonly storage: PictureStorage;
  readonly door: WorkflowDoor;
}

type ListQuery = ApiRequest<'listParkingSessions'>['query'];
type May = Pick<ApiRequest<'listParkingSessions'>, 'can'>;

const instantOf = (given: string | undefined): number | undefined =>
  given === undefined ? undefined : parseInstant(given);

const hashOf = (keys: PersonalDataKeys, plate: string): Buffer => {
  const read = readPlate(plate);
  if (isRefusal(read)) throw malformed('/query/plate', 'plate-malformed', 'is not a licence plate');
  return plateHash(keys, read.characters);
};

const defined = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

const filtersOf = (keys: PersonalDataKeys, query: ListQuery, { can }: May): SessionFilters => {
  const { cursor: _cursor, limit: _limit, totals: _totals, plate, plateStart, ...rest } = query;
  if (plateStart !== undefined && !can('search', 'Plate')) throw new Problem('forbidden');
  return defined({
    ...rest,
    plateStart,
    plateHash: plate === undefined ? undefined : hashOf(keys, plate),
    enteredFrom: instantOf(query.enteredFrom),
    enteredUntil: instantOf(query.enteredUntil),
    leftFrom: instantOf(query.leftFrom),
    leftUntil: instantOf(query.leftUntil),
  });
};

const keyOf = ({ enteredAt, id }: SessionRow): CursorKey => [enteredAt, id];
const afterOf = (key: CursorKey | undefined) =>
  key === undefined ? {} : { after: { enteredAt: Number(key[0]), id: String(key[1]) } };

const detailOf = async (
  { keys, storage }: SessionDeps,
  { tx, path, can }: ApiRequest<'getParkingSession'>,
): Promise<Schema<'SessionDetail'>> => {
  const session = found(await findSession(tx, path.sessionId));
  const showPlate = plateShower(keys.dataKey, can('read', 'Plate'));
  const bill = found(await details.billOfSession(tx, session.id));
  const evidence = await details.evidenceOfSession(tx, session.id);
  const discounts = await details.discountsOfBill(tx, bill.id);
  const requests = await details.requestsOfSession(tx, session.id);
  const effects = await details.effectsOfSession(tx, session.id);
  const passages = await listPassages(tx, { sessionId: session.id }, { limit: 200 });
  return {
    session: showSession(session, showPlate),
    bill: { ...bill, finalAt: textOrNull(bill.finalAt) },
    discounts: discounts.map(({ grantedAt, ...row }) => ({ ...row, grantedAt: text(grantedAt) })),
    passages: passages.map((row) => showPassage(row, showPlate)),
    evidence: evidence.map(({ pictureKey, at, ...row }) => ({
      ...row,
      at: text(at),
      pictureUrl: pictureKey === null ? null : storage.signedUrl(pictureKey),
    })),
    effects: effects.map(({ at, ...row }) => ({ ...row, at: text(at) })),
    requests: requests.map(({ createdAt, ...row }) => ({ ...row, createdAt: text(createdAt) })),
  };
};

const quoteOf = async ({ tx, path, at, language }: ApiRequest<'getSessionQuote'>): Promise<Schema<'SessionQuote'>> => {
  found(await findSession(tx, path.sessionId));
  const quote = await quoteSession(tx, path.sessionId, at);
  if (isRefusal(quote)) throw refused(quote);
  const { lines, ...amounts } = quote;
  return {
    ...amounts,
    at: text(quote.at),
    lines: lines.map(({ capApplied, freeMinutesUsed, text: words, from, to, ...line }) => ({
      ...line,
      from: text(from),
      to: text(to),
      text: language === 'zh-CN' ? words.zh : words.en,
      ...(capApplied === undefined ? {} : { capReducedFen: capApplied.reducedFen }),
      ...(freeMinutesUsed === undefined ? {} : { freeMinutesUsed }),
    })),
  };
};

/** More cars than this are in no lot that is searched by hand. */
const mostCandidates = 20_000;

/** By bay, by the whole plate, or by plates that it may have been; cheapest first (F190). */
const exitCandidates = async (
  { keys }: SessionDeps,
  { tx, query, can }: ApiRequest<'findExitCandidates'>,
): Promise<Schema<'ExitCandidates'>['items']> => {
  const { lotId, bayCode, plate, colour, recognised } = query;
  if (bayCode === undefined && plate === undefined) throw malformed('/query', 'required', 'give a bay or a plate');
  await readRow(tx, LotRow, lotId);
  const showPlate = plateShower(keys.dataKey, can('read', 'Plate'));
  const inBay = bayCode === undefined ? [] : await listSessions(tx, { lotId, bayCode, phase: 'parked' }, { limit: 5 });
  const found = inBay.map((row) => ({ session: showSession(row, showPlate), matched: 'bay' as const, cost: 0 }));
  if (plate === undefined) return found;
  const clear = plateShower(keys.dataKey, true);
  const known = (await parkedSessions(tx, lotId, mostCandidates)).flatMap((row) => {
    const characters = clear(row);
    return characters === null ? [] : [{ characters, row }];
  });
  const similar = fuzzyCandidates(plate, known, { ...(colour === undefined ? {} : { colour }), maxCost: 8, limit: 10 });
  return [
    ...found,
    ...similar.map(({ plate: { row }, cost }) => ({
      session: showSession(row, showPlate),
      matched: recognised ? ('recognition' as const) : cost === 0 ? ('plate' as const) : ('similar-plate' as const),
      cost,
    })),
  ];
};

interface Opened {
  readonly sessionId: string;
  readonly opened: boolean;
  /** The request that binds the plate to the session that was open already. */
  readonly bindRequestId?: string;
}

/** The stay that is on the bay already: a handheld's entry is further evidence of it, not another stay. */
const openStayOf = (tx: Tx, bayId: string) =>
  tx.row<{ id: string; vehicleId: string | null }>(sql`
    select id, vehicle_id as "vehicleId" from parking_session where bay_id = ${bayId} and phase = 'parked'`);

const joinStay = async (
  request: ApiRequest<'openSession'>,
  stay: { readonly id: string; readonly vehicleId: string | null },
  vehicle: { readonly id: string; readonly vehicleClass: string } | undefined,
): Promise<Opened> => {
  const { tx, derivedId: id, scope, actor } = request;
  if (vehicle === undefined || vehicle.id === stay.vehicleId) return { sessionId: stay.id, opened: false };
  if (stay.vehicleId !== null) throw new Problem('bay-occupied', { detail: 'another vehicle is parked there' });
  const body = { vehicleId: vehicle.id, vehicleClass: vehicle.vehicleClass };
  const row = { id, companyId: scope.companyId, sessionId: stay.id, kind: 'bindPlate', body };
  await insertSessionRequest(tx, { ...row, reason: undefined, requestedBy: actor.id });
  return { sessionId: stay.id, opened: false, bindRequestId: id };
};

const open = async ({ keys }: SessionDeps, request: ApiRequest<'openSession'>): Promise<Opened> => {
  const { tx, body, scope, at, derivedId } = request;
  const lot = await readRow(tx, LotRow, body.lotId);
  const bay =
    body.bayCode === undefined
      ? undefined
      : found(
          await tx.row<{ id: string }>(sql`select id from bay where lot_id = ${lot.id} and code = ${body.bayCode}`),
        );
  if (lot.kind === 'on-street' && bay === undefined)
    throw malformed('/body/bayCode', 'required', 'an on-street stay has a bay');
  const enteredAt = epochMs(instantOf(body.enteredAt) ?? at);
  if (enteredAt > at) throw new Problem('out-of-order-times', { detail: 'the entry is in the future' });
  const vehicle = body.plate === undefined ? undefined : await vehicleOf(tx, keys, body.plate, body.colour);
  const entryKey = `person/${derivedId}`;
  const mine = await tx.row<{ id: string }>(sql`
    select id from parking_session where company_id = ${scope.companyId} and entry_key = ${entryKey}`);
  if (mine !== undefined) return { sessionId: mine.id, opened: true };
  const stay = bay && (await openStayOf(tx, bay.id));
  if (stay !== undefined) return joinStay(request, stay, vehicle);
  const { companyId } = scope;
  const exemption = vehicle && (await exemptionAt(tx, { vehicleId: vehicle.id, lotId: lot.id, companyId, at }));
  const opened = await openSession(tx, {
    companyId,
    lotId: lot.id,
    setting: lot.kind,
    ...(bay === undefined ? {} : { bayId: bay.id }),
    ...(vehicle === undefined ? { ticket: derivedId } : { vehicleId: vehicle.id, plateMask: vehicle.plateMask }),
    vehicleClass: vehicle?.vehicleClass ?? 'small',
    ...(exemption === undefined ? {} : { exemption }),
    entryKey,
    enteredAt,
    place: 'none',
  });
  if (isRefusal(opened)) throw refused(opened);
  return opened;
};

type SessionOps =
  | 'listParkingSessions'
  | 'exportParkingSessions'
  | 'getParkingSession'
  | 'getSessionQuote'
  | 'findExitCandidates'
  | 'openSession';

const finishOpening = async (
  door: WorkflowDoor,
  request: FreeRequest<'openSession'>,
  opened: Opened,
): Promise<void> => {
  const { sessionId, bindRequestId: requestId } = opened;
  if (requestId === undefined) return;
  await door.ask(
    {
      workflowId: parkingSessionId(sessionId),
      update: bindPlate,
      updateId: `request/${requestId}`,
      argument: { requestId },
    },
    () => request.transaction((tx) => isSessionOpen(tx, sessionId)),
  );
};

export const sessionRoutes = (deps: SessionDeps): Handlers<SessionOps> => ({
  async listParkingSessions(request) {
    const { tx, query, can } = request;
    const filters = filtersOf(deps.keys, query, request);
    const limit = deps.cursors.limit(request);
    const rows = await listSessions(tx, filters, { ...afterOf(deps.cursors.read(request)), limit });
    const showPlate = plateShower(deps.keys.dataKey, can('read', 'Plate'));
    const page = deps.cursors.page(request, rows, keyOf, (row) => showSession(row, showPlate));
    const totals = query.totals === true ? { totals: await totalSessions(tx, filters) } : {};
    return { status: 200, body: { ...page, ...totals } };
  },
  exportParkingSessions: free(async (request) => ({
    status: 200,
    type: 'text/csv',
    body: exportSessions(
      request,
      filtersOf(deps.keys, request.query, request),
      plateShower(deps.keys.dataKey, request.can('read', 'Plate')),
    ),
    headers: { 'Content-Disposition': 'attachment; filename="parking-sessions.csv"' },
  })),
  getParkingSession: async (request) => ({ status: 200, body: await detailOf(deps, request) }),
  getSessionQuote: async (request) => ({ status: 200, body: await quoteOf(request) }),
  findExitCandidates: async (request) => ({ status: 200, body: { items: await exitCandidates(deps, request) } }),
  openSession: twoSteps(
    async (request) => {
      const opened = await open(deps, request);
      const { sessionId: subjectId } = opened;
      const { lotId, bayCode } = request.body;
      const workflowId = parkingSessionId(subjectId);
      await request.audit({
        subjectKind: 'ParkingSession',
        subjectId,
        lotId,
        workflowId,
        after: { bayCode, opened: opened.opened },
      });
      return opened;
    },
    async (request, opened) => {
      await finishOpening(deps.door, request, opened);
      return { status: 201, body: { sessionId: opened.sessionId, opened: opened.opened } };
    },
  ),
});
