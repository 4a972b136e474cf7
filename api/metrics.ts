// Rate, errors and duration of every operation.
import { Histogram, type Registry } from 'prom-client';

export type Observe = (operation: string, method: string, status: number, seconds: number) => void;

const name = 'http_request_duration_seconds';

export const requestMetrics = (registry: Registry): Observe => {
  const known = registry.getSingleMetric(name) as Histogram<'operation' | 'method' | 'status'> | undefined;
  const histogram =
    known ??
    new Histogram({
      name,
      help: 'Duration of HTTP requests by operation and status',
      labelNames: ['operation', 'method', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10],
      registers: [registry],
    });
  return (operation, method, status, seconds) =>
    histogram.observe({ operation, method, status: String(status) }, seconds);
};
