// Free places for everybody: read, listed, streamed with resume, and calibrated with a reason.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { occupy, release } from '../../db/queries/occupancy.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addLot, addStreet } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const calibrate = (lotId: string, body: { occupied: number; reason: string; occupiedBayCodes?: string[] }) =>
  stage.call('calibrateLot', { as, path: { lotId }, body });
const boardOf = (lotId: string, headers = {}) => stage.done('getLotBoard', { path: { lotId }, headers });
const driveIn = (lotId: string) => stage.database.inCompany(stage.town.id, (tx) => occupy(tx, lotId));

describe('getLotBoard', () => {
  test('shows a new lot as empty, and whoever calibrates reads his own count', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 50 });
    expect(await boardOf(id)).toMatchObject({ lotId: id, capacity: 50, occupied: 0, free: 50 });
    expect((await calibrate(id, { occupied: 12, reason: 'opening count' })).status).toBe(201);
    expect(await boardOf(id)).toMatchObject({ occupied: 12, free: 38 });
  });

  test('never shows less than nothing', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 2 });
    await calibrate(id, { occupied: 5, reason: 'cars on the lawn' });
    expect(await boardOf(id)).toMatchObject({ capacity: 2, occupied: 5, free: 0 });
  });

  test('with no-cache shows what was committed a moment ago', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 10 });
    await boardOf(id);
    for (let cars = 1; cars <= 5; cars += 1) {
      await driveIn(id);
      expect(await boardOf(id, { 'cache-control': 'no-cache' })).toMatchObject({ occupied: cars });
    }
  });

  test('learns of a change by itself', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 10 });
    await boardOf(id);
    await driveIn(id);
    const deadline = Date.now() + 5_000;
    let board = await boardOf(id);
    while (board.occupied !== 1 && Date.now() < deadline) board = await boardOf(id);
    expect(board.occupied).toBe(1);
  });

  test('answers without the cache as well', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 10 });
    await driveIn(id);
    const withoutCache = async () => {
      await stage.redis.del(`parking:board:${id}`);
      return boardOf(id);
    };
    // Who was told of the new lot may still be about to store it as it was before the car came.
    const deadline = Date.now() + 5_000;
    let board = await withoutCache();
    while (board.occupied !== 1 && Date.now() < deadline) board = await withoutCache();
    expect(board).toMatchObject({ occupied: 1, free: 9 });
  });

  test('of an unknown lot is not found', async () => {
    expect((await stage.call('getLotBoard', { path: { lotId: newId() } })).status).toBe(404);
  });
});

test('listBoards shows every lot of one company', async () => {
  const [mine, theirs] = [await addLot(stage, stage.town), await addLot(stage, stage.otherTown)];
  const { items } = await stage.done('listBoards', { query: { companyId: stage.town.id } });
  const ids = items.map(({ lotId }) => lotId);
  expect(ids).toContain(mine.id);
  expect(ids).not.toContain(theirs.id);
  expect((await stage.done('listBoards', { query: { companyId: newId() } })).items).toEqual([]);
});

interface Event {
  readonly id: string;
  readonly lotId: string;
  readonly occupied: number;
  readonly version: number;
}

/** Reads board events until the test has seen enough; at most ten seconds. */
const follow = async (
  lastEventId: string | undefined,
  enough: (events: readonly Event[]) => boolean | Promise<boolean>,
) => {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const url = `${stage.baseUrl}/v1/boards/events?companyId=${stage.town.id}`;
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const events: Event[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, id, data] = /^id: (\d+)\nevent: board\ndata: (.*)$/s.exec(block) ?? [];
      if (id !== undefined && data !== undefined) events.push({ id, ...(JSON.parse(data) as Omit<Event, 'id'>) });
    }
    if (await enough(events)) break;
  }
  return events;
};

