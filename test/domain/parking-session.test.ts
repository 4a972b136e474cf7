// The decisions of a parking session, one by one: what each command makes of each state.
import { describe, expect, test } from '@jest/globals';
import { fen, zeroFen } from '../../domain/money.ts';
import {
  decideExit,
  decideHandOver,
  decideLeave,
  decidePayment,
  decideVoid,
  dueOf,
  type EndOfStay,
  settle,
} from '../../domain/parking-session/decide.ts';
import { evolve, openedState, type SessionEvent, type SessionState } from '../../domain/parking-session/state.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs, minuteMs } from '../../domain/time.ts';

const entered = epochMs(1_000 * minuteMs);
const at = (minute: number) => epochMs(entered + minute * minuteMs);

const opened = openedState({
  sessionId: 'session',
  companyId: 'company',
  lotId: 'lot',
  setting: 'on-street',
  bayId: 'bay',
  vehicleClass: 'small',
  enteredAt: entered,
});
const identified: SessionState = { ...opened, vehicleId: 'vehicle' };
const exempt: SessionState = { ...identified, exemption: 'white-list' };
const left: SessionState = { ...identified, phase: 'left', leftAt: at(60), dueFen: fen(1_000) };
const closed: SessionState = { ...left, phase: 'closed', outcome: 'settled' };

const off = (amountFen: number) => ({ id: 'd', sponsor: 'shop', amountFen: fen(amountFen) });
const end = (over: Partial<EndOfStay> = {}): EndOfStay => ({
  at: at(60),
  feeFen: fen(1_000),
  discounts: [],
  paidFen: zeroFen,
  settleGraceMs: 15 * minuteMs,
  debtId: 'debt',
  toReview: false,
  ...over,
});
const types = (events: readonly SessionEvent[] | { refused: true }): string[] =>
  isRefusal(events)
    ? [events.code]
    : (events as readonly SessionEvent[]).map((event) =>
        event.type === 'closed' ? `closed ${event.outcome}` : event.type,
      );

describe('decideLeave', () => {
  test.each([
    ['owes and has grace: it waits', identified, end(), ['left']],
    [
      'owes without grace: a debt at once',
      identified,
      end({ settleGraceMs: 0 }),
      ['left', 'handedOver', 'closed handed-over'],
    ],
    [
      'owes and goes to review: no debt',
      identified,
      end({ toReview: true, settleGraceMs: 0 }),
      ['left', 'closed review'],
    ],
    ['was paid in advance', identified, end({ paidFen: fen(1_000) }), ['left', 'closed settled']],
    ['was paid more than it costs', identified, end({ paidFen: fen(1_700) }), ['left', 'closed settled']],
    ['is covered by discounts', identified, end({ discounts: [off(1_000)] }), ['left', 'closed settled']],
    ['costs nothing', identified, end({ feeFen: zeroFen }), ['left', 'closed free']],
    [
      'costs nothing, and was to be reviewed',
      identified,
      end({ feeFen: zeroFen, toReview: true }),
      ['left', 'closed free'],
    ],
    ['is exempt', exempt, end(), ['left', 'closed exempt']],
    ['is nobody’s', opened, end(), ['left', 'closed unidentified']],
    ['is nobody’s and half paid', opened, end({ paidFen: fen(500) }), ['left', 'closed unidentified']],
    ['is nobody’s and paid', opened, end({ paidFen: fen(1_000) }), ['left', 'closed settled']],
    ['is nobody’s and free', opened, end({ feeFen: zeroFen }), ['left', 'closed free']],
    ['has left already', left, end(), ['session-closed']],
    ['is closed already', closed, end(), ['session-closed']],
    ['would leave before it came', identified, end({ at: at(-1) }), ['out-of-order-times']],
    ['leaves the moment it came', identified, end({ at: at(0), feeFen: zeroFen }), ['left', 'closed free']],
  ] as const)('a stay that %s', (_name, state, facts, expected) => {
    expect(types(decideLeave(state, facts))).toEqual(expected);
  });

  test('fixes the debt at what is due when the stay ends', () => {
    const events = decideLeave(identified, end({ settleGraceMs: 0, paidFen: fen(300), discounts: [off(100)] }));
    expect(events).toContainEqual({ type: 'handedOver', debtId: 'debt', amountFen: 600 });
  });
});

