// A loop that empties a table-backed queue: woken by a hint, or by a poll when the hint was lost.

export interface DrainLoop {
  /** There may be work: look now. */
  wake(): void;
  /** Stops after the round in progress. */
  stop(): Promise<void>;
}

export interface DrainLoopOptions {
  readonly name: string;
  /** Does a round of work and answers how much it found; 0 puts the loop to sleep. */
  readonly round: () => Promise<number>;
  readonly pollMs: number;
  readonly failed: (error: unknown) => void;
}

const failureDelayMs = 1_000;

export const drainLoop = ({ round, pollMs, failed }: DrainLoopOptions): DrainLoop => {
  let stopping = false;
  let hinted = false;
  let awaken: (() => void) | undefined;

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      awaken = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      hinted = false;
      try {
        if ((await round()) > 0) continue;
        if (!hinted && !stopping) await sleep(pollMs);
      } catch (error) {
        failed(error);
        if (!stopping) await sleep(failureDelayMs);
      }
    }
  };
  const running = run();
  return {
    wake: () => {
      hinted = true;
      awaken?.();
    },
    stop: async () => {
      stopping = true;
      awaken?.();
      await running;
    },
  };
};
