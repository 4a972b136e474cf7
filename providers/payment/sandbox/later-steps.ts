// What the channel does a little later than it answers: each step in its time, none after the gateway has stopped.

export interface LaterSteps {
  after(ms: number, run: () => void): void;
  stop(): void;
}

export const createLaterSteps = (): LaterSteps => {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  return {
    after: (ms, run) => {
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
    },
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
