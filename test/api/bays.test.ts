// Bays, one by one and as files: a broken row is named by row and column, and nothing of the file is taken.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from './support/stage.ts';
import { addLot, ifMatch } from './support/town.ts';

let stage: Stage;
let as: string;
let lotId: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
  lotId = (await addLot(stage, stage.town, { kind: 'on-street' })).id;
});
afterAll(() => stage.close());

const importFile = (body: string, into = lotId) => stage.call('importBays', { as, path: { lotId: into }, body });
const countOf = async (lot: string): Promise<number> =>
  (await stage.done('listBays', { as, path: { lotId: lot }, query: { limit: 200 } })).items.length;

test('createBay, getBay, listBays, updateBay, removeBay', async () => {
  const bay = await stage.done('createBay', { as, path: { lotId }, body: { code: 'S1', state: 'in-use' } });
  expect(bay).toMatchObject({ lotId, code: 'S1', occupied: false, version: 1 });
  const path = { bayId: bay.id };
  const changed = await stage.done('updateBay', { as, path, body: { state: 'out-of-use' }, ...ifMatch(1) });
  expect(await stage.done('getBay', { as, path })).toEqual(changed);
  const query = { code: 'S1', occupied: false };
  expect((await stage.done('listBays', { as, path: { lotId }, query })).items).toEqual([changed]);
  expect((await stage.call('createBay', { as, path: { lotId }, body: { code: 'S1', state: 'in-use' } })).code).toBe(
    'already-exists',
  );
  expect((await stage.call('removeBay', { as, path, ...ifMatch(2) })).status).toBe(204);
});

describe('importBays', () => {
  test('takes 5,000 bays, knows them the second time, and changes only what differs', async () => {
    const { id } = await addLot(stage, stage.town, { kind: 'on-street' });
    const rows = Array.from({ length: 5_000 }, (_, index) => `A${index},in-use`);
    expect((await importFile(`code,state\n${rows.join('\n')}\n`, id)).body).toEqual({
      created: 5_000,
      updated: 0,
      unchanged: 0,
    });
    const changed = ['A0,out-of-use', ...rows.slice(1)];
    expect((await importFile(`code,state\n${changed.join('\n')}\n`, id)).body).toEqual({
      created: 0,
      updated: 1,
      unchanged: 4_999,
    });
  });

  test('reads the byte order mark, Windows line ends and quoted cells', async () => {
    const { id } = await addLot(stage, stage.town, { kind: 'on-street' });
    expect((await importFile('\uFEFF"code","state"\r\n"W1","in-use"\r\n\r\nW2,\r\n', id)).body.created).toBe(2);
    expect(await countOf(id)).toBe(2);
  });

  const broken: readonly (readonly [string, string, readonly string[]])[] = [
    ['an unknown state', 'code,state\nC1,in-use\nC2,gone\n', ['/row/3/column/state']],
    ['an empty code and one with a space', 'code\nC1\n""\nC 3\n', ['/row/3/column/code', '/row/4/column/code']],
    ['a code that stands twice', 'code,state\nC1,in-use\nC2,in-use\nC1,in-use\n', ['/row/4/column/code']],
    ['a missing column', 'bay,state\nC1,in-use\n', ['/row/1/column/code', '/row/1/column/bay']],
    ['an unknown column', 'code,colour\nC1,red\n', ['/row/1/column/colour']],
    ['a row with too many cells', 'code,state\nC1,in-use,extra\n', ['/row/2/column/(row)']],
    ['quotes that do not match', 'code,state\n"C1,in-use\n', ['/row/2/column/(row)']],
    ['no header at all', '', ['/row/1/column/(file)']],
    [
      'more rows than it takes',
      `code\n${Array.from({ length: 5_001 }, (_, index) => `M${index}`).join('\n')}\n`,
      ['/row/5002/column/(row)'],
    ],
  ];
  test.each(broken)('names %s and imports nothing', async (_what, file, pointers) => {
    const before = await countOf(lotId);
    const answer = await importFile(file);
    expect(answer).toMatchObject({ status: 400, code: 'malformed-rows' });
    expect(answer.pointers).toEqual(pointers);
    expect(await countOf(lotId)).toBe(before);
  });

  test('refuses JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await stage.call('importBays', { as, path: { lotId }, body: '[]', headers });
    expect(answer).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });
});

test('exportBays writes a file that a spreadsheet shows as it is and importBays takes back', async () => {
  const { id } = await addLot(stage, stage.town, { kind: 'on-street' });
  for (const code of ['=1+1', '-2', '@x', 'D"1', 'D,2', '北1']) {
    await stage.done('createBay', { as, path: { lotId: id }, body: { code, state: 'in-use' } });
  }
  const { body, headers } = await stage.call('exportBays', { as, path: { lotId: id } });
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  // The mark itself is taken off by fetch's decoder: the bytes are read for it below.
  const cells = String(body)
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[0] ?? '');
  expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
  const raw = await fetch(`${stage.baseUrl}/v1/lots/${id}/bays/export`, { headers: { authorization: `Bearer ${as}` } });
  expect([...new Uint8Array(await raw.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect((await importFile(String(body), id)).body).toEqual({ created: 0, updated: 0, unchanged: 6 });
});
