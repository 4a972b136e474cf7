// A parent to be killed: brings up servers in the folder it is given, says so, and waits.
import { type Need, startEnvironment } from '../../embedded/index.ts';
import { announceReady, runUntilSignal } from '../../platform/process.ts';

const [folder = '', ...need] = process.argv.slice(2);
const environment = await startEnvironment({ folder, env: {}, need: need as Need[], ports: { temporalUi: false } });
const pids = Object.fromEntries(Object.entries(environment.servers).map(([name, server]) => [name, server.pid]));
const done = runUntilSignal(() => environment.stop());
announceReady({ env: environment.env, pids });
await done;
