// Bills, exceptions and closed days over HTTP: found, exported, decided by two, closed once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reconcileBill } from '../../activities/reconciliation/reconcile-bill.ts';
import { auditCompany, firstRows } from '../../db/queries/audit-checks/index.ts';
import { sql } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { epochMs, parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { type BillLine } from '../../providers/payment/channel.ts';
import { openStage, password, type Stage } from './support/stage.ts';
import { addLot } from './support/town.ts';

const date = '2026-03-11';
const at = parseInstant(`${date}T12:00:00+08:00`) ?? epochMs(0);
const merchantAccountId = newId();

let stage: Stage;
let ann: string;
let bob: string;
let billFileId: string;

const hire = async (scope: { kind: 'lot'; id: string }[] = []): Promise<string> => {
  const login = `f-${newId().slice(-12)}`;
  const as = await stage.town.as('security-administrator');
  const body = { audience: 'staff' as const, login, displayName: 'Finance', password, roles: ['finance'], scope };
  await stage.done('createStaff', { as, body });
  return (await stage.done('signInStaff', { body: { login, password } })).accessToken;
};

const strange = (index: number): BillLine => ({
  kind: 'payment',
  at,
  transactionId: `4200-${index}`,
  outTradeNo: `STRANGE_${index}`,
  state: 'SUCCESS',
  amountFen: fen(100 * index),
  feeFen: fen(1),
});

/** Three orders that nobody knows. */
const reconcile = async (day: string, lines: readonly BillLine[]): Promise<void> => {
  const totals = {
    lineCount: lines.length,
    paidFen: fen(lines.reduce((sum, line) => sum + line.amountFen, 0)),
    refundedFen: fen(0),
    feeFen: fen(lines.length),
  };
  const bill = {
    date: day,
    sha1: 'b'.repeat(40),
    async *read() {
      yield await Promise.resolve(lines);
      return totals;
    },
  };
  const clock = { now: () => at + 86_400_000 };
  await reconcileBill(
    { database: stage.database, clock },
    { companyId: stage.town.id, merchantAccountId, bill: lines.length === 0 ? undefined : bill, date: day },
  );
};

beforeAll(async () => {
  stage = await openStage();
  ann = await stage.town.as('finance');
  bob = await hire();
  await stage.database.inCompany(stage.town.id, (tx) =>
    tx.run(sql`
      insert into merchant_account (id, company_id, channel, merchant_number, configuration_cipher)
      values (${merchantAccountId}, ${stage.town.id}, 'wechat', '1900000001', ${Buffer.from('cipher')})`),
  );
  await reconcile(date, [1, 2, 3].map(strange));
  await reconcile('2026-03-10', []);
  billFileId = (await stage.done('listBillFiles', { as: ann, query: { from: date, until: date } })).items[0]?.id ?? '';
});
afterAll(() => stage.close());

describe('bills', () => {
  test('listBillFiles pages from the newest day, and filters', async () => {
    const first = await stage.done('listBillFiles', { as: ann, query: { limit: 1 } });
    expect(first.items).toMatchObject([{ date, state: 'reconciled', lineCount: 3, paidFen: 600, feeFen: 3 }]);
    const cursor = first.nextCursor ?? '';
    const second = await stage.done('listBillFiles', { as: ann, query: { limit: 1, cursor } });
    expect(second.items).toMatchObject([{ date: '2026-03-10', hash: null, lineCount: 0 }]);
    expect(second.nextCursor).toBeUndefined();
    expect(await stage.done('listBillFiles', { as: ann, query: { state: 'awaited' } })).toEqual({ items: [] });
    const wrong = await stage.call('listBillFiles', { as: ann, query: { from: '2026-02-30' } });
    expect([wrong.status, wrong.pointers]).toEqual([400, ['/query/from']]);
  });

  test('getBillFile says how much is of which class', async () => {
    const { classes } = await stage.done('getBillFile', { as: ann, path: { billFileId } });
    expect(classes).toEqual([{ class: 'channel-only', count: 3, settledFen: 600, suspenseFen: 600 }]);
    expect((await stage.call('getBillFile', { as: ann, path: { billFileId: newId() } })).status).toBe(404);
  });

  test('listReconciliationResults pages in the order of the file', async () => {
    const seen: (number | null)[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await stage.done('listReconciliationResults', { as: ann, path: { billFileId }, query });
      seen.push(...page.items.map(({ lineNumber }) => lineNumber));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([1, 2, 3]);
    const none = await stage.done('listReconciliationResults', {
      as: ann,
      path: { billFileId },
      query: { class: 'matched' },
    });
    expect(none.items).toEqual([]);
  });

  test('exportReconciliationResults is a table with a header that spreadsheets open', async () => {
    const { body, headers } = await stage.call('exportReconciliationResults', { as: ann, path: { billFileId } });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain(`reconciliation-wechat-${date}.csv`);
    const lines = String(body).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('1,channel-only,,payment,2026-03-11T04:00:00.000Z,STRANGE_1');
  });

  test('putMerchantTerms is what getMerchantTerms says, from the next bill on', async () => {
    const path = { merchantAccountId };
    expect(await stage.done('getMerchantTerms', { as: ann, path })).toEqual({ feeBasisPoints: null });
    expect(await stage.done('putMerchantTerms', { as: ann, path, body: { feeBasisPoints: 60 } })).toEqual({
      feeBasisPoints: 60,
    });
    expect(await stage.done('getMerchantTerms', { as: ann, path })).toEqual({ feeBasisPoints: 60 });
    const wrong = await stage.call('putMerchantTerms', { as: ann, path, body: { feeBasisPoints: 10_001 } });
    expect(wrong.status).toBe(400);
  });

  test('reconcileDay writes the message that starts the day’s workflow, for a day that is over', async () => {
    const path = { merchantAccountId };
    const { workflowId } = await stage.done('reconcileDay', { as: ann, path, body: { date } });
    expect(workflowId).toBe(`reconciliation/${merchantAccountId}/${date}`);
    const row = await stage.database.inCompany(stage.town.id, (tx) =>
      tx.row(
        sql`select kind, workflow_type as type, arguments ->> 'date' as date from outbox where workflow_id = ${workflowId}`,
      ),
    );
    expect(row).toEqual({ kind: 'start', type: 'reconciliation', date });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    for (const wrong of [tomorrow, '2026-13-01']) {
      expect((await stage.call('reconcileDay', { as: ann, path, body: { date: wrong } })).pointers).toEqual([
        '/body/date',
      ]);
    }
    const unknown = await stage.call('reconcileDay', { as: ann, path: { merchantAccountId: newId() }, body: { date } });
    expect(unknown.status).toBe(404);
  });
});

describe('exceptions', () => {
  const inbox = async () =>
    (await stage.done('listReconciliationExceptions', { as: ann, query: { state: 'open' } })).items;

  test('are listed by their deadline, page by page', async () => {
    const all = await stage.done('listReconciliationExceptions', { as: ann, query: { billFileId } });
    expect(all.items).toHaveLength(3);
    const first = await stage.done('listReconciliationExceptions', { as: ann, query: { limit: 2 } });
    const rest = await stage.done('listReconciliationExceptions', {
      as: ann,
      query: { limit: 2, cursor: first.nextCursor ?? '' },
    });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
    const overdue = await stage.done('listReconciliationExceptions', { as: ann, query: { overdue: true } });
    expect(overdue.items).toHaveLength(Date.now() > at + 2 * 86_400_000 ? 3 : 0);
  });

  test('claim, resolve and approve take two people, and leave an audit row each', async () => {
    const [exception] = await inbox();
    const path = { exceptionId: exception?.id ?? '' };
    const body = { decision: 'written-off', reason: 'too small to ask' } as const;
    expect((await stage.call('resolveReconciliationException', { as: ann, path, body })).code).toBe(
      'exception-not-claimed',
    );
    expect(await stage.done('claimReconciliationException', { as: ann, path })).toMatchObject({ state: 'claimed' });
    const explained = await stage.call('resolveReconciliationException', {
      as: ann,
      path,
      body: { ...body, decision: 'explained' },
    });
    expect([explained.status, explained.code]).toEqual([409, 'money-in-suspense']);
    expect(await stage.done('resolveReconciliationException', { as: ann, path, body })).toMatchObject({
      state: 'claimed',
      proposedDecision: 'written-off',
    });
    const own = await stage.call('approveReconciliationException', { as: ann, path });
    expect([own.status, own.code]).toEqual([403, 'same-person']);
    expect(await stage.done('approveReconciliationException', { as: bob, path })).toMatchObject({
      state: 'resolved',
      resolution: 'written-off',
      reason: 'too small to ask',
    });
    expect((await stage.call('claimReconciliationException', { as: bob, path })).code).toBe('exception-resolved');
    const written = await stage.database.inCompany(stage.town.id, (tx) =>
      tx.rows<{ action: string }>(
        sql`select action from audit_log where subject_id = ${path.exceptionId} order by at, id`,
      ),
    );
    expect(written.map(({ action }) => action)).toEqual([
      'claimReconciliationException',
      'resolveReconciliationException',
      'approveReconciliationException',
    ]);
    expect(firstRows(await auditCompany(stage.database, stage.town.id))).toEqual([]);
  });

  test('of a problem speak Chinese as well', async () => {
    const [exception] = await inbox();
    const answer = await stage.call('resolveReconciliationException', {
      as: bob,
      path: { exceptionId: exception?.id ?? '' },
      body: { decision: 'explained', reason: 'no reason' },
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(answer.body).toMatchObject({ title: '请先认领该差异' });
  });
});

describe('closed days', () => {
  test('closeDay closes a reconciled day once; adjustDailyClose writes down what has changed since', async () => {
    const closed = await stage.done('closeDay', { as: ann, body: { date } });
    expect(closed.figures).toMatchObject({ settledFen: 597, feeFen: 3, toSuspenseFen: 600, receivedFen: 0 });
    const path = { dailyCloseId: closed.id };
    expect((await stage.call('closeDay', { as: bob, body: { date } })).code).toBe('day-already-closed');
    const reason = 'found afterwards';
    expect((await stage.call('adjustDailyClose', { as: bob, path, body: { reason } })).code).toBe('close-unchanged');
    await stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`update reconciliation_exception set resolved_at = instant(${at}) where state = 'resolved'`),
    );
    const adjusted = await stage.done('adjustDailyClose', { as: bob, path, body: { reason } });
    expect(adjusted.figures).toEqual(closed.figures);
    expect(adjusted).toMatchObject({ adjustments: 1, adjusted: { receivedFen: 0 } });
    expect(adjusted.adjusted.fromSuspenseFen).toBeGreaterThan(0);
    expect(await stage.done('getDailyClose', { as: ann, path })).toEqual(adjusted);
    expect((await stage.done('listDailyCloses', { as: ann, query: { limit: 5 } })).items).toEqual([adjusted]);
  });

  test('a day that is not over, or whose bill is awaited, is not closed', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await stage.call('closeDay', { as: ann, body: { date: today } })).code).toBe('day-not-reconciled');
    await stage.database.inCompany(stage.town.id, (tx) =>
      tx.run(sql`insert into bill_file (id, company_id, merchant_account_id, channel, bill_date)
        values (${newId()}, ${stage.town.id}, ${merchantAccountId}, 'wechat', '2026-03-09')`),
    );
    expect((await stage.call('closeDay', { as: ann, body: { date: '2026-03-09' } })).code).toBe('day-not-reconciled');
    expect((await stage.call('closeDay', { as: ann, body: { date: 'yesterday' } })).status).toBe(400);
  });

  test('cannot be changed or reopened by whoever owns the table', async () => {
    const run = (statement: string) => stage.database.orm.em.fork().getConnection().execute(statement);
    await expect(run('delete from daily_close')).rejects.toThrow(/only adjusted/);
    await expect(run(`update daily_close set figures = '{}'`)).rejects.toThrow(/only adjusted/);
    await expect(run('delete from daily_close_adjustment')).rejects.toThrow(/only adjusted/);
  });
});

test('who sees some lots only sees none of it: a bill has no lot', async () => {
  const { id } = await addLot(stage, stage.town);
  const clerk = await hire([{ kind: 'lot', id }]);
  for (const operation of ['listBillFiles', 'listReconciliationExceptions', 'listDailyCloses'] as const) {
    expect((await stage.call(operation, { as: clerk })).code).toBe('out-of-scope');
  }
});

test('another company sees nothing', async () => {
  const file = await stage.database.inCompany(stage.otherTown.id, (tx) =>
    tx.rows(sql`select 1 from bill_file union all select 1 from bill_line union all select 1 from reconciliation_result
      union all select 1 from reconciliation_exception union all select 1 from daily_close`),
  );
  expect(file).toEqual([]);
});
