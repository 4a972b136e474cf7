// Jest calls this once after all tests, in the process of the set-up.
import './global-setup.ts';

const tearDown = async (): Promise<void> => {
  await globalThis.testServers?.stop();
};

export { tearDown as default };
