// Brings the test database to the current schema, the way an operator does: with the migrate command.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_FOLDER } from '../../embedded/index.ts';

const MIGRATE = join(PROJECT_FOLDER, 'bin', 'migrate.ts');
const TIMEOUT_MS = 120_000;

/** Migrates the database that `env` names. A tree without the migrate command has an empty database. */
export const prepareDatabase = async (env: Readonly<Record<string, string | undefined>>): Promise<void> => {
  if (!existsSync(MIGRATE)) return;
  try {
    await promisify(execFile)(process.execPath, [MIGRATE], {
      env: { ...env },
      cwd: PROJECT_FOLDER,
      timeout: TIMEOUT_MS,
    });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`The test database could not be migrated:\n${stdout}${stderr}`, { cause });
  }
};
