// What people ask of a session: a request row under the idempotency key, then the update of the same name to its workflow.
import { type UpdateDefinition } from '@temporalio/common';
import { type PersonalDataKeys } from '../../db/personal-data.ts';
import { findSession, type SessionRow } from '../../db/queries/session-list.ts';
import { insertSessionRequest, isSessionOpen, readSessionRequest } from '../../db/queries/session-requests.ts';
import { standingOf } from '../../db/queries/standing.ts';
import { findOrCreateVehicle, type Vehicle } from '../../db/queries/vehicles.ts';
import { currentPolicy } from '../../db/queries/open-session.ts';
import { type Tx, sql } from '../../db/rows.ts';
import { exemptionOf } from '../../domain/entry-decision.ts';
import { type PlateColour, readPlate } from '../../domain/plate.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type EpochMs } from '../../domain/time.ts';
import * as messages from '../../workflows/messages/parking-session.ts';
import {
  type ApiRequest,
  type FreeRequest,
  type Handlers,
  type Schema,
  type TwoStepHandler,
  twoSteps,
} from '../handler.ts';
import { found, isProblemCode, Problem, refused } from '../problems.ts';
import { type WorkflowDoor } from '../workflow-door.ts';

type Verb = messages.SessionRequestKind;

const updates = {
  bindPlate: messages.bindPlate,
  correctPlate: messages.correctPlate,
  correctTimes: messages.correctTimes,
  moveBay: messages.moveBay,
  markExempt: messages.markExempt,
  voidSession: messages.voidSession,
  grantDiscount: messages.grantDiscount,
} as const satisfies Record<Verb, UpdateDefinition<messages.SessionReply, [messages.SessionRequest]>>;

export interface SessionVerbDeps {
  readonly door: WorkflowDoor;
  readonly keys: PersonalDataKeys;
}

interface Recorded {
  readonly requestId: string;
  readonly sessionId: string;
}

interface Prepared {
  readonly body: object;
  /** Somebody else than the caller, when he confirms what that person asked. */
  readonly requestedBy?: string;
}

const outcomeOf = async (request: FreeRequest<Verb>, { requestId }: Recorded): Promise<Schema<'Applied'>> => {
  const row = await request.transaction((tx) => readSessionRequest(tx, requestId));
  if (row?.state === 'applied') return { requestId, revision: row.revision };
  const code = row?.code ?? 'session-closed';
  throw new Problem(isProblemCode(code) ? code : 'session-closed', { reference: requestId });
};

/** The refused request can be named by whoever confirms it. */
const withReference = (error: unknown, requestId: string): unknown => {
  if (!(error instanceof Problem) || error.code !== 'second-person-required') return error;
  const { code, detail } = error;
  return new Problem(code, { reference: requestId, ...(detail === undefined ? {} : { detail }) });
};

/** Asks the workflow; when the case is closed the row says what became of the request. */
const applied = async (
  door: WorkflowDoor,
  request: FreeRequest<Verb>,
  verb: Verb,
  recorded: Recorded,
): Promise<Schema<'Applied'>> => {
  const { requestId, sessionId } = recorded;
  const question = {
    workflowId: messages.parkingSessionId(sessionId),
    update: updates[verb],
    updateId: `request/${requestId}`,
    argument: { requestId },
  };
  try {
    const answer = await door.ask(question, () => request.transaction((tx) => isSessionOpen(tx, sessionId)));
    return answer === undefined ? await outcomeOf(request, recorded) : { requestId, revision: answer.revision };
  } catch (error) {
    throw withReference(error, requestId);
  }
};

const verbHandler = <V extends Verb>(
  { door }: SessionVerbDeps,
  verb: V,
  prepare: (request: ApiRequest<V>, session: SessionRow) => Promise<Prepared>,
): TwoStepHandler<V> =>
  ({
    mode: 'two-step',
    record: async (request: ApiRequest<V>): Promise<Recorded> => {
      const { tx, derivedId: requestId, actor, scope } = request;
      const { sessionId } = request.path as { sessionId: string };
      const reason = (request.body as { reason?: string }).reason;
      const session = found(await findSession(tx, sessionId));
      const { body, requestedBy = actor.id } = await prepare(request, session);
      const { companyId } = scope;
      await insertSessionRequest(tx, { id: requestId, companyId, sessionId, kind: verb, body, reason, requestedBy });
      await request.audit({
        subjectKind: 'ParkingSession',
        subjectId: sessionId,
        lotId: session.lotId,
        workflowId: messages.parkingSessionId(sessionId),
        after: { ...body, requestId },
        ...(reason === undefined ? {} : { reason }),
      });
      return { requestId, sessionId };
    },
    act: async (request: FreeRequest<V>, recorded: unknown) => {
      const body = await applied(door, request as unknown as FreeRequest<Verb>, verb, recorded as Recorded);
      return { status: 200, body };
    },
  }) as unknown as TwoStepHandler<V>;

/** The vehicle of a written plate. Throws the refusal. */
export const vehicleOf = async (
  tx: Tx,
  keys: PersonalDataKeys,
  plate: string,
  colour: PlateColour | undefined,
): Promise<Vehicle> => {
  const read = readPlate(plate, colour ?? 'unknown');
  if (isRefusal(read)) throw refused(read);
  const vehicle = await findOrCreateVehicle(tx, read, keys);
  if (isRefusal(vehicle)) throw refused(vehicle);
  return vehicle;
};

