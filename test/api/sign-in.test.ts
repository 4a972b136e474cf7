// Who may come in, and who is out at once: passwords, handhelds, refresh tokens, codes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../../db/rows.ts';
import { newId } from '../../platform/ids.ts';
import { openStage, password, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Somebody of his own, whom a test may lock out. */
const newcomer = async (audience: 'staff' | 'field' = 'staff') => {
  const login = `new-${newId().slice(-12)}`;
  const roles = [audience === 'field' ? 'collector' : 'operator'];
  const body = { audience, login, displayName: 'New', password, roles, scope: [] };
  const staff = await stage.done('createStaff', { as: await stage.town.as('security-administrator'), body });
  return { login, id: staff.id, version: staff.version };
};

const signIn = (login: string, word = password) => stage.call('signInStaff', { body: { login, password: word } });
const onDevice = (login: string, deviceId: string, takeover = false) =>
  stage.call('signInField', { body: { login, password, deviceId, takeover } });

describe('signInStaff', () => {
  test('gives a short access token and a refresh token', async () => {
    const { login } = await newcomer();
    const { status, body } = await signIn(login);
    expect(status).toBe(200);
    expect(body.expiresInSeconds).toBe(900);
    const me = await stage.done('getMe', { as: body.accessToken });
    expect(me).toMatchObject({ kind: 'staff', companyId: stage.town.id, roles: ['operator'], lotIds: null });
  });

  test('says the same of a wrong login and a wrong password', async () => {
    const { login } = await newcomer();
    expect(await signIn(login, 'not the password')).toMatchObject({ status: 401, code: 'credentials-wrong' });
    expect(await signIn('nobody-at-all')).toMatchObject({ status: 401, code: 'credentials-wrong' });
  });

  test('locks after five wrong passwords, also for the right one, until an administrator resets it', async () => {
    const { login, id } = await newcomer();
    for (let tries = 0; tries < 5; tries += 1) await signIn(login, `wrong ${tries}`);
    const locked = await signIn(login);
    expect(locked).toMatchObject({ status: 403, code: 'account-locked' });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    const body = { newPassword: 'another long password', reason: 'forgotten' };
    const as = await stage.town.as('security-administrator');
    expect((await stage.call('resetStaffPassword', { as, path: { staffId: id }, body })).status).toBe(204);
    expect((await signIn(login, 'another long password')).status).toBe(200);
  });
});

describe('refresh tokens', () => {
  test('refreshStaff gives new tokens once; using one twice ends the whole sign-in', async () => {
    const { login } = await newcomer();
    const first = (await signIn(login)).body;
    const second = await stage.done('refreshStaff', { body: { refreshToken: first.refreshToken } });
    expect((await stage.call('getMe', { as: second.accessToken })).status).toBe(200);
    const stolen = await stage.call('refreshStaff', { body: { refreshToken: first.refreshToken } });
    expect(stolen).toMatchObject({ status: 401, code: 'refresh-reused' });
    expect((await stage.call('getMe', { as: second.accessToken })).status).toBe(401);
    expect((await stage.call('getMe', { as: first.accessToken })).status).toBe(401);
    const late = await stage.call('refreshStaff', { body: { refreshToken: second.refreshToken } });
    expect(late).toMatchObject({ status: 401, code: 'token-expired' });
  });

  test('of ten uses at once, at most one gets tokens', async () => {
    const { login } = await newcomer();
    const { refreshToken } = (await signIn(login)).body;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => stage.call('refreshStaff', { body: { refreshToken } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('a refresh token of staff is none of field staff or owners', async () => {
    const { refreshToken } = (await signIn((await newcomer()).login)).body;
    expect((await stage.call('refreshField', { body: { refreshToken } })).code).toBe('unauthenticated');
    expect((await stage.call('refreshOwner', { body: { refreshToken } })).code).toBe('unauthenticated');
  });
});

describe('one handheld at a time', () => {
  test('signInField names the other device, and takes over when asked', async () => {
    const { login } = await newcomer('field');
    const first = (await onDevice(login, 'pda-1')).body;
    const second = await onDevice(login, 'pda-2');
    expect(second).toMatchObject({ status: 409, code: 'signed-in-elsewhere' });
    expect(second.body).toMatchObject({ detail: 'already signed in on device pda-1' });
    const taken = await onDevice(login, 'pda-2', true);
    expect(taken.status).toBe(200);
    expect((await stage.call('getMe', { as: first.accessToken })).status).toBe(401);
    expect((await stage.call('getMe', { as: taken.body.accessToken })).status).toBe(200);
    const renewed = await stage.done('refreshField', { body: { refreshToken: taken.body.refreshToken } });
    expect((await stage.call('getMe', { as: renewed.accessToken })).status).toBe(200);
  });

  test('the same device signs in again without being asked', async () => {
    const { login } = await newcomer('field');
    const first = (await onDevice(login, 'pda-1')).body;
    expect((await onDevice(login, 'pda-1')).status).toBe(200);
    expect((await stage.call('getMe', { as: first.accessToken })).status).toBe(401);
  });

  test('of two devices at once, one is told of the other', async () => {
    const { login } = await newcomer('field');
    const answers = await Promise.all([onDevice(login, 'pda-1'), onDevice(login, 'pda-2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('ending', () => {
  test('signOut ends the token at once', async () => {
    const { accessToken } = (await signIn((await newcomer()).login)).body;
    expect((await stage.call('signOut', { as: accessToken })).status).toBe(204);
    expect(await stage.call('getMe', { as: accessToken })).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await stage.call('signOut')).status).toBe(401);
  });

  test('signing in, being locked and signing out stand in the audit log, with the address', async () => {
    const { login, id } = await newcomer();
    const { accessToken } = (await signIn(login)).body;
    await stage.call('signOut', { as: accessToken });
    for (let tries = 0; tries < 5; tries += 1) await signIn(login, `wrong ${tries}`);
    const as = await stage.town.as('audit-administrator');
    const { items } = await stage.done('listAuditLog', { as, query: { subjectId: id, subjectKind: 'Self' } });
    expect(items.map(({ action, after }) => [action, after])).toEqual([
      ['signInStaff', { locked: true, failures: 5 }],
      ['signOut', null],
      ['signInStaff', null],
    ]);
  });

  test('what has ended stays ended when the cache is empty: it is rebuilt before anybody is served', async () => {
    const { accessToken } = (await signIn((await newcomer()).login)).body;
    await stage.call('signOut', { as: accessToken });
    for await (const keys of stage.redis.scanIterator({ MATCH: '*:access:*' })) {
      if (keys.length > 0) await stage.redis.del(keys);
    }
    expect((await stage.call('getMe', { as: accessToken })).status).toBe(401);
    expect((await stage.call('getMe', { as: await stage.town.as('operator') })).status).toBe(200);
  });

  test('changeMyPassword wants the old one and ends every other sign-in', async () => {
    const { login } = await newcomer();
    const [here, elsewhere] = [(await signIn(login)).body, (await signIn(login)).body];
    const newPassword = 'a brand new password';
    const wrong = { currentPassword: 'not it at all', newPassword };
    expect((await stage.call('changeMyPassword', { as: here.accessToken, body: wrong })).code).toBe(
      'credentials-wrong',
    );
    const right = { currentPassword: password, newPassword };
    expect((await stage.call('changeMyPassword', { as: here.accessToken, body: right })).status).toBe(204);
    expect((await stage.call('getMe', { as: here.accessToken })).status).toBe(200);
    expect((await stage.call('getMe', { as: elsewhere.accessToken })).status).toBe(401);
    expect((await signIn(login, newPassword)).status).toBe(200);
  });

  test('forceSignOut ends every sign-in of somebody', async () => {
    const { login, id } = await newcomer();
    const { accessToken } = (await signIn(login)).body;
    const as = await stage.town.as('security-administrator');
    expect((await stage.call('forceSignOut', { as, path: { staffId: id } })).status).toBe(204);
    expect((await stage.call('getMe', { as: accessToken })).status).toBe(401);
  });

  test('a leaver is out at once and cannot come back', async () => {
    const { login, id, version } = await newcomer();
    const { accessToken } = (await signIn(login)).body;
    const as = await stage.town.as('security-administrator');
    const headers = { 'if-match': `"${version}"` };
    await stage.done('updateStaff', { as, path: { staffId: id }, body: { state: 'left' }, headers });
    expect((await stage.call('getMe', { as: accessToken })).status).toBe(401);
    expect(await signIn(login)).toMatchObject({ status: 403, code: 'account-locked' });
  });
});

describe('owners', () => {
  const sentCode = (): string => stage.sms.sent.at(-1)?.parameters['code'] ?? '';
  let phones = 13_800_000_000;
  const newPhone = (): string => String((phones += 1));

  test('sendOwnerCode and signInOwner register a phone the first time and know it the second', async () => {
    const phone = newPhone();
    const sent = await stage.call('sendOwnerCode', { body: { phone } });
    expect(sent).toMatchObject({ status: 202, body: { expiresInSeconds: 300 } });
    const first = await stage.done('signInOwner', { body: { phone, code: sentCode() } });
    const me = await stage.done('getMe', { as: first.accessToken });
    expect(me).toMatchObject({ kind: 'owner', companyId: null, name: `138****${phone.slice(-4)}` });
    const again = await stage.call('signInOwner', { body: { phone, code: sentCode() } });
    expect(again).toMatchObject({ status: 401, code: 'code-wrong' });
    const renewed = await stage.done('refreshOwner', { body: { refreshToken: first.refreshToken } });
    expect((await stage.done('getMe', { as: renewed.accessToken })).id).toBe(me.id);
  });

  test('a phone with its country code is the same phone', async () => {
    const phone = newPhone();
    await stage.done('sendOwnerCode', { body: { phone: `+86${phone}` } });
    expect((await stage.call('signInOwner', { body: { phone, code: sentCode() } })).status).toBe(200);
  });

  test('a second code within the minute is refused', async () => {
    const phone = newPhone();
    await stage.done('sendOwnerCode', { body: { phone } });
    const second = await stage.call('sendOwnerCode', { body: { phone } });
    expect(second).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('a code dies after five wrong tries', async () => {
    const phone = newPhone();
    await stage.done('sendOwnerCode', { body: { phone } });
    const right = sentCode();
    const wrong = right === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries += 1) await stage.call('signInOwner', { body: { phone, code: wrong } });
    expect((await stage.call('signInOwner', { body: { phone, code: right } })).code).toBe('code-wrong');
  });

  test('neither phone nor code stands in the database in clear', async () => {
    const phone = newPhone();
    await stage.done('sendOwnerCode', { body: { phone } });
    await stage.done('signInOwner', { body: { phone, code: sentCode() } });
    const rows = await stage.database.asIdentity((tx) =>
      tx.rows<{ all: string }>(
        sql`select row_to_json(o)::text as all from owner o union all select row_to_json(c)::text from sms_code c`,
      ),
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ all }) => all.includes(phone) || all.includes(`"${sentCode()}"`))).toEqual([]);
  });

  test('a token of an owner opens nothing of the staff', async () => {
    const phone = newPhone();
    await stage.done('sendOwnerCode', { body: { phone } });
    const { accessToken } = await stage.done('signInOwner', { body: { phone, code: sentCode() } });
    expect(await stage.call('listLots', { as: accessToken })).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
