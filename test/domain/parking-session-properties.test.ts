// What must hold of a parking session whatever happens to it, in whatever order, however often.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyDiscounts, type DiscountGrant } from '../../domain/discounts.ts';
import { addFen, fen, type Fen, minFen, remainingFen, subtractFen, zeroFen } from '../../domain/money.ts';
import {
  decideExit,
  decideHandOver,
  decideLeave,
  decidePayment,
  decideVoid,
  dueOf,
} from '../../domain/parking-session/decide.ts';
import { evolve, openedState, type SessionEvent, type SessionState } from '../../domain/parking-session/state.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { epochMs, minuteMs } from '../../domain/time.ts';

const numRuns = process.env['LONG'] ? 10_000 : 300;
const entered = epochMs(1_000_000 * minuteMs);
const rank = { parked: 0, left: 1, closed: 2 } as const;

/** The bill as the rows keep it while the pure core decides. */
interface World {
  readonly state: SessionState;
  readonly paidFen: Fen;
  readonly surplusFen: Fen;
  readonly grossFen: Fen;
  readonly discountFen: Fen;
  readonly debtFen: Fen;
  readonly grants: readonly DiscountGrant[];
}

type Command =
  | { readonly kind: 'identify'; readonly vehicleId: string; readonly exemption?: string; readonly drops: boolean }
  | { readonly kind: 'exempt' }
  | { readonly kind: 'correctTimes'; readonly minute: number }
  | { readonly kind: 'discount'; readonly grant: DiscountGrant }
  | { readonly kind: 'pay'; readonly amountFen: Fen }
  | { readonly kind: 'ask'; readonly feeFen: Fen }
  | {
      readonly kind: 'leave';
      readonly minute: number;
      readonly feeFen: Fen;
      readonly graceMs: number;
      readonly toReview: boolean;
    }
  | { readonly kind: 'handOver' }
  | {
      readonly kind: 'void';
      readonly minute: number;
      readonly secondPerson: boolean;
      readonly attemptPending: boolean;
    };

const amount = fc.oneof(fc.constantFrom(0, 1, 500, 1_000), fc.integer({ min: 0, max: 10_000_000 })).map(fen);
const minute = fc.integer({ min: -600, max: 50_000 });
const grantOf: fc.Arbitrary<DiscountGrant> = fc.record({
  id: fc.uuid(),
  sponsor: fc.constant('shop'),
  kind: fc.constantFrom('amount', 'percent', 'full'),
  value: fc.integer({ min: 0, max: 5_000 }),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('identify' as const),
      vehicleId: fc.constantFrom('a', 'b'),
      exemption: fc.constantFrom('pass', 'class:police'),
      drops: fc.boolean(),
    },
    { requiredKeys: ['kind', 'vehicleId', 'drops'] },
  ),
  fc.record({ kind: fc.constant('exempt' as const) }),
  fc.record({ kind: fc.constant('correctTimes' as const), minute }),
  fc.record({ kind: fc.constant('discount' as const), grant: grantOf }),
  fc.record({ kind: fc.constant('pay' as const), amountFen: amount }),
  fc.record({ kind: fc.constant('ask' as const), feeFen: amount }),
  fc.record({
    kind: fc.constant('leave' as const),
    minute,
    feeFen: amount,
    graceMs: fc.constantFrom(0, 15 * minuteMs),
    toReview: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('handOver' as const) }),
  fc.record({ kind: fc.constant('void' as const), minute, secondPerson: fc.boolean(), attemptPending: fc.boolean() }),
);

const at = (minutes: number) => epochMs(entered + minutes * minuteMs);
const outstanding = (world: World): Fen =>
  remainingFen(subtractFen(world.grossFen, world.discountFen), subtractFen(world.paidFen, world.surplusFen));

/** What the rows become of the events; the state itself only through `evolve`. */
const project = (world: World, events: readonly SessionEvent[]): World => {
  let next = world;
  for (const event of events) {
    next = { ...next, state: evolve(next.state, event) };
    if (event.type === 'left') {
      const { grossFen, discountFen, surplusFen } = event.settlement;
      next = { ...next, grossFen, discountFen, surplusFen: addFen(next.surplusFen, surplusFen) };
    }
    if (event.type === 'handedOver') next = { ...next, debtFen: event.amountFen };
    if (event.type === 'voided') next = { ...next, surplusFen: next.paidFen };
  }
  return next;
};

