// One key, one effect: repeats, other bodies, other people, crashes in the middle, and many at once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { derivedId, idempotency, type KeyedRequest } from '../../api/idempotency.ts';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const create = (name: string, key: string, token = as) =>
  stage.call('createBranch', { as: token, body: { name }, headers: { 'idempotency-key': key } });
const branchesNamed = (name: string) =>
  stage.database.inCompany(stage.town.id, (tx) => tx.rows(sql`select 1 from branch where name = ${name}`));

describe('an idempotency key', () => {
  test('repeats the first answer and does nothing again', async () => {
    const [name, key] = [`Branch ${newId()}`, newId()];
    const first = await create(name, key);
    const second = await create(name, key);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(await branchesNamed(name)).toHaveLength(1);
  });

  test('refuses another body', async () => {
    const key = newId();
    await create(`Branch ${newId()}`, key);
    expect(await create(`Branch ${newId()}`, key)).toMatchObject({ status: 422, code: 'key-reused' });
  });

  test('is of one person: another one under the same key gets his own answer', async () => {
    const key = newId();
    const mine = await create(`Branch ${newId()}`, key);
    const theirs = await create(`Branch ${newId()}`, key, await stage.otherTown.as('administrator'));
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('is needed, and needs eight characters', async () => {
    const body = { name: 'X' };
    const short = await stage.call('createBranch', { as, body, headers: { 'idempotency-key': 'short' } });
    expect(short).toMatchObject({ status: 400, pointers: ['/header/Idempotency-Key'] });
    const none = await fetch(`${stage.baseUrl}/v1/branches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(none.status).toBe(400);
  });

  test('of a request that was refused is free again', async () => {
    const [name, key] = [`Branch ${newId()}`, newId()];
    await create(name, newId());
    expect((await create(name, key)).code).toBe('already-exists');
    await stage.database.inCompany(stage.town.id, (tx) => tx.run(sql`delete from branch where name = ${name}`));
    expect((await create(name, key)).status).toBe(201);
  });

  test('of thirty at once does it once; the others get the answer, or are told to wait', async () => {
    const [name, key] = [`Branch ${newId()}`, newId()];
    const answers = await Promise.all(Array.from({ length: 30 }, () => create(name, key)));
    expect(await branchesNamed(name)).toHaveLength(1);
    const fresh = answers.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'));
    expect(fresh).toHaveLength(1);
    const others = answers.filter((answer) => !fresh.includes(answer));
    for (const { status, code, headers } of others) {
      if (status === 201) expect(headers.get('idempotency-replayed')).toBe('true');
      else expect([status, code, headers.get('retry-after')]).toEqual([409, 'request-in-progress', '1']);
    }
  });
});

describe('the lease of a request that died', () => {
  const request = (): KeyedRequest => ({
    companyId: stage.town.id,
    principalId: 'somebody',
    operation: 'requestExit',
    key: newId(),
    fingerprint: Buffer.alloc(32, 1),
  });
  const begin = (keyed: KeyedRequest) =>
    stage.database.inCompany(stage.town.id, (tx) => idempotency(stage.config.secrets.dataKey).begin(tx, keyed));
  const expire = (keyed: KeyedRequest) =>
    stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`update idempotency_key set leased_until = now() - interval '1 second' where key = ${keyed.key}`),
    );

  test('holds off repeats while it lives, and lets one take over afterwards', async () => {
    const keyed = request();
    expect(await begin(keyed)).toBeUndefined();
    await expect(begin(keyed)).rejects.toMatchObject({ code: 'request-in-progress' });
    await expire(keyed);
    const answers = await Promise.allSettled([begin(keyed), begin(keyed), begin(keyed)]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a repeat with another body never takes over', async () => {
    const keyed = request();
    await begin(keyed);
    await expire(keyed);
    const other = { ...keyed, fingerprint: Buffer.alloc(32, 2) };
    await expect(begin(other)).rejects.toMatchObject({ code: 'key-reused' });
  });

  test('whoever takes over finds the same id, another person another one', () => {
    const keyed = request();
    expect(derivedId(keyed)).toBe(derivedId({ ...keyed }));
    expect(derivedId({ ...keyed, principalId: 'somebody else' })).not.toBe(derivedId(keyed));
    expect(derivedId(keyed)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
