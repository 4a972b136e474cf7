// A lane's controller: opens its barrier when it is told to in time, and reports who passed it.
import { simulatedDevice, type SimulatedDeviceOptions } from './mqtt-device.ts';

export interface BarrierOpening {
  readonly commandId: string;
  readonly decisionId: string | undefined;
}

export interface SimulatedLaneController {
  /** Called for each opening; throw to have the barrier fail. Resolves when the controller hears commands. */
  onOpen(callback: (opening: BarrierOpening) => Promise<void> | void): Promise<void>;
  /** A vehicle has passed the barrier. Resolves when the platform has received it. */
  passed(atMs: number, decisionId?: string): Promise<void>;
  abandoned(atMs: number, decisionId: string): Promise<void>;
  close(): Promise<void>;
}

export const simulatedLaneController = (options: SimulatedDeviceOptions): SimulatedLaneController => {
  const device = simulatedDevice(options);
  return {
    onOpen: (callback) =>
      device.onCommand(async ({ commandId, kind, body }) => {
        if (kind !== 'open-barrier') throw new Error(`no command ${kind}`);
        const decisionId = body['decisionId'];
        await callback({ commandId, decisionId: typeof decisionId === 'string' ? decisionId : undefined });
      }),
    passed: (atMs, decisionId) => device.send('lane.passed', atMs, decisionId === undefined ? {} : { decisionId }),
    abandoned: (atMs, decisionId) => device.send('lane.abandoned', atMs, { decisionId }),
    close: () => device.close(),
  };
};
