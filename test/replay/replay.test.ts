// Histories of open sessions must go on replaying: every recorded one does with the code of today, an altered one does not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { builtBundle } from '../workflows/support/bundle.ts';
import { installRuntime } from '../workflows/support/stage.ts';

const folder = join(import.meta.dirname, 'histories', 'parking-session');
const behaviours = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));

interface HistoryEvent {
  readonly eventId: number;
  readonly [attributes: string]: unknown;
}
const read = (behaviour: string): { events: HistoryEvent[] } =>
  JSON.parse(readFileSync(join(folder, `${behaviour}.json`), 'utf8')) as { events: HistoryEvent[] };

let workflowBundle: { codePath: string };
beforeAll(async () => {
  installRuntime();
  workflowBundle = await builtBundle();
});

const replay = (history: object) =>
  Worker.runReplayHistory({ workflowBundle, replayName: 'parking-session' }, history, 'session/recorded');

test('every behaviour that the outcome table names has a history', () => {
  expect(behaviours.length).toBeGreaterThanOrEqual(12);
});

test.each(behaviours)('%s replays with the code of today', async (behaviour) => {
  const history = read(behaviour);
  expect(history.events.map(({ eventId }) => eventId)).toEqual(history.events.map((_, index) => index + 1));
  await expect(replay(history)).resolves.toBeUndefined();
});

const personal = {
  plate: /[\u4e00-\u9fa5][A-Z][A-Z0-9]{4,6}/,
  phone: /\b1[3-9]\d{9}\b/,
  machine: /"\d+@|\/(home|root|work|tmp)\//,
};

test.each(behaviours)('%s holds no plate, phone number or name of a machine', (behaviour) => {
  const text = JSON.stringify(read(behaviour)).replace(/"data":"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString(),
  );
  for (const [what, pattern] of Object.entries(personal))
    expect([what, pattern.exec(text)?.[0]]).toEqual([what, undefined]);
});

/** The same events under the same ids, but the activity has answered something else. */
const withAnotherAnswer = (history: { events: HistoryEvent[] }): { events: HistoryEvent[] } => {
  const altered = JSON.stringify(history).replace(/"data":"([A-Za-z0-9+/=]+)"/g, (whole, data: string) => {
    const text = Buffer.from(data, 'base64').toString();
    if (!text.includes('"waitMs"')) return whole;
    const answer = { ...(JSON.parse(text) as object), waitMs: undefined };
    return `"data":"${Buffer.from(JSON.stringify(answer)).toString('base64')}"`;
  });
  return JSON.parse(altered) as { events: HistoryEvent[] };
};

test('a history altered in content is found out: the code would not have started the timer that it shows', async () => {
  const history = read('on-street-paid-after-leaving');
  const altered = withAnotherAnswer(history);
  expect(altered.events.map(({ eventId }) => eventId)).toEqual(history.events.map(({ eventId }) => eventId));
  expect(altered).not.toEqual(history);
  await expect(replay(altered)).rejects.toBeInstanceOf(DeterminismViolationError);
});
