// Signs of life: the newest of each device, written together now and then. They may be lost; events may not.
import { type Database } from '../../db/database.ts';
import { type DeviceSign, recordSigns } from '../../db/queries/device-credentials.ts';

export interface Signs {
  note(sign: DeviceSign): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 2_000;
const atOnce = 5_000;

export const collectSigns = (db: Database, onError: (error: unknown) => void): Signs => {
  const newest = new Map<string, DeviceSign>();
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const signs = [...newest.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1)).slice(0, atOnce);
    for (const { deviceId } of signs) newest.delete(deviceId);
    await db.asIdentity((tx) => recordSigns(tx, signs)).catch(onError);
  };
  const flush = (): Promise<void> => {
    if (newest.size > 0) writing = writing.then(write);
    return writing;
  };
  const timer = setInterval(() => void flush(), everyMs);
  return {
    note: (sign) => newest.set(sign.deviceId, { ...newest.get(sign.deviceId), ...sign }),
    flush,
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
};
