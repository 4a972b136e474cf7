// Keeps test servers running between runs of Jest: node test/support/serve.ts FILE, then TEST_ENVIRONMENT_FILE=FILE npx jest ...
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runUntilSignal } from '../../platform/process.ts';
import { startTestServers } from './test-servers.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('Name the file to write the environment to: node test/support/serve.ts FILE');
const servers = await startTestServers((sentence) => process.stderr.write(`${sentence}\n`));
const done = runUntilSignal(async () => {
  await rm(file, { force: true });
  await servers.stop();
});
await writeFile(file, JSON.stringify(servers.env, null, 2), { mode: 0o600 });
process.stderr.write(`TEST_ENVIRONMENT_FILE=${resolve(file)}\nCtrl-C stops the servers.\n`);
await done;
