// Puts events into the inbox as ingest does, works them off, and lets the sessions' own activity hear their messages.
import { MockActivityEnvironment } from '@temporalio/testing';
import { createSessionActivities } from '../../../activities/session/index.ts';
import { type SessionEffect } from '../../../activities/session/effect.ts';
import { bayKey, type InboxEvent, inboxDepth, laneKey, storeEvents, waitingKeys } from '../../../db/queries/inbox.ts';
import { sql } from '../../../db/rows.ts';
import { dispatchKey } from '../../../devices/dispatch/dispatcher.ts';
import { epochMs, formatInstant } from '../../../domain/time.ts';
import { createLog } from '../../../platform/log.ts';
import { type Scene } from './scene.ts';

export const quiet = createLog({ name: 'test', level: 'silent' });

let serial = 0;

export const bayEvent = (
  scene: Scene,
  deviceId: string,
  bay: string,
  event: { type: string; at: number; eventId?: string; seq?: number; data?: Record<string, unknown> },
): InboxEvent => {
  const bayId = scene.bays[bay] ?? '';
  const at = epochMs(event.at);
  return {
    deviceId,
    eventId: event.eventId ?? `e${(serial += 1)}`,
    day: formatInstant(at).slice(0, 10),
    companyId: scene.companyId,
    lotId: scene.streetId,
    key: bayKey(bayId),
    ...(event.seq === undefined ? {} : { seq: event.seq }),
    type: event.type,
    at,
    receivedAt: at,
    data: { ...event.data, bayId },
  };
};

export const laneEvent = (
  scene: Scene,
  deviceId: string,
  laneId: string,
  event: { type: string; at: number; key?: string; data?: Record<string, unknown> },
): InboxEvent => ({
  ...bayEvent(scene, deviceId, 'A1', event),
  lotId: scene.garageId,
  key: event.key ?? laneKey(laneId),
  data: { laneId, ...event.data },
});

export const store = (scene: Scene, ...events: InboxEvent[]): Promise<void> =>
  scene.db.asDelivery((tx) => storeEvents(tx, events));

/** Works off every key that is not held back, once. */
export const dispatch = async (scene: Scene): Promise<void> => {
  const keys = await scene.db.asDelivery((tx) => waitingKeys(tx, '', 1_000));
  for (const { key, held } of keys) {
    if (!held) await dispatchKey({ db: scene.db, keys: scene.keys, log: quiet }, key);
  }
};

interface SignalRow {
  id: number;
  workflowId: string;
  message: string;
  argument: Record<string, unknown>;
  key: string;
}

/** What the worker does with signals, without a server in between: the real activity, effect by effect. */
export const hearSignals = async (scene: Scene, nowMs: number): Promise<string[]> => {
  const activities = createSessionActivities({
    database: scene.db,
    clock: { now: () => nowMs },
    paymentUrl: () => 'https://pay.test/',
  });
  const rows = await scene.db.asDelivery((tx) =>
    tx.rows<SignalRow>(sql`
      update outbox set state = 'done' where state = 'new' and kind = 'signal'
      returning id, workflow_id as "workflowId", message, arguments as argument, message_key as key`),
  );
  for (const row of rows.sort((a, b) => a.id - b.id)) {
    const facts = ['vehicleSensed', 'plateRead', 'exitSeen'];
    const effect = facts.includes(row.message)
      ? { kind: row.message, fact: row.argument }
      : { kind: row.message, ...row.argument };
    await new MockActivityEnvironment().run(activities.applyToSession, {
      companyId: scene.companyId,
      sessionId: row.workflowId.replace('session/', ''),
      effectId: row.key,
      effect: effect as unknown as SessionEffect,
    });
  }
  return rows.map(({ message }) => message);
};

/** Held-back keys wait for real milliseconds; a test does not. */
export const releaseHeldKeys = (scene: Scene) =>
  scene.db.asDelivery((tx) => tx.run(sql`update dispatch_key set available_at = now() where parked_reason is null`));

export const depth = (scene: Scene) => scene.db.asDelivery((tx) => inboxDepth(tx));
