// What goes wrong in the street, decided by a seed: the same seed makes the same faults in the same order.

/** Uniform in [0, 1). */
export type Random = () => number;

/** Mulberry32 over a hash of the text: small, fast, and the same everywhere. */
export const randomOf = (seed: string): Random => {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface Faults {
  /** Probability that a transmission is lost on the way; the device sends again. */
  readonly loss: number;
  /** Probability that a transmission arrives twice. */
  readonly duplication: number;
  /** Longest delay of a transmission; delays of different length change the order of events. */
  readonly delayMs: number;
  /** How far the clock of the device is ahead; negative when it is behind. */
  readonly clockDriftMs: number;
  /** Probability, per event, that the device starts anew before it: its count begins again. */
  readonly reboot: number;
}

export const noFaults: Faults = { loss: 0, duplication: 0, delayMs: 0, clockDriftMs: 0, reboot: 0 };