/** Why a vehicle parks free here: white list or its class. A pass is taken when it drives in, not here. */
export const exemptionAt = async (
  tx: Tx,
  stay: { readonly vehicleId: string; readonly lotId: string; readonly companyId: string; readonly at: EpochMs },
): Promise<string | undefined> => {
  const { passCoverId: _cover, ...standing } = await standingOf(tx, stay);
  const { policy } = await currentPolicy(tx, stay.companyId, stay.lotId);
  return exemptionOf(standing, policy);
};

const identify = async (
  { keys }: SessionVerbDeps,
  request: ApiRequest<'bindPlate' | 'correctPlate'>,
  session: SessionRow,
): Promise<Prepared> => {
  const { tx, body, scope, at } = request;
  const vehicle = await vehicleOf(tx, keys, body.plate, body.colour);
  const stay = { vehicleId: vehicle.id, lotId: session.lotId, companyId: scope.companyId, at };
  const exemption = await exemptionAt(tx, stay);
  const { id: vehicleId, vehicleClass } = vehicle;
  return { body: { vehicleId, vehicleClass, ...(exemption === undefined ? {} : { exemption }) } };
};

/** A second person confirms by naming the request that was refused for want of one. */
const voiding = async (request: ApiRequest<'voidSession'>): Promise<Prepared> => {
  const { tx, body, path, actor } = request;
  if (body.confirmsRequestId === undefined) return { body: {} };
  const first = found(await readSessionRequest(tx, body.confirmsRequestId));
  const confirmable = first.kind === 'voidSession' && first.code === 'second-person-required';
  if (first.sessionId !== path.sessionId || !confirmable) throw new Problem('stale-question');
  if (first.requestedBy === actor.id) throw new Problem('same-person');
  return { body: { approvedBy: actor.id, confirms: body.confirmsRequestId }, requestedBy: first.requestedBy };
};

const expectBay = async (tx: Tx, bayId: string, lotId: string): Promise<void> => {
  const bay = await tx.row(sql`select 1 from bay where id = ${bayId} and lot_id = ${lotId}`);
  if (bay === undefined) throw new Problem('not-parked-here', { detail: 'the lot has no such bay' });
};

const percentage = (kind: string, value: number): number => {
  if (kind === 'percent' && value > 100) {
    throw new Problem('malformed-request', {
      errors: [{ pointer: '/body/value', code: 'maximum', message: 'must be <= 100 percent' }],
    });
  }
  return kind === 'full' ? 0 : value;
};

export const sessionVerbRoutes = (deps: SessionVerbDeps): Handlers<Verb | 'requestExit'> => ({
  bindPlate: verbHandler(deps, 'bindPlate', (request, session) => identify(deps, request, session)),
  correctPlate: verbHandler(deps, 'correctPlate', (request, session) => identify(deps, request, session)),
  correctTimes: verbHandler(deps, 'correctTimes', async ({ body }) => ({ body: { enteredAt: body.enteredAt } })),
  moveBay: verbHandler(deps, 'moveBay', async ({ tx, body }, session) => {
    await expectBay(tx, body.bayId, session.lotId);
    return { body: { bayId: body.bayId } };
  }),
  markExempt: verbHandler(deps, 'markExempt', async () => ({ body: {} })),
  voidSession: verbHandler(deps, 'voidSession', (request) => voiding(request)),
  grantDiscount: verbHandler(deps, 'grantDiscount', async ({ body: { kind, value, sponsor } }) => ({
    body: { kind, value: percentage(kind, value), sponsor },
  })),
  requestExit: twoSteps(
    async ({ tx, path, body, derivedId, actor, scope, at, audit }) => {
      const session = found(await findSession(tx, path.sessionId));
      const { sessionId } = path;
      const row = { id: derivedId, companyId: scope.companyId, sessionId, kind: 'requestExit' };
      await insertSessionRequest(tx, {
        ...row,
        body: { at, laneId: body.laneId },
        reason: body.reason,
        requestedBy: actor.id,
      });
      const workflowId = messages.parkingSessionId(sessionId);
      const after = { laneId: body.laneId, requestId: derivedId };
      const named = { subjectKind: 'ParkingSession', subjectId: sessionId, lotId: session.lotId, workflowId };
      await audit({ ...named, after, ...(body.reason === undefined ? {} : { reason: body.reason }) });
      return { sessionId, at };
    },
    async (request, { sessionId, at }) => {
      const { body, derivedId, actor } = request;
      const argument: messages.ExitRequest = {
        deviceId: `person:${actor.id}`,
        eventId: derivedId,
        at,
        laneId: body.laneId,
        decisionId: derivedId,
      };
      const question = {
        workflowId: messages.parkingSessionId(sessionId),
        update: messages.requestExit,
        updateId: derivedId,
        argument,
      };
      const answer = await deps.door.ask(question, () => request.transaction((tx) => isSessionOpen(tx, sessionId)));
      return { status: 200, body: answer ?? (await request.transaction((tx) => recordedExit(tx, derivedId))) };
    },
  ),
});

/** What the exit was told before its session closed. */
const recordedExit = async (tx: Tx, decisionId: string): Promise<Schema<'ExitAnswer'>> => {
  const row = await tx.row<{ verdict: 'open' | 'pay' | 'refuse'; code: string | null }>(
    sql`select verdict, code from gate_decision where id = ${decisionId}`,
  );
  if (row === undefined) throw new Problem('session-closed');
  return { verdict: row.verdict, decisionId, ...(row.code === null ? {} : { code: row.code }) };
};