describe('streamBoardEvents', () => {
  test('sends every board at first, and then each change', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 10 });
    let drove = false;
    const events = await follow(undefined, async (seen) => {
      const mine = seen.filter(({ lotId }) => lotId === id);
      if (mine.length > 0 && !drove) {
        drove = true;
        await driveIn(id);
      }
      return mine.some(({ occupied }) => occupied === 1);
    });
    const mine = events.filter(({ lotId }) => lotId === id);
    expect(mine.map(({ occupied }) => occupied)).toEqual([0, 1]);
    expect(mine[1]!.version).toBeGreaterThan(mine[0]!.version);
  });

  test('resumes with what changed while nobody listened', async () => {
    const [quiet, busy] = [await addLot(stage, stage.town), await addLot(stage, stage.town)];
    const first = await follow(undefined, (seen) => seen.some(({ lotId }) => lotId === busy.id));
    expect(first.map(({ lotId }) => lotId)).toContain(quiet.id);
    // Far enough on that the overlap of the resume does not reach back to the lots' creation.
    const later = String(Date.now() + 60_000);
    await stage.database.inCompany(stage.town.id, (tx) => release(tx, busy.id));
    const resumed = await follow(first.at(-1)!.id, (seen) => seen.some(({ lotId }) => lotId === busy.id));
    expect(resumed.some(({ lotId }) => lotId === busy.id)).toBe(true);
    let drove = false;
    const fromLater = await follow(later, async (seen) => {
      if (!drove) {
        drove = true;
        await driveIn(busy.id);
      }
      return seen.length > 0;
    });
    expect(fromLater.map(({ lotId }) => lotId)).toEqual([busy.id]);
  });
});

describe('calibrateLot', () => {
  test('keeps what it was, who said so and why; listCalibrations shows the newest first', async () => {
    const { id } = await addLot(stage, stage.town, { capacity: 50 });
    await calibrate(id, { occupied: 3, reason: 'counted in the morning' });
    const { body } = await calibrate(id, { occupied: 7, reason: 'counted at noon' });
    const calibratedBy = stage.town.idOf('administrator');
    expect(body).toMatchObject({ occupiedBefore: 3, occupiedAfter: 7, reason: 'counted at noon', calibratedBy });
    const { items } = await stage.done('listCalibrations', { as, path: { lotId: id } });
    expect(items.map(({ occupiedAfter }) => occupiedAfter)).toEqual([7, 3]);
    const auditor = await stage.town.as('audit-administrator');
    const log = await stage.done('listAuditLog', { as: auditor, query: { subjectId: id, action: 'calibrateLot' } });
    expect(log.items[0]).toMatchObject({ reason: 'counted at noon', before: { occupied: 3 }, after: { occupied: 7 } });
  });

  test('on-street names the bays that are taken, as many as it counts', async () => {
    const { id } = await addStreet(stage, stage.town, 4);
    const reason = 'walked along';
    expect((await calibrate(id, { occupied: 2, reason, occupiedBayCodes: ['B1', 'B3'] })).status).toBe(201);
    const taken = await stage.done('listBays', { as, path: { lotId: id }, query: { occupied: true } });
    expect(taken.items.map(({ code }) => code).sort()).toEqual(['B1', 'B3']);
    const short = await calibrate(id, { occupied: 3, reason, occupiedBayCodes: ['B1'] });
    expect(short).toMatchObject({ status: 400, pointers: ['/body/occupiedBayCodes'] });
    const unknown = await calibrate(id, { occupied: 2, reason, occupiedBayCodes: ['B1', 'B9'] });
    expect(unknown).toMatchObject({ status: 400, pointers: ['/body/occupiedBayCodes/1'] });
    expect(await boardOf(id)).toMatchObject({ occupied: 2 });
  });

  test('refuses bays for a lot without them', async () => {
    const { id } = await addLot(stage, stage.town);
    const answer = await calibrate(id, { occupied: 1, reason: 'why not', occupiedBayCodes: ['B1'] });
    expect(answer).toMatchObject({ status: 400, pointers: ['/body/occupiedBayCodes'] });
  });
});
