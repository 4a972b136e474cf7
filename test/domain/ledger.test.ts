// Double entry: what every posting moves, and that nothing can be posted out of balance.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as ledger from '../../domain/ledger.ts';
import { type LedgerTransaction } from '../../domain/ledger.ts';
import { fen, zeroFen } from '../../domain/money.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;

const session = ledger.receivableOfSession('s1');
const wechat = ledger.transitOf('wechat');

const fromWallet = (principal: number, bonus: number) => [
  { account: ledger.walletOf('o1'), amountFen: fen(principal) },
  { account: ledger.bonusOf('o1'), amountFen: fen(bonus) },
];

/** `account amount` of each entry: the posting table, readable. */
const lines = (transaction: LedgerTransaction): string[] =>
  transaction.entries.map(({ account, amountFen }) => `${account} ${amountFen}`);

const balances = (transactions: readonly LedgerTransaction[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { state, entries } of transactions) {
    if (state !== 'posted') continue;
    for (const { account, amountFen } of entries) sums[account] = (sums[account] ?? 0) + amountFen;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
};

describe('the posting table', () => {
  const amountFen = fen(500);
  const refund = ledger.refundRequested({ refundId: 'r1', step: 1, outOf: wechat, amountFen });

  test.each<[string, LedgerTransaction, string, string[]]>([
    [
      'a stay ends with a fee',
      ledger.stayCharged({ sessionId: 's1', lotId: 'lot-1', feeFen: amountFen }),
      'session/s1/charge',
      ['receivable:session:s1 500', 'revenue:parking:lot-1 -500'],
    ],
    [
      'a discount',
      ledger.discountGranted({ discountId: 'd1', receivable: session, sponsor: 'mall', amountFen }),
      'discount/d1',
      ['discount:mall 500', 'receivable:session:s1 -500'],
    ],
    [
      'a prepayment',
      ledger.prepaid({ paymentId: 'p1', sessionId: 's1', into: wechat, amountFen }),
      'payment/p1',
      ['channel:wechat:transit 500', 'advance:s1 -500'],
    ],
    [
      'an advance applied',
      ledger.advanceApplied({ sessionId: 's1', amountFen }),
      'session/s1/advance-applied',
      ['advance:s1 500', 'receivable:session:s1 -500'],
    ],
    [
      'a bill paid in cash',
      ledger.billPaid({
        paymentId: 'p1',
        into: ledger.cashOf('c1'),
        allocations: [{ receivable: session, amountFen }],
        surplusFen: zeroFen,
      }),
      'payment/p1',
      ['cash:c1 500', 'receivable:session:s1 -500'],
    ],
    [
      'a bill paid that was paid already',
      ledger.billPaid({ paymentId: 'p2', into: ledger.walletOf('o1'), allocations: [], surplusFen: amountFen }),
      'payment/p2',
      ['owner:o1:wallet 500', 'refund:payable -500'],
    ],
    [
      'a payment of two debts and more',
      ledger.billPaid({
        paymentId: 'p3',
        into: wechat,
        allocations: [
          { receivable: ledger.receivableOfDebt('a'), amountFen },
          { receivable: ledger.receivableOfDebt('b'), amountFen: fen(200) },
        ],
        surplusFen: fen(1),
      }),
      'payment/p3',
      ['channel:wechat:transit 701', 'receivable:debt:a -500', 'receivable:debt:b -200', 'refund:payable -1'],
    ],
    [
      'a hand-over',
      ledger.handedOver({ sessionId: 's1', debtId: 'a', amountFen }),
      'session/s1/hand-over',
      ['receivable:debt:a 500', 'receivable:session:s1 -500'],
    ],
    [
      'a surplus of an advance',
      ledger.surplusFound({ refundId: 'r1', from: ledger.advanceOf('s1'), amountFen }),
      'refund/r1/surplus',
      ['advance:s1 500', 'refund:payable -500'],
    ],
    ['a refund requested', refund, 'refund/r1/1', ['refund:payable 500', 'channel:wechat:transit -500']],
    [
      'a refund executed',
      ledger.refundResolved(refund, 'posted'),
      'refund/r1/1/resolved',
      ['refund:payable 500', 'channel:wechat:transit -500'],
    ],
    [
      'an adjustment down',
      ledger.adjustedDown({ adjustmentId: 'a1', receivable: session, lotId: 'lot-1', amountFen }),
      'adjustment/a1',
      ['revenue:parking:lot-1 500', 'receivable:session:s1 -500'],
    ],
    [
      'an adjustment up',
      ledger.adjustedUp({ adjustmentId: 'a1', receivable: session, lotId: 'lot-1', amountFen }),
      'adjustment/a1',
      ['receivable:session:s1 500', 'revenue:parking:lot-1 -500'],
    ],
    [
      'the void of an unpaid stay',
      ledger.stayVoided({
        sessionId: 's1',
        lotId: 'lot-1',
        receivable: session,
        grossFen: amountFen,
        discounts: [],
        paidFen: zeroFen,
      }),
      'session/s1/void',
      ['revenue:parking:lot-1 500', 'receivable:session:s1 -500'],
    ],
    [
      'the void of a stay with money',
      ledger.stayVoided({
        sessionId: 's1',
        lotId: 'lot-1',
        receivable: session,
        grossFen: amountFen,
        discounts: [{ sponsor: 'mall', amountFen: fen(100) }],
        paidFen: fen(300),
      }),
      'session/s1/void',
      ['revenue:parking:lot-1 500', 'discount:mall -100', 'refund:payable -300', 'receivable:session:s1 -100'],
    ],
    [
      'a debt transferred',
      ledger.debtTransferred({
        transferId: 't1',
        from: ledger.receivableOfDebt('a'),
        to: ledger.receivableOfDebt('b'),
        amountFen,
      }),
      'transfer/t1',
      ['receivable:debt:b 500', 'receivable:debt:a -500'],
    ],
    [
      'a debt void',
      ledger.debtVoided({ debtId: 'a', amountFen }),
      'debt/a/void',
      ['arrears:writeoff 500', 'receivable:debt:a -500'],
    ],
    [
      'money without an order',
      ledger.moneyWithoutOrder({ movementId: 'm1', channel: 'alipay', amountFen }),
      'movement/m1',
      ['channel:alipay:transit 500', 'suspense:unmatched -500'],
    ],
    [
      'suspense resolved',
      ledger.suspenseResolved({ movementId: 'm1', to: ledger.refundPayable, amountFen }),
      'movement/m1/resolved',
      ['suspense:unmatched 500', 'refund:payable -500'],
    ],
    [
      'cash handed in',
      ledger.cashHandedIn({ handInId: 'h1', collectorId: 'c1', amountFen }),
      'hand-in/h1',
      ['bank:settled 500', 'cash:c1 -500'],
    ],
    [
      'a recharge',
      ledger.walletRecharged({ paymentId: 'p1', into: wechat, ownerId: 'o1', amountFen }),
      'payment/p1',
      ['channel:wechat:transit 500', 'owner:o1:wallet -500'],
    ],
    [
      'the bonus of a recharge',
      ledger.rechargeBonusGranted({ billId: 'b1', ownerId: 'o1', amountFen }),
      'recharge/b1/bonus',
      ['discount:promotion 500', 'owner:o1:bonus -500'],
    ],
    [
      'goodwill',
      ledger.goodwillGranted({ topUpId: 'u1', ownerId: 'o1', amountFen }),
      'top-up/u1',
      ['discount:goodwill 500', 'owner:o1:bonus -500'],
    ],
    [
      'a withdrawal requested',
      ledger.withdrawalRequested({ withdrawalId: 'w1', ownerId: 'o1', amountFen }),
      'withdrawal/w1',
      ['owner:o1:wallet 500', 'withdrawal:payable -500'],
    ],
    [
      'a bill paid from both parts of a wallet',
      ledger.billPaid({
        paymentId: 'p4',
        into: fromWallet(300, 200),
        allocations: [{ receivable: session, amountFen }],
        surplusFen: zeroFen,
      }),
      'payment/p4',
      ['owner:o1:wallet 300', 'owner:o1:bonus 200', 'receivable:session:s1 -500'],
    ],
    [
      'a prepayment from the bonus alone',
      ledger.prepaid({ paymentId: 'p5', sessionId: 's1', into: fromWallet(0, 500), amountFen }),
      'payment/p5',
      ['owner:o1:bonus 500', 'advance:s1 -500'],
    ],
    [
      'a refund to both parts of a wallet',
      ledger.refundRequested({ refundId: 'r2', step: 1, outOf: fromWallet(1, 499), amountFen }),
      'refund/r2/1',
      ['refund:payable 500', 'owner:o1:wallet -1', 'owner:o1:bonus -499'],
    ],
  ])('posts %s', (_name, transaction, businessKey, entries) => {
    expect(transaction.businessKey).toBe(businessKey);
    expect(lines(transaction)).toEqual(entries);
    expect(ledger.assertBalanced(transaction)).toBe(transaction);
    for (const { account } of transaction.entries) expect(() => ledger.accountClassOf(account)).not.toThrow();
  });
});

const anyFen = fc.integer({ min: 1, max: 2 ** 40 }).map(fen);
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,11}$/);
const money = fc.oneof(
  fc.constantFrom(...ledger.channels).map(ledger.transitOf),
  id.map(ledger.cashOf),
  id.map(ledger.walletOf),
);
const receivable = fc.oneof(
  id.map(ledger.receivableOfSession),
  id.map(ledger.receivableOfDebt),
  id.map(ledger.receivableOfPass),
);

