// Reconciliations that wait for a bill outlive a release: every recorded one replays with the code of today.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { builtBundle } from '../workflows/support/bundle.ts';
import { installRuntime } from '../workflows/support/stage.ts';

const folder = join(import.meta.dirname, 'histories', 'reconciliation');
const behaviours = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));

interface History {
  readonly events: readonly { readonly eventId: number }[];
}
const read = (behaviour: string): History =>
  JSON.parse(readFileSync(join(folder, `${behaviour}.json`), 'utf8')) as History;

let workflowBundle: { codePath: string };
beforeAll(async () => {
  installRuntime();
  workflowBundle = await builtBundle();
});

const replay = (history: object) =>
  Worker.runReplayHistory({ workflowBundle, replayName: 'reconciliation' }, history, 'reconciliation/recorded');

test('a day that agrees, one that differs after a late bill, and one without a bill have a history', () => {
  expect(behaviours.length).toBeGreaterThanOrEqual(3);
});

test.each(behaviours)('%s replays with the code of today', async (behaviour) => {
  await expect(replay(read(behaviour))).resolves.toBeUndefined();
});

test.each(behaviours)('%s holds no name of a machine', (behaviour) => {
  const text = JSON.stringify(read(behaviour)).replace(/"data":"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString(),
  );
  expect(/"\d+@|\/(home|root|work|tmp)\//.exec(text)).toBeNull();
});

/** The same events under the same ids, but the first batch of lines says that it was not the last. */
test('a history altered in content is found out: the code would have asked for the next lines', async () => {
  const history = read('a-day-that-agrees');
  const altered = JSON.stringify(history).replace(/"data":"([A-Za-z0-9+/=]+)"/g, (whole, data: string) => {
    const text = Buffer.from(data, 'base64').toString();
    if (!/"last":\d+,"done":true/.test(text)) return whole;
    const answer = text.replace('"done":true', '"done":false');
    return `"data":"${Buffer.from(answer).toString('base64')}"`;
  });
  expect(JSON.parse(altered)).not.toEqual(history);
  await expect(replay(JSON.parse(altered) as object)).rejects.toBeInstanceOf(DeterminismViolationError);
});
