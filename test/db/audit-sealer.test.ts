// The seals of the audit log: every row joins its company's chain once, and the chain shows whatever was done to it.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditLogIsSealed } from '../../db/queries/audit-checks/audit-log-is-sealed.ts';
import { canonicalJson } from '../../db/queries/audit-seals.ts';
import { sql } from '../../db/rows.ts';
import { sealAuditLog } from '../../delivery/audit-sealer.ts';
import { createScene, type Scene } from '../devices/support/scene.ts';
import { openByHand, type ByHand } from './support/by-hand.ts';
import { writeAuditRows } from './support/money-scene.ts';

let scene: Scene;
let byHand: ByHand;
beforeAll(async () => {
  scene = await createScene();
  byHand = await openByHand(scene.databaseUrl);
});
afterAll(async () => {
  await byHand.close();
  await scene.close();
});

const seals = () =>
  scene.inCompany((tx) =>
    tx.rows<{ position: number; previous: string; hash: string }>(sql`
      select position, encode(previous_hash, 'hex') as previous, encode(hash, 'hex') as hash from audit_seal order by position`),
  );
const faults = async () => {
  const rows = await scene.inCompany((tx) => auditLogIsSealed.broken(tx, scene.companyId));
  return rows.map(({ problem }) => problem);
};

test('chains new rows behind the old ones, and finds nothing to do a second time', async () => {
  await writeAuditRows(scene, 3);
  expect(await sealAuditLog({ database: scene.db })).toBe(3);
  expect(await sealAuditLog({ database: scene.db })).toBe(0);
  await writeAuditRows(scene, 2);
  expect(await sealAuditLog({ database: scene.db })).toBe(2);
  const chain = await seals();
  expect(chain.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  expect(chain.map(({ previous }) => previous)).toEqual([
    '0'.repeat(64),
    ...chain.slice(0, -1).map(({ hash }) => hash),
  ]);
  expect(await faults()).toEqual([]);
});

test('seals each row once when several workers seal at the same moment', async () => {
  await writeAuditRows(scene, 40);
  const sealed = await Promise.all([1, 2, 3, 4].map(() => sealAuditLog({ database: scene.db })));
  expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(await faults()).toEqual([]);
});

test.each([
  [
    'a field is changed',
    `update audit_log set reason = 'x' where id = (select audit_id from audit_seal where position = 4)`,
    'it is not what was sealed',
  ],
  [
    'a value deep inside is changed',
    `update audit_log set before = jsonb_set(before, '{a,c,0}', '2')
      where id = (select audit_id from audit_seal where position = 9)`,
    'it is not what was sealed',
  ],
  [
    'a sealed row is taken away',
    `delete from audit_log where id = (select audit_id from audit_seal where position = 7)`,
    'it was sealed and is gone',
  ],
  ['a seal is taken away', `delete from audit_seal where position = 5`, 'a seal before it is missing'],
  [
    'a seal is replaced',
    `update audit_seal set previous_hash = sha256('x') where position = 6`,
    'its seal does not follow the one before',
  ],
  [
    'a row is slipped in with an old time',
    `insert into audit_log select (jsonb_populate_record(
        a, jsonb_build_object('id', gen_random_uuid(), 'written_at', '2020-01-01'))).* from audit_log a limit 1`,
    'it was written before rows that are sealed',
  ],
])('notices that %s', async (_what, statement, problem) => {
  expect(await byHand.whileBroken(['audit_log', 'audit_seal'], statement, faults)).toContain(problem);
});

test('refuses to change or delete rows of the log and its seals', async () => {
  for (const statement of [sql`delete from audit_seal`, sql`update audit_log set reason = 'x'`]) {
    await expect(scene.inCompany((tx) => tx.run(statement))).rejects.toThrow(/permission denied|append-only/);
  }
});

test('hashes SHA-256 over the hash before and the row as canonical JSON, so that others can verify it', async () => {
  const row = await scene.inCompany((tx) =>
    tx.row<Record<string, unknown>>(sql`
      select a.*, epoch_ms(a.at) as at_ms, epoch_ms(a.written_at) as written_ms from audit_log a
      join audit_seal s on s.audit_id = a.id where s.position = 1`),
  );
  const text =
    `{"action":"updateLot","actorId":"staff/1","actorKind":"staff","address":null,"after":{"number":1},` +
    `"at":${String(row?.['at_ms'])},` +
    `"before":{"a":{"c":[1,2.5],"d":null},"b":1},"companyId":"${scene.companyId}","id":"${String(row?.['id'])}","lotId":null,` +
    `"onBehalfOf":null,"reason":null,"requestId":null,"subjectId":"${scene.garageId}","subjectKind":"lot","workflowId":null,` +
    `"writtenAt":${String(row?.['written_ms'])}}`;
  const [first] = await seals();
  expect(first?.hash).toBe(createHash('sha256').update(Buffer.alloc(32)).update(text).digest('hex'));
});

test('writes one text per value, whatever the order of its names', () => {
  expect(canonicalJson({ b: [1, { z: true, a: 'ü' }], a: null })).toBe('{"a":null,"b":[1,{"a":"ü","z":true}]}');
});
