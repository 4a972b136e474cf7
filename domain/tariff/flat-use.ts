// How much of each flat band a stay has used, and in which period its amount was paid last.

/** One for each meter, begun anew for every stay. */
export class FlatUse {
  private readonly paid: Float64Array;
  private readonly occurrences: Float64Array;
  private readonly periods: Float64Array;
  private readonly usedMs: Float64Array;

  constructor(charges: number) {
    this.paid = new Float64Array(charges);
    this.occurrences = new Float64Array(charges);
    this.periods = new Float64Array(charges);
    this.usedMs = new Float64Array(charges);
  }

  begin(): void {
    for (let index = 0; index < this.paid.length; index += 1) {
      this.paid[index] = -1;
      this.periods[index] = -1;
    }
  }

  /** Uses some more of an occurrence of the band in a period. True when its amount falls due now: once a period. */
  use(index: number, occurrence: number, period: number, lengthMs: number, afterMs: number): boolean {
    if (this.periods[index] !== period || this.occurrences[index] !== occurrence) this.usedMs[index] = 0;
    this.periods[index] = period;
    this.occurrences[index] = occurrence;
    const usedMs = (this.usedMs[index] as number) + lengthMs;
    this.usedMs[index] = usedMs;
    if (this.paid[index] === period || usedMs <= afterMs) return false;
    this.paid[index] = period;
    return true;
  }
}