const pay = (world: World, amountFen: Fen): World => {
  const { state } = world;
  const dueFen = state.outcome === 'void' ? zeroFen : outstanding(world);
  const takenFen = state.phase === 'parked' ? amountFen : minFen(amountFen, dueFen);
  const paid: World = {
    ...world,
    paidFen: addFen(world.paidFen, amountFen),
    surplusFen: addFen(world.surplusFen, subtractFen(amountFen, takenFen)),
    // After a hand-over the bill's owner is the debt.
    debtFen: remainingFen(world.debtFen, takenFen),
  };
  return project(paid, decidePayment(state, 'payment', state.phase === 'parked' ? zeroFen : outstanding(paid)));
};

const leave = (world: World, end: Extract<Command, { kind: 'leave' }>): World => {
  const feeFen = end.feeFen;
  const decided = decideLeave(world.state, {
    at: at(end.minute),
    feeFen,
    discounts: applyDiscounts(feeFen, world.grants),
    paidFen: subtractFen(world.paidFen, world.surplusFen),
    settleGraceMs: end.graceMs,
    debtId: 'debt',
    toReview: end.toReview,
  });
  return isRefusal(decided) ? world : project(world, decided);
};

const obey = (world: World, given: Command): World => {
  const { state } = world;
  switch (given.kind) {
    case 'identify': {
      if (state.phase !== 'parked') return world;
      const { vehicleId, exemption, drops } = given;
      const named = { type: 'vehicleIdentified', vehicleId, vehicleClass: 'small' } as const;
      const event: SessionEvent = {
        ...named,
        ...(exemption === undefined ? {} : { exemption }),
        ...(drops ? { dropsExemption: true } : {}),
      };
      return project(world, [event]);
    }
    case 'exempt':
      return state.phase === 'parked' ? project(world, [{ type: 'exempted', reason: 'guest' }]) : world;
    case 'correctTimes':
      return state.phase === 'parked'
        ? project(world, [{ type: 'timesCorrected', enteredAt: at(given.minute) }])
        : world;
    case 'discount':
      return state.phase === 'parked' ? { ...world, grants: [...world.grants, given.grant] } : world;
    case 'pay':
      return given.amountFen === 0 ? world : pay(world, given.amountFen);
    case 'ask': {
      const facts = { feeFen: given.feeFen, discountFen: zeroFen, paidFen: world.paidFen };
      const verdict = decideExit(state, facts);
      return verdict.verdict === 'pay' ? project(world, [{ type: 'exitQuoted', dueFen: verdict.dueFen }]) : world;
    }
    case 'leave':
      return leave(world, given);
    case 'handOver':
      return project(world, decideHandOver(state, outstanding(world), 'debt'));
    case 'void': {
      const decided = decideVoid(state, {
        at: at(given.minute),
        paidFen: subtractFen(world.paidFen, world.surplusFen),
        attemptPending: given.attemptPending,
        secondPerson: given.secondPerson,
      });
      return isRefusal(decided) ? world : project(world, decided);
    }
  }
};

const begin = (setting: SessionState['setting'], vehicleId: string | undefined): World => ({
  state: openedState({
    sessionId: 'session',
    companyId: 'company',
    lotId: 'lot',
    setting,
    ...(vehicleId === undefined ? {} : { vehicleId }),
    vehicleClass: 'small',
    enteredAt: entered,
  }),
  paidFen: zeroFen,
  surplusFen: zeroFen,
  grossFen: zeroFen,
  discountFen: zeroFen,
  debtFen: zeroFen,
  grants: [],
});

const worlds = fc.record({
  setting: fc.constantFrom('on-street' as const, 'off-street' as const),
  vehicleId: fc.option(fc.constant('a'), { nil: undefined }),
  commands: fc.array(command, { minLength: 1, maxLength: 25 }),
});

/** Every world on the way, the first one included. */
const lives = ({ setting, vehicleId, commands }: typeof worlds extends fc.Arbitrary<infer T> ? T : never): World[] =>
  commands.reduce<World[]>((all, given) => [...all, obey(all.at(-1)!, given)], [begin(setting, vehicleId)]);

test('a phase only ever moves forward, and a closed session never changes again', () => {
  fc.assert(
    fc.property(worlds, (given) => {
      lives(given).reduce((before, after) => {
        expect(rank[after.state.phase]).toBeGreaterThanOrEqual(rank[before.state.phase]);
        if (before.state.phase === 'closed') expect(after.state).toBe(before.state);
        expect((after.state.phase === 'closed') === (after.state.outcome !== undefined)).toBe(true);
        return after;
      });
    }),
    { numRuns },
  );
});

