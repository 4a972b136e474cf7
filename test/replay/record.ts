// Records the histories that replay.test.ts replays: TEST_ENVIRONMENT_FILE=... node test/replay/record.ts
// Record again only when a behaviour is added; an old history must go on replaying for as long as one may be open.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../platform/ids.ts';
import { createStage, eventually, minutes, type Stage } from '../workflows/support/stage.ts';
import { historyText } from './history-text.ts';

const folder = join(import.meta.dirname, 'histories', 'parking-session');

type Behaviour = (stage: Stage) => Promise<string>;

const street = async (stage: Stage) => stage.open('on-street', { vehicleId: await stage.vehicle() });
const garage = async (stage: Stage) => stage.open('off-street', { vehicleId: await stage.vehicle() });
const left = (stage: Stage, sessionId: string) => stage.until(sessionId, ({ phase }) => phase === 'left');

const behaviours: Readonly<Record<string, Behaviour>> = {
  'free-within-free-minutes': async (stage) => {
    const sessionId = await street(stage);
    await stage.free(sessionId, minutes(10));
    return sessionId;
  },
  'on-street-paid-before-leaving': async (stage) => {
    const sessionId = await stage.open('on-street');
    await stage.request(sessionId, 'bindPlate', { vehicleId: await stage.vehicle() });
    await stage.pay(sessionId, 2_500);
    await stage.effects(sessionId, 2);
    await stage.free(sessionId, minutes(95));
    return sessionId;
  },
  'on-street-paid-after-leaving': async (stage) => {
    const sessionId = await street(stage);
    await stage.free(sessionId, minutes(100));
    await left(stage, sessionId);
    await stage.pay(sessionId, 2_500);
    return sessionId;
  },
  'handed-over-at-once': async (stage) => {
    await stage.policy('on-street', { settleGraceMs: 0 });
    const sessionId = await street(stage);
    await stage.policy('on-street', {});
    await stage.free(sessionId, minutes(100));
    return sessionId;
  },
  'handed-over-after-grace': async (stage) => {
    await stage.policy('on-street', { settleGraceMs: 1_000 });
    const sessionId = await street(stage);
    await stage.policy('on-street', {});
    await stage.free(sessionId, minutes(100));
    await left(stage, sessionId);
    stage.clock.set(minutes(101));
    return sessionId;
  },
  'never-identified': async (stage) => {
    const sessionId = await stage.open('on-street');
    await stage.free(sessionId, minutes(100));
    return sessionId;
  },
  'off-street-paid-at-the-exit': async (stage) => {
    const sessionId = await garage(stage);
    await stage.askExit(sessionId, minutes(100));
    await stage.pay(sessionId, 2_500);
    await stage.effects(sessionId, 2);
    await stage.driveOut(sessionId, minutes(101));
    return sessionId;
  },
  'off-street-exempt': async (stage) => {
    const sessionId = await garage(stage);
    await stage.request(sessionId, 'markExempt', {});
    await stage.askExit(sessionId, minutes(100));
    await stage.driveOut(sessionId, minutes(101));
    return sessionId;
  },
  'corrected-by-people': async (stage) => {
    const sessionId = await stage.open('on-street');
    await stage.request(sessionId, 'bindPlate', { vehicleId: await stage.vehicle() });
    await stage.request(sessionId, 'correctPlate', { vehicleId: await stage.vehicle() });
    await stage.request(sessionId, 'moveBay', { bayId: stage.scene.bays['A50'] });
    await stage.request(sessionId, 'grantDiscount', { kind: 'amount', value: 500 });
    await stage.request(sessionId, 'moveBay', { bayId: newId() }).catch(() => undefined);
    await stage.free(sessionId, minutes(100));
    await left(stage, sessionId);
    await stage.pay(sessionId, 2_000);
    return sessionId;
  },
  'voided-with-money': async (stage) => {
    const sessionId = await street(stage);
    await stage.pay(sessionId, 1_000);
    await stage.effects(sessionId, 1);
    await stage.request(sessionId, 'voidSession', { approvedBy: 'staff/second' });
    return sessionId;
  },
  superseded: async (stage) => {
    const sessionId = await street(stage);
    const fact = await stage.event(sessionId, 'stay.superseded', minutes(100), { sessionId });
    await stage.signal(sessionId, 'vehicleSensed', { ...fact, occupied: false, superseded: true });
    return sessionId;
  },
  'forged-and-malformed-messages': async (stage) => {
    const sessionId = await street(stage);
    const handle = stage.client.workflow.getHandle(`session/${sessionId}`);
    await handle.signal('paymentSettled', { paymentId: newId() });
    await handle.signal('paymentSettled');
    await handle.executeUpdate('bindPlate', { args: [] }).catch(() => undefined);
    await eventually(async () => ((await stage.audits(sessionId)).length === 2 ? true : undefined));
    await stage.free(sessionId, minutes(10));
    return sessionId;
  },
  'barrier-that-did-not-move': async (stage) => {
    const sessionId = await garage(stage);
    await stage.askExit(sessionId, minutes(5));
    await stage.signal(sessionId, 'gateFailed', { commandId: newId(), reason: 'jammed' });
    await eventually(async () => ((await stage.audits(sessionId)).length === 1 ? true : undefined));
    await stage.askExit(sessionId, minutes(6));
    await stage.driveOut(sessionId, minutes(7));
    return sessionId;
  },
};

const stage = await createStage();
try {
  await mkdir(folder, { recursive: true });
  for (const [name, behave] of Object.entries(behaviours)) {
    stage.clock.set(minutes(100));
    const sessionId = await behave(stage);
    await stage.closed(sessionId);
    const handle = stage.client.workflow.getHandle(`session/${sessionId}`);
    await handle.result();
    await writeFile(join(folder, `${name}.json`), historyText(await handle.fetchHistory()));
    process.stderr.write(`${name}\n`);
  }
} finally {
  await stage.close();
}