describe('settle', () => {
  test.each([
    [
      'unpaid',
      identified,
      end(),
      { grossFen: 1_000, discountFen: 0, advanceUsedFen: 0, surplusFen: 0, unidentifiedFen: 0 },
    ],
    [
      'paid too much, with a discount',
      identified,
      end({ paidFen: fen(900), discounts: [off(400)] }),
      { grossFen: 1_000, discountFen: 400, advanceUsedFen: 600, surplusFen: 300, unidentifiedFen: 0 },
    ],
    [
      'nobody’s: receivable only as far as it is paid or discounted',
      opened,
      end({ paidFen: fen(200), discounts: [off(100)] }),
      { grossFen: 300, discountFen: 100, advanceUsedFen: 200, surplusFen: 0, unidentifiedFen: 700 },
    ],
    [
      'exempt: costs nothing, uses up no discount, gives everything back',
      exempt,
      end({ paidFen: fen(200), discounts: [off(100)] }),
      { grossFen: 0, discountFen: 0, discounts: [], advanceUsedFen: 0, surplusFen: 200, unidentifiedFen: 0 },
    ],
  ] as const)('a stay that is %s', (_name, state, facts, expected) => {
    const settlement = settle(state, facts);
    expect(settlement).toMatchObject(expected);
    expect(dueOf(settlement)).toBe(expected.grossFen - expected.discountFen - expected.advanceUsedFen);
  });
});

describe('the other decisions', () => {
  test.each([
    ['nothing is unpaid', left, 0, ['closed settled']],
    ['something is unpaid', left, 400, ['handedOver', 'closed handed-over']],
    ['it has not left', identified, 400, []],
    ['it is closed', closed, 400, []],
  ] as const)('a hand-over when %s', (_name, state, outstanding, expected) => {
    expect(types(decideHandOver(state, fen(outstanding), 'debt'))).toEqual(expected);
  });

  test.each([
    ['while it is parked', identified, 0, ['paymentNoted']],
    ['of a part after it left', left, 400, ['paymentNoted']],
    ['of the rest after it left', left, 0, ['paymentNoted', 'closed settled']],
    ['after it closed', closed, 0, []],
  ] as const)('a payment %s', (_name, state, outstanding, expected) => {
    expect(types(decidePayment(state, 'payment', fen(outstanding)))).toEqual(expected);
  });

  test.each([
    ['owes nothing', identified, { feeFen: 0, discountFen: 0, paidFen: 0 }, { verdict: 'open' }],
    ['has paid', identified, { feeFen: 900, discountFen: 0, paidFen: 900 }, { verdict: 'open' }],
    ['has paid too much', identified, { feeFen: 900, discountFen: 900, paidFen: 900 }, { verdict: 'open' }],
    ['owes', identified, { feeFen: 900, discountFen: 100, paidFen: 300 }, { verdict: 'pay', dueFen: 500 }],
    ['is exempt', exempt, { feeFen: 900, discountFen: 0, paidFen: 0 }, { verdict: 'open' }],
    ['has left', left, { feeFen: 0, discountFen: 0, paidFen: 0 }, { verdict: 'refuse', code: 'session-closed' }],
    ['is closed', closed, { feeFen: 0, discountFen: 0, paidFen: 0 }, { verdict: 'refuse', code: 'session-closed' }],
  ] as const)('an exit of a vehicle that %s', (_name, state, facts, expected) => {
    const { feeFen, discountFen, paidFen } = facts;
    expect(decideExit(state, { feeFen: fen(feeFen), discountFen: fen(discountFen), paidFen: fen(paidFen) })).toEqual(
      expected,
    );
  });

  test.each([
    ['without money', identified, { paidFen: 0, attemptPending: false, secondPerson: false }, ['voided']],
    [
      'with money, alone',
      identified,
      { paidFen: 1, attemptPending: false, secondPerson: false },
      ['second-person-required'],
    ],
    [
      'with an attempt, alone',
      left,
      { paidFen: 0, attemptPending: true, secondPerson: false },
      ['second-person-required'],
    ],
    ['with money, by two', left, { paidFen: 1, attemptPending: true, secondPerson: true }, ['voided']],
    ['when closed', closed, { paidFen: 0, attemptPending: false, secondPerson: true }, ['session-closed']],
  ] as const)('a void %s', (_name, state, facts, expected) => {
    expect(types(decideVoid(state, { ...facts, at: at(5), paidFen: fen(facts.paidFen) }))).toEqual(expected);
  });

  test('a void before the entry counts from the entry', () => {
    expect(
      decideVoid(identified, { at: at(-5), paidFen: zeroFen, attemptPending: false, secondPerson: false }),
    ).toEqual([{ type: 'voided', at: entered }]);
  });
});

