// Simulated devices. They speak to the platform through the published protocols only, and are the same for the same seed.
export { type CameraAnswer, type SeenPlate, simulatedCamera, type SimulatedCamera } from './camera.ts';
export { type Faults, noFaults, randomOf } from './faults.ts';
export { type BarrierOpening, simulatedLaneController, type SimulatedLaneController } from './lane-controller.ts';
export { simulatedDevice, type MqttDevice, type SimulatedDeviceOptions } from './mqtt-device.ts';
export { simulatedSensor, type SimulatedSensor } from './sensor.ts';