const allocated = fc.array(fc.record({ receivable, amountFen: anyFen }), { minLength: 1, maxLength: 5 });
const discounts = fc.array(fc.record({ sponsor: id, amountFen: fc.nat(1000).map(fen) }), { maxLength: 3 });

const transaction: fc.Arbitrary<LedgerTransaction> = fc.oneof(
  fc.record({ sessionId: id, lotId: id, feeFen: anyFen }).map(ledger.stayCharged),
  fc.record({ discountId: id, receivable, sponsor: id, amountFen: anyFen }).map(ledger.discountGranted),
  fc.record({ paymentId: id, sessionId: id, into: money, amountFen: anyFen }).map(ledger.prepaid),
  fc.record({ sessionId: id, amountFen: anyFen }).map(ledger.advanceApplied),
  fc
    .record({ paymentId: id, into: money, allocations: allocated, surplusFen: fc.nat(9).map(fen) })
    .map(ledger.billPaid),
  fc.record({ sessionId: id, debtId: id, amountFen: anyFen }).map(ledger.handedOver),
  fc.record({ refundId: id, from: receivable, amountFen: anyFen }).map(ledger.surplusFound),
  fc.record({ adjustmentId: id, receivable, lotId: id, amountFen: anyFen }).map(ledger.adjustedDown),
  fc.record({ adjustmentId: id, receivable, lotId: id, amountFen: anyFen }).map(ledger.adjustedUp),
  fc.record({ transferId: id, from: receivable, to: receivable, amountFen: anyFen }).map(ledger.debtTransferred),
  fc.record({ debtId: id, amountFen: anyFen }).map(ledger.debtVoided),
  fc
    .record({ movementId: id, channel: fc.constantFrom(...ledger.channels), amountFen: anyFen })
    .map(ledger.moneyWithoutOrder),
  fc.record({ movementId: id, to: receivable, amountFen: anyFen }).map(ledger.suspenseResolved),
  fc.record({ handInId: id, collectorId: id, amountFen: anyFen }).map(ledger.cashHandedIn),
  fc
    .record({ sessionId: id, lotId: id, receivable, extra: fc.nat(500), discounts, paidFen: fc.nat(1000).map(fen) })
    .map(({ extra, ...stay }) => {
      const taken = stay.discounts.reduce((sum, { amountFen }) => sum + amountFen, stay.paidFen as number);
      return ledger.stayVoided({ ...stay, grossFen: fen(taken + extra + 1) });
    }),
);

