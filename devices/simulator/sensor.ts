// A bay's sensor: says occupied or free, keeps what nobody received, and has a battery.
import { type MqttDevice, simulatedDevice, type SimulatedDeviceOptions } from './mqtt-device.ts';

export interface SimulatedSensor extends Pick<MqttDevice, 'goOffline' | 'goOnline' | 'reboot' | 'close'> {
  /** Resolves when the platform has received it. */
  report(occupied: boolean, atMs: number): Promise<void>;
  heartbeat(atMs: number): Promise<void>;
  /** From now on heartbeats tell of a battery that is nearly empty. */
  drainBattery(): void;
}

export const simulatedSensor = (options: SimulatedDeviceOptions): SimulatedSensor => {
  const device = simulatedDevice(options);
  let batteryPercent = 93;
  return {
    report: (occupied, atMs) => device.send(occupied ? 'bay.occupied' : 'bay.free', atMs),
    heartbeat: (atMs) => device.heartbeat(atMs, { batteryPercent, signalDbm: -87 }),
    drainBattery: () => {
      batteryPercent = 4;
    },
    goOffline: () => device.goOffline(),
    goOnline: () => device.goOnline(),
    reboot: () => device.reboot(),
    close: () => device.close(),
  };
};