test('no stay ends before it began, and none is due a negative amount', () => {
  fc.assert(
    fc.property(worlds, (given) => {
      for (const { state } of lives(given)) {
        if (state.leftAt !== undefined) expect(state.leftAt).toBeGreaterThanOrEqual(state.enteredAt);
        expect(state.dueFen).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns },
  );
});

test('the money of a closed stay adds up: what was charged is discounted, paid, owed by a debt, or looked at by a person', () => {
  fc.assert(
    fc.property(worlds, (given) => {
      const world = lives(given).at(-1)!;
      const { state, paidFen, surplusFen, grossFen, discountFen, debtFen } = world;
      expect(surplusFen).toBeLessThanOrEqual(paidFen);
      if (state.phase !== 'closed') return;
      const keptFen = subtractFen(paidFen, surplusFen);
      if (state.outcome === 'void') expect(keptFen).toBe(0);
      else if (state.outcome === 'review') expect(keptFen).toBeLessThanOrEqual(grossFen - discountFen);
      else expect(grossFen).toBe(discountFen + keptFen + debtFen);
      if (state.outcome === 'exempt' || state.outcome === 'free') expect(grossFen).toBe(0);
      if (state.outcome !== 'handed-over') expect(debtFen).toBe(0);
    }),
    { numRuns },
  );
});

test('a settlement divides fee and payments without a fen lost or made', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      amount,
      amount,
      fc.array(grantOf, { maxLength: 4 }),
      (known, exempt, feeFen, paidFen, grants) => {
        const base = begin('on-street', known ? 'a' : undefined).state;
        const state = exempt ? { ...base, exemption: 'guest' } : base;
        const discounts = applyDiscounts(feeFen, grants);
        const end = { at: at(1), feeFen, discounts, paidFen, settleGraceMs: 1, debtId: 'd', toReview: false };
        const [left] = decideLeave(state, end) as [Extract<SessionEvent, { type: 'left' }>];
        const { settlement } = left;
        const { grossFen, discountFen, advanceUsedFen, surplusFen, unidentifiedFen } = settlement;
        expect(left.dueFen).toBe(dueOf(settlement));
        expect(grossFen - discountFen - advanceUsedFen).toBe(left.dueFen);
        expect(advanceUsedFen + surplusFen).toBe(paidFen);
        expect(grossFen + unidentifiedFen).toBe(exempt ? 0 : feeFen);
        for (const part of [left.dueFen, grossFen, discountFen, advanceUsedFen, surplusFen, unidentifiedFen]) {
          expect(part).toBeGreaterThanOrEqual(0);
        }
        if (!known || exempt) expect(left.dueFen).toBe(0);
        if (known) expect(unidentifiedFen).toBe(0);
      },
    ),
    { numRuns },
  );
});

test('an event that comes twice changes what it changed once, in every state', () => {
  const settlement = {
    grossFen: fen(5),
    discountFen: zeroFen,
    discounts: [],
    advanceUsedFen: zeroFen,
    surplusFen: zeroFen,
    unidentifiedFen: zeroFen,
  };
  const grant = { decisionId: 'decision', laneId: 'lane', at: at(3) };
  const event: fc.Arbitrary<SessionEvent> = fc.constantFrom<SessionEvent>(
    { type: 'vehicleIdentified', vehicleId: 'b', vehicleClass: 'large', exemption: 'pass' },
    { type: 'vehicleIdentified', vehicleId: 'b', vehicleClass: 'large', dropsExemption: true },
    { type: 'timesCorrected', enteredAt: at(-5) },
    { type: 'bayMoved', bayId: 'other' },
    { type: 'exempted', reason: 'guest' },
    { type: 'exitQuoted', dueFen: fen(5) },
    { type: 'exitGranted', grant },
    { type: 'exitFailed', decisionId: 'decision' },
    { type: 'paymentNoted', paymentId: 'p', dueFen: fen(4) },
    { type: 'left', at: at(9), dueFen: fen(5), settlement },
    { type: 'handedOver', debtId: 'd', amountFen: fen(5) },
    { type: 'closed', outcome: 'settled' },
    { type: 'voided', at: at(8) },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), event, (before, next) => {
      const state = before.reduce(evolve, begin('off-street', 'a').state);
      const once = evolve(state, next);
      expect(evolve(once, next)).toEqual(once);
    }),
    { numRuns },
  );
});