test('sums to zero for any amounts', () => {
  fc.assert(
    fc.property(transaction, ({ entries }) => {
      expect(entries.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(0);
      for (const { account } of entries)
        expect(ledger.accountClassOf(account)).toMatch(/asset|liability|income|expense/);
    }),
    { numRuns },
  );
});

test('reversing twice gives the first entries, and reversing once leaves no balance', () => {
  fc.assert(
    fc.property(transaction, (original) => {
      const back = ledger.reverse(original, `${original.businessKey}/reversed`);
      expect(back.reverses).toBe(original.businessKey);
      expect(balances([original, back])).toEqual({});
      expect(ledger.reverse(back, 'again').entries).toEqual(original.entries);
    }),
    { numRuns },
  );
});

test('a stay that is discounted, prepaid, handed over, paid twice and refunded leaves only what really happened', () => {
  const refund = ledger.refundRequested({ refundId: 'r1', step: 1, outOf: wechat, amountFen: fen(600) });
  const debt = ledger.receivableOfDebt('d1');
  const pay = (paymentId: string, owed: number, surplus: number): LedgerTransaction =>
    ledger.billPaid({
      paymentId,
      into: wechat,
      allocations: owed === 0 ? [] : [{ receivable: debt, amountFen: fen(owed) }],
      surplusFen: fen(surplus),
    });
  expect(
    balances([
      ledger.prepaid({ paymentId: 'p0', sessionId: 's1', into: wechat, amountFen: fen(300) }),
      ledger.stayCharged({ sessionId: 's1', lotId: 'lot-1', feeFen: fen(1000) }),
      ledger.discountGranted({ discountId: 'd1', receivable: session, sponsor: 'mall', amountFen: fen(100) }),
      ledger.advanceApplied({ sessionId: 's1', amountFen: fen(300) }),
      ledger.handedOver({ sessionId: 's1', debtId: 'd1', amountFen: fen(600) }),
      pay('p1', 600, 0),
      pay('p2', 0, 600),
      refund,
      ledger.refundResolved(refund, 'posted'),
    ]),
  ).toEqual({ 'channel:wechat:transit': 900, 'discount:mall': 100, 'revenue:parking:lot-1': -1000 });
});

test('a voided refund moves nothing', () => {
  const refund = ledger.refundRequested({ refundId: 'r1', step: 1, outOf: wechat, amountFen: fen(600) });
  expect(balances([refund, ledger.refundResolved(refund, 'voided')])).toEqual({});
  expect(ledger.refundResolved(refund, 'expired')).toMatchObject({ state: 'expired', resolves: 'refund/r1/1' });
});

describe('refuses', () => {
  test('parts of a wallet that are not the amount', () => {
    const payment = { paymentId: 'p1', sessionId: 's1', into: fromWallet(300, 100), amountFen: fen(500) };
    expect(() => ledger.prepaid(payment)).toThrow('does not balance');
  });

  const charged = ledger.stayCharged({ sessionId: 's1', lotId: 'lot-1', feeFen: fen(5) });

  test('entries that do not balance, are too few or are zero', () => {
    const [first, second] = charged.entries;
    expect(() => ledger.assertBalanced({ ...charged, entries: [first!] })).toThrow('fewer than two');
    expect(() => ledger.assertBalanced({ ...charged, entries: [first!, first!] })).toThrow('does not balance');
    expect(() =>
      ledger.assertBalanced({ ...charged, entries: [first!, second!, { account: session, amountFen: zeroFen }] }),
    ).toThrow('entry of zero');
    expect(() => ledger.assertBalanced({ ...charged, businessKey: '' })).toThrow('business key');
  });

  test('a posting of nothing or backwards', () => {
    for (const feeFen of [zeroFen, fen(-5)]) {
      expect(() => ledger.stayCharged({ sessionId: 's1', lotId: 'lot-1', feeFen })).toThrow(RangeError);
    }
  });

  test('to void more than was charged', () => {
    const stay = { sessionId: 's1', lotId: 'lot-1', receivable: session, discounts: [] };
    expect(() => ledger.stayVoided({ ...stay, grossFen: fen(5), paidFen: fen(6) })).toThrow(RangeError);
  });

  test('to resolve what is not pending, and to reverse what is', () => {
    const refund = ledger.refundRequested({ refundId: 'r1', step: 1, outOf: wechat, amountFen: fen(6) });
    expect(() => ledger.resolvePending(charged, 'posted', 'k')).toThrow('not pending');
    expect(() => ledger.resolvePending(ledger.refundResolved(refund, 'posted'), 'voided', 'k')).toThrow('not pending');
    expect(() => ledger.reverse(refund, 'k')).toThrow('only a posted');
  });

  test('an id that breaks an account name apart, and an unknown account', () => {
    expect(() => ledger.receivableOfSession('a:b')).toThrow(RangeError);
    expect(() => ledger.walletOf('')).toThrow(RangeError);
    for (const account of ['receivable:s1', 'channel:paypal:transit', 'revenue:parking', 'cash:', '']) {
      expect(() => ledger.accountClassOf(account)).toThrow(RangeError);
    }
  });
});

test.each`
  account                       | accountClass
  ${'receivable:pass:p1'}       | ${'asset'}
  ${'channel:wechat:transit'}   | ${'asset'}
  ${'cash:c1'}                  | ${'asset'}
  ${'bank:settled'}             | ${'asset'}
  ${'owner:o1:bonus'}           | ${'liability'}
  ${'advance:s1'}               | ${'liability'}
  ${'withdrawal:payable'}       | ${'liability'}
  ${'suspense:unmatched'}       | ${'liability'}
  ${'revenue:share:operator-1'} | ${'income'}
  ${'fee:alipay'}               | ${'expense'}
  ${'discount:mall'}            | ${'expense'}
  ${'arrears:writeoff'}         | ${'expense'}
`('$account is of class $accountClass', ({ account, accountClass }) => {
  expect(ledger.accountClassOf(account as string)).toBe(accountClass);
});
