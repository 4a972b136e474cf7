// May a vehicle drive in? Pure: what is known of vehicle, lane and lot in, admission or a refusal out.
import { type LotPolicy } from './lot-policy.ts';
import { type Fen } from './money.ts';
import { type SpecialClass } from './plate.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What the rows know of a vehicle at a lot and a time; later features add to it, nobody asks elsewhere. */
export interface Standing {
  readonly listed?: 'black' | 'white';
  /** The pass cover that is free for this stay. */
  readonly passCoverId?: string;
  readonly arrearsFen: Fen;
  readonly plateClass?: string;
  readonly specialClass?: SpecialClass;
}

export interface EntryFacts {
  /** Absent when the read identified nobody. */
  readonly standing?: Standing;
  /** Why it identified nobody. */
  readonly unidentified?: 'confidence-too-low' | 'vehicle-unidentified' | 'plate-malformed';
  readonly policy: Pick<LotPolicy, 'arrearsAtEntry' | 'fullLot' | 'exemptClasses'>;
  readonly laneOpen: boolean;
  readonly lotOpen: boolean;
  readonly placeFree: boolean;
}

export interface Admission {
  readonly refused: false;
  readonly exemption?: string;
  readonly passCoverId?: string;
  /** The lot is full and lets in all the same: the vehicle takes a place that nobody had counted. */
  readonly beyondCapacity: boolean;
  /** Shown on the lane's display. */
  readonly arrearsWarningFen?: Fen;
}

/** Those who save lives are not kept waiting by a full lot. */
const neverHeldUp: ReadonlySet<string> = new Set<SpecialClass>(['emergency', 'police']);

export const exemptionOf = (standing: Standing, policy: EntryFacts['policy']): string | undefined => {
  if (standing.listed === 'white') return 'white-list';
  if (standing.plateClass !== undefined && policy.exemptClasses.includes(standing.plateClass))
    return `class:${standing.plateClass}`;
  return standing.passCoverId === undefined ? undefined : 'pass';
};

/** Exemptions that come with a vehicle, another vehicle does not have; a person's own reason belongs to the stay. */
export const comesWithVehicle = (exemption: string): boolean =>
  exemption === 'white-list' || exemption === 'pass' || exemption.startsWith('class:');

const arrearsOf = (standing: Standing, policy: EntryFacts['policy']): 'none' | 'warn' | 'refuse' => {
  const { action, thresholdFen } = policy.arrearsAtEntry;
  if (action === 'ignore' || standing.arrearsFen <= thresholdFen) return 'none';
  return action === 'warn' ? 'warn' : 'refuse';
};

/** Black list before arrears before capacity: the vehicle hears the reason that stays true when it comes again. */
export const decideEntry = (facts: EntryFacts): Admission | Refusal => {
  const { standing, policy } = facts;
  if (!facts.laneOpen || !facts.lotOpen) return refuse('lane-closed');
  if (standing === undefined) return refuse(facts.unidentified ?? 'vehicle-unidentified');
  if (standing.listed === 'black') return refuse('blacklisted');
  const arrears = arrearsOf(standing, policy);
  if (arrears === 'refuse') return refuse('unpaid-arrears');
  const heldUp = standing.specialClass === undefined || !neverHeldUp.has(standing.specialClass);
  if (!facts.placeFree && policy.fullLot === 'refuse' && heldUp) return refuse('lot-full');
  const exemption = exemptionOf(standing, policy);
  return {
    refused: false,
    beyondCapacity: !facts.placeFree,
    ...(exemption === undefined ? {} : { exemption }),
    ...(exemption === 'pass' && standing.passCoverId !== undefined ? { passCoverId: standing.passCoverId } : {}),
    ...(arrears === 'warn' ? { arrearsWarningFen: standing.arrearsFen } : {}),
  };
};
