// What the operator sees of the intake.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface IngestMetrics {
  readonly messages: Counter<'outcome'>;
  readonly connections: Gauge;
  readonly troubles: Counter;
  readonly commitSeconds: Histogram;
}

export const ingestMetrics = (registry: Registry): IngestMetrics => ({
  messages: new Counter({
    name: 'device_messages_total',
    help: 'Messages of devices by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  }),
  connections: new Gauge({
    name: 'device_broker_connections',
    help: 'Connections of this bridge to the broker.',
    registers: [registry],
  }),
  troubles: new Counter({
    name: 'device_intake_troubles_total',
    help: 'Times a connection stopped reading because nothing could be stored.',
    registers: [registry],
  }),
  commitSeconds: new Histogram({
    name: 'device_message_commit_seconds',
    help: 'From a message being read to its being committed.',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  }),
});
