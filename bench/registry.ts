// Every benchmark there is. One more is a folder with its index.ts and a line here.
import { type Registry } from './harness/benchmark.ts';

export const benchmarks: Registry = {
  reconcile: {
    sentence: "a channel's bill of a day from its file to settled books, and the memory that takes",
    load: async () => (await import('./reconcile/index.ts')).reconcileBenchmark,
  },
  tariff: {
    sentence: 'prices of stays, beside a rules engine and loops over minutes',
    load: async () => (await import('./tariff/index.ts')).tariffBenchmark,
  },
};
