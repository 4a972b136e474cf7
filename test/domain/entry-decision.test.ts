// Who may drive in.
import { describe, expect, test } from '@jest/globals';
import { decideEntry, type EntryFacts, type Standing } from '../../domain/entry-decision.ts';
import { defaultLotPolicy } from '../../domain/lot-policy.ts';
import { fen } from '../../domain/money.ts';

const standing: Standing = { arrearsFen: fen(0), plateClass: 'ordinary' };
const facts: EntryFacts = { standing, policy: defaultLotPolicy, laneOpen: true, lotOpen: true, placeFree: true };
const arrears = (action: 'ignore' | 'warn' | 'demand' | 'refuse') => ({
  ...facts,
  standing: { ...standing, arrearsFen: fen(500) },
  policy: { ...defaultLotPolicy, arrearsAtEntry: { action, thresholdFen: fen(400) } },
});

describe('decideEntry', () => {
  test('admits an ordinary vehicle to a free place', () => {
    expect(decideEntry(facts)).toEqual({ refused: false, beyondCapacity: false });
  });

  test.each([
    ['lane-closed', { ...facts, laneOpen: false }],
    ['lane-closed', { ...facts, lotOpen: false }],
    ['blacklisted', { ...facts, standing: { ...standing, listed: 'black' as const }, placeFree: false }],
    ['unpaid-arrears', arrears('refuse')],
    ['unpaid-arrears', arrears('demand')],
    ['lot-full', { ...facts, placeFree: false }],
  ])('refuses %s', (code, given) => {
    expect(decideEntry(given)).toMatchObject({ refused: true, code });
  });

  test('refuses a read that identified nobody with the reason of the read', () => {
    const { standing: _standing, ...nobody } = facts;
    expect(decideEntry(nobody)).toMatchObject({ code: 'vehicle-unidentified' });
    expect(decideEntry({ ...nobody, unidentified: 'confidence-too-low' })).toMatchObject({
      code: 'confidence-too-low',
    });
  });

  test('warns of arrears, or ignores them, as the policy says', () => {
    expect(decideEntry(arrears('warn'))).toMatchObject({ refused: false, arrearsWarningFen: 500 });
    expect(decideEntry(arrears('ignore'))).toEqual({ refused: false, beyondCapacity: false });
  });

  test('lets a full lot open beyond its capacity when the policy says so, and for those who save lives', () => {
    const full = { ...facts, placeFree: false };
    const open = { ...full, policy: { ...defaultLotPolicy, fullLot: 'open' as const } };
    expect(decideEntry(open)).toMatchObject({ refused: false, beyondCapacity: true });
    const ambulance: Standing = { ...standing, plateClass: 'emergency', specialClass: 'emergency' };
    expect(decideEntry({ ...full, standing: ambulance })).toMatchObject({
      refused: false,
      exemption: 'class:emergency',
    });
  });

  test('exempts by white list before class before pass, and uses the pass only when it is what exempts', () => {
    expect(decideEntry({ ...facts, standing: { ...standing, passCoverId: 'p' } })).toMatchObject({
      exemption: 'pass',
      passCoverId: 'p',
    });
    const listed = decideEntry({ ...facts, standing: { ...standing, passCoverId: 'p', listed: 'white' } });
    expect(listed).toMatchObject({ exemption: 'white-list' });
    expect(listed).not.toHaveProperty('passCoverId');
  });
});