describe('evolve', () => {
  const grant = { decisionId: 'decision', laneId: 'lane', at: at(10) };
  const granted: SessionState = { ...identified, exitGranted: grant };

  test.each<[string, SessionState, SessionEvent, Partial<SessionState>]>([
    [
      'a vehicle',
      opened,
      { type: 'vehicleIdentified', vehicleId: 'v', vehicleClass: 'large' },
      { vehicleId: 'v', vehicleClass: 'large' },
    ],
    [
      'a vehicle with its exemption',
      opened,
      { type: 'vehicleIdentified', vehicleId: 'v', vehicleClass: 'small', exemption: 'pass' },
      { exemption: 'pass' },
    ],
    ['times', opened, { type: 'timesCorrected', enteredAt: at(-3) }, { enteredAt: at(-3) }],
    ['a bay', opened, { type: 'bayMoved', bayId: 'other' }, { bayId: 'other' }],
    ['an exemption', opened, { type: 'exempted', reason: 'guest' }, { exemption: 'guest' }],
    ['a quote', opened, { type: 'exitQuoted', dueFen: fen(5) }, { dueFen: fen(5) }],
    [
      'a granted exit',
      { ...opened, dueFen: fen(5) },
      { type: 'exitGranted', grant },
      { exitGranted: grant, dueFen: zeroFen },
    ],
    ['another decision’s failure', granted, { type: 'exitFailed', decisionId: 'other' }, { exitGranted: grant }],
    ['a payment', left, { type: 'paymentNoted', paymentId: 'p', dueFen: fen(7) }, { phase: 'left', dueFen: fen(7) }],
    [
      'a void',
      identified,
      { type: 'voided', at: at(9) },
      { phase: 'closed', outcome: 'void', leftAt: at(9), dueFen: zeroFen },
    ],
    ['a void after it left', left, { type: 'voided', at: at(90) }, { outcome: 'void', leftAt: at(60) }],
    [
      'a hand-over',
      left,
      { type: 'handedOver', debtId: 'd', amountFen: fen(1_000) },
      { phase: 'left', dueFen: zeroFen },
    ],
    ['its closing', left, { type: 'closed', outcome: 'settled' }, { phase: 'closed', outcome: 'settled' }],
  ])('takes %s in', (_name, state, event, expected) => {
    expect(evolve(state, event)).toMatchObject(expected);
  });

  test('takes a granted exit back when it failed or is asked anew, and an exemption with its vehicle', () => {
    expect(evolve(granted, { type: 'exitFailed', decisionId: 'decision' })).not.toHaveProperty('exitGranted');
    expect(evolve(granted, { type: 'exitQuoted', dueFen: fen(1) })).not.toHaveProperty('exitGranted');
    const another = { type: 'vehicleIdentified', vehicleId: 'w', vehicleClass: 'small', dropsExemption: true } as const;
    expect(evolve(exempt, another)).not.toHaveProperty('exemption');
  });

  test('leaves a stay that has left at its first departure', () => {
    const settlement = settle(identified, end());
    const again: SessionEvent = { type: 'left', at: at(99), dueFen: fen(9), settlement };
    expect(evolve(left, again)).toBe(left);
  });
});
