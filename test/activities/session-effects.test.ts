// Every effect of a session: interrupted it leaves nothing behind, performed twice it leaves what once left.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Database } from '../../db/database.ts';
import { sql } from '../../db/rows.ts';
import { type SessionEffect } from '../../activities/session/effect.ts';
import { formatInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type SessionRequestKind } from '../../workflows/messages/parking-session.ts';
import { createGround, type Ground, minutes } from '../workflows/support/ground.ts';

let ground: Ground & { close(): Promise<void> };
let superuser: pg.Client;
beforeAll(async () => {
  ground = await createGround();
  superuser = new pg.Client({ connectionString: ground.scene.databaseUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await ground.close();
});
beforeEach(() => ground.clock.set(minutes(100)));

/** Everything that the database holds, table by table, row by row. */
const everything = async (): Promise<Record<string, string[]>> => {
  const tables = await superuser.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
     and relname not like 'mikro_orm%' order by relname`,
  );
  const contents: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const { rows } = await superuser.query<{ row: string }>(`select t::text as row from ${name} t order by t::text`);
    if (rows.length > 0) contents[name] = rows.map(({ row }) => row);
  }
  return contents;
};

class Interrupted extends Error {}
/** The power fails after the last statement and before the commit. */
const interrupting = (database: Database): Database => ({
  ...database,
  inCompany: (companyId, work) =>
    database.inCompany(companyId, async (tx) => {
      await work(tx);
      throw new Interrupted();
    }),
});

interface Prepared {
  readonly sessionId: string;
  readonly effectId: string;
  readonly effect: SessionEffect;
}
type Prepare = () => Promise<Prepared>;

const identified = async (setting: 'on-street' | 'off-street') =>
  ground.book(setting, { vehicleId: await ground.vehicle() });

const sensed =
  (type: string, minute: number, enteredAt?: number): Prepare =>
  async () => {
    const options = enteredAt === undefined ? {} : { enteredAt: minutes(enteredAt) };
    const sessionId = await ground.book('on-street', { vehicleId: await ground.vehicle(), ...options });
    await ground.pay(sessionId, 700);
    await ground.discount(sessionId, 'amount', 100);
    const fact = await ground.event(sessionId, type, minutes(minute), { sessionId });
    return {
      sessionId,
      effectId: `event/${fact.eventId}`,
      effect: { kind: 'vehicleSensed', fact: { ...fact, occupied: false } },
    };
  };

const asked =
  (minute: number): Prepare =>
  async () => {
    const sessionId = await identified('off-street');
    const fact = await ground.event(sessionId, 'lane.exit', minutes(minute));
    const request = { ...fact, laneId: ground.scene.exitLaneId, decisionId: newId() };
    return { sessionId, effectId: `exit/${request.decisionId}`, effect: { kind: 'requestExit', request } };
  };

const requested =
  (verb: SessionRequestKind, body: () => Promise<object> | object): Prepare =>
  async () => {
    const sessionId = await ground.book(verb === 'moveBay' ? 'on-street' : 'off-street');
    if (verb === 'voidSession') await ground.pay(sessionId, 900);
    const requestId = await ground.requestRow(sessionId, verb, await body());
    return { sessionId, effectId: `request/${requestId}`, effect: { kind: 'applyRequest', verb, requestId } };
  };

/** A stay that has left and owes 25.00. */
const hasLeft = async (): Promise<string> => {
  const sessionId = await identified('on-street');
  const fact = { ...(await ground.event(sessionId, 'bay.free', minutes(100))), occupied: false };
  await ground.apply(sessionId, 'left', { kind: 'vehicleSensed', fact });
  return sessionId;
};

const effects: Record<string, Prepare> = {
  'a free bay, with an advance and a discount': sensed('bay.free', 90),
  'an occupied bay, earlier than known': sensed('bay.occupied', 27, 30),
  'a superseded stay': sensed('stay.superseded', 95),
  'a plate read': async () => {
    const sessionId = await ground.book('on-street');
    const fact = {
      ...(await ground.event(sessionId, 'bay.plate', minutes(1))),
      vehicleId: await ground.vehicle(),
      confidence: 95,
    };
    await ground.evidence(sessionId, 'plate-read', fact, { vehicleId: fact.vehicleId, confidence: 95 });
    return { sessionId, effectId: 'read', effect: { kind: 'plateRead', fact } };
  },
  'a vehicle that drove out': async () => {
    const sessionId = await identified('off-street');
    const fact = await ground.event(sessionId, 'lane.passed', minutes(100));
    return {
      sessionId,
      effectId: 'out',
      effect: { kind: 'exitSeen', fact: { ...fact, laneId: ground.scene.exitLaneId } },
    };
  },
  'an exit that is granted': asked(10),
  'an exit that must pay': asked(100),
  'a decision of the bridge': async () => {
    const sessionId = await identified('off-street');
    const decisionId = newId();
    await ground.scene.inCompany((tx) =>
      tx.run(sql`
        insert into gate_decision (id, company_id, lot_id, lane_id, device_id, event_id, direction, session_id, verdict, at)
        values (${decisionId}, ${ground.scene.companyId}, ${ground.scene.garageId}, ${ground.scene.exitLaneId}, 'camera',
          ${decisionId}, 'exit', ${sessionId}, 'open', instant(${minutes(12)}))`),
    );
    return { sessionId, effectId: `decision/${decisionId}`, effect: { kind: 'decidedAtLane', decisionId } };
  },
  'a payment that opens the barrier': async () => {
    const { sessionId, effectId, effect } = await asked(100)();
    await ground.apply(sessionId, effectId, effect);
    const paymentId = await ground.pay(sessionId, 2_500);
    return { sessionId, effectId: `payment/${paymentId}`, effect: { kind: 'paymentSettled', paymentId } };
  },
  'a payment that settles a stay that has left': async () => {
    const sessionId = await hasLeft();
    const paymentId = await ground.pay(sessionId, 2_500);
    return { sessionId, effectId: `payment/${paymentId}`, effect: { kind: 'paymentSettled', paymentId } };
  },
  'a payment that was taken back': async () => {
    const sessionId = await hasLeft();
    const paymentId = await ground.pay(sessionId, 500);
    return { sessionId, effectId: `payment-reversed/${paymentId}`, effect: { kind: 'paymentReversed', paymentId } };
  },
  'a barrier that did not move': async () => {
    const { sessionId, effectId, effect } = await asked(10)();
    await ground.apply(sessionId, effectId, effect);
    const command = await ground.scene.inCompany((tx) =>
      tx.row<{ id: string }>(sql`
        update device_command set state = 'failed', failure = 'jammed' where session_id = ${sessionId} returning id`),
    );
    const commandId = command?.id ?? '';
    return { sessionId, effectId: `gate/${commandId}`, effect: { kind: 'gateFailed', commandId, reason: 'jammed' } };
  },
  'an abandoned entry': async () => {
    const sessionId = await identified('off-street');
    const decisionId = await ground.entryDecision(sessionId);
    const fact = await ground.event(sessionId, 'lane.abandoned', minutes(1));
    await ground.evidence(sessionId, 'entry-abandoned', fact, { decisionId });
    return { sessionId, effectId: `abandoned/${decisionId}`, effect: { kind: 'entryAbandoned', decisionId } };
  },
  'a hand-over': async () => {
    const sessionId = await hasLeft();
    ground.clock.set(minutes(200));
    return { sessionId, effectId: 'hand-over', effect: { kind: 'handOver' } };
  },
  'a hand-over that is not due yet': async () => ({
    sessionId: await hasLeft(),
    effectId: 'hand-over',
    effect: { kind: 'handOver' },
  }),
  'a malformed message': async () => ({
    sessionId: await identified('on-street'),
    effectId: 'malformed/paymentSettled',
    effect: { kind: 'malformed', message: 'paymentSettled' },
  }),
  'a message without a row': async () => {
    const paymentId = newId();
    const sessionId = await identified('on-street');
    return { sessionId, effectId: `payment/${paymentId}`, effect: { kind: 'paymentSettled', paymentId } };
  },
  'a bound plate': requested('bindPlate', async () => ({ vehicleId: await ground.vehicle() })),
  'a corrected plate': requested('correctPlate', async () => ({ vehicleId: await ground.vehicle() })),
  'corrected times': requested('correctTimes', () => ({ enteredAt: formatInstant(minutes(3)) })),
  'a moved bay': requested('moveBay', () => ({ bayId: ground.scene.bays['A59'] })),
  'an exemption': requested('markExempt', () => ({})),
  'a void with money in it': requested('voidSession', () => ({ approvedBy: 'staff/second' })),
  'a refused void': requested('voidSession', () => ({})),
  'a discount': requested('grantDiscount', () => ({ kind: 'amount', value: 300 })),
};

test.each(Object.entries(effects))(
  '%s leaves nothing when interrupted, and the same rows once and twice',
  async (_name, prepare) => {
    const { sessionId, effectId, effect } = await prepare();
    const before = await everything();
    await expect(ground.apply(sessionId, effectId, effect, interrupting(ground.scene.db))).rejects.toBeInstanceOf(
      Interrupted,
    );
    expect(await everything()).toEqual(before);
    const answer = await ground.apply(sessionId, effectId, effect);
    const once = await everything();
    expect(await ground.apply(sessionId, effectId, effect)).toEqual(answer);
    expect(await everything()).toEqual(once);
  },
);

test('two workers that perform the same effect at once perform it once', async () => {
  const { sessionId, effectId, effect } = await sensed('bay.free', 90)();
  const answers = await Promise.all(Array.from({ length: 4 }, () => ground.apply(sessionId, effectId, effect)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await ground.session(sessionId)).toMatchObject({ phase: 'left', revision: 1 });
  expect(await ground.count('passage', sessionId)).toBe(1);
});

test('the ledger balances after all of it, company by company', async () => {
  const { rows } = await superuser.query(`
    select t.company_id, sum(e.amount_fen)::integer as sum from ledger_entry e
    join ledger_transaction t on t.id = e.transaction_id group by 1`);
  expect(rows).toEqual([{ company_id: ground.scene.companyId, sum: 0 }]);
});
