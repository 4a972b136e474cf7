// The Temporal worker of the `providers` task queue: activities that ask the outside world, few at a time, without workflows.
import { type PayloadCodec } from '@temporalio/common';
import { type NativeConnection, Worker } from '@temporalio/worker';

export interface ProvidersWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly payloadCodecs: PayloadCodec[];
  readonly activities: object;
}

export const createProvidersWorker = (options: ProvidersWorkerOptions): Promise<Worker> =>
  Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    activities: options.activities,
    dataConverter: { payloadCodecs: options.payloadCodecs },
    // A bill is loaded in one transaction, and the pool is small.
    maxConcurrentActivityTaskExecutions: 4,
    shutdownGraceTime: '10s',
  });
