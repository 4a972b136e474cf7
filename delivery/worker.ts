// The Temporal worker of the `parking` task queue: workflows and their local activities, sized for a small machine.
import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type PayloadCodec } from '@temporalio/common';
import { workflowBundle } from '../platform/workflow-bundle.ts';

export interface ParkingWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly payloadCodecs: PayloadCodec[];
  readonly activities: object;
  /** Where the prebuilt bundle is kept. */
  readonly bundleFolder: string;
  readonly workflowTaskSlots?: number;
}

const folder = (name: string): string => fileURLToPath(new URL(`../${name}/`, import.meta.url));

/** The limits, each with its reason; see ARCHITECTURE.md "Limits". */
const limits = (workflowTaskSlots: number): Partial<WorkerOptions> => ({
  maxConcurrentWorkflowTaskExecutions: workflowTaskSlots,
  // At least twice the task slots: a smaller cache stalls for ten seconds when all slots are busy.
  maxCachedWorkflows: Math.max(500, workflowTaskSlots * 2),
  // A task slot is held through its local activities, so there are never more of them than slots.
  maxConcurrentLocalActivityExecutions: workflowTaskSlots,
  maxConcurrentActivityTaskExecutions: 4,
  // After a crash a touched session waits this long for its dead worker before another one replays it.
  stickyQueueScheduleToStartTimeout: '500ms',
  // Every new session arrives on the non-sticky queue: half of the pollers listen there.
  workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 10 },
  nonStickyToStickyPollRatio: 0.5,
  shutdownGraceTime: '10s',
});

/** The bundle of our workflows, built when this release has not built it yet. */
export const parkingWorkflowBundle = (cacheFolder: string): Promise<{ codePath: string }> =>
  workflowBundle({
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    sourceFolders: [folder('workflows'), folder('domain')],
    cacheFolder,
  });

export const createParkingWorker = async (options: ParkingWorkerOptions): Promise<Worker> =>
  Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: await parkingWorkflowBundle(options.bundleFolder),
    activities: options.activities,
    dataConverter: { payloadCodecs: options.payloadCodecs },
    ...limits(options.workflowTaskSlots ?? 24),
  });
